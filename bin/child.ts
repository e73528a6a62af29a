import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";

/** A process of ours, in a process group of its own: Ctrl-C in the terminal reaches us, and we end it in our order. */
export interface Child {
  ended: Promise<number>;
  stop(): Promise<void>;
}

export type Command = { args: string[]; env: NodeJS.ProcessEnv; quiet?: boolean };

/** `--import` for NODE_OPTIONS: ends a process, and those that it starts, with us. */
const watch = `--import ${new URL("./parent.mjs", import.meta.url).href}`;

/** The environment of a process that must not outlive this one. */
export function bound(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const options = env.NODE_OPTIONS?.includes(watch) ? env.NODE_OPTIONS : `${env.NODE_OPTIONS ?? ""} ${watch}`.trim();
  return { ...env, NODE_OPTIONS: options, VOUCH_STARTER: String(process.pid) };
}

/** Starts Node with these arguments. `stop` asks first, and after ten seconds no longer asks. */
export function run({ args, env, quiet }: Command): Child {
  const output = quiet ? "ignore" : "inherit";
  const child = spawn(process.execPath, args, {
    env: bound(env),
    stdio: ["ignore", output, "inherit"],
    detached: true,
  });
  const ended = new Promise<number>((resolve) => {
    child.once("exit", (code, signal) => resolve(code ?? (signal === "SIGTERM" ? 0 : 1)));
    child.once("error", () => resolve(1));
  });
  return { ended, stop: () => stop(child, ended) };
}

async function stop(child: ChildProcess, ended: Promise<number>): Promise<void> {
  const patience = new AbortController();
  child.kill("SIGTERM");
  const late = pause(10_000, "late", { signal: patience.signal }).catch(() => "in time");
  if ((await Promise.race([ended, late])) === "late") child.kill("SIGKILL");
  await ended;
  patience.abort();
  killGroup(child);
}

/** What the child had started and left behind. */
function killGroup(child: ChildProcess): void {
  try {
    if (child.pid) process.kill(-child.pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error; // none left, as it should be
  }
}

/** Keeps a process running: when it ends by itself, it is started again, later each time, and the console says so. */
export function keep(name: string, command: Command, say: (line: string) => void): Child {
  const stopping = new AbortController();
  let current = run(command);
  const ended = (async () => {
    for (let delay = 1_000; ; delay = Math.min(delay * 2, 60_000)) {
      const began = Date.now();
      const code = await current.ended;
      if (stopping.signal.aborted) return 0;
      if (Date.now() - began > 60_000) delay = 1_000;
      say(`The ${name} ended with code ${code}, which it never should. It starts again in ${delay / 1_000} s.`);
      await pause(delay, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return 0;
      current = run(command);
    }
  })();
  return {
    ended,
    stop: async () => {
      stopping.abort();
      await current.stop();
      await ended;
    },
  };
}
