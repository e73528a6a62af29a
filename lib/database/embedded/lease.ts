import { readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";

/** A held connection to a guardian: its server lives at least until `release`, or until this process ends. */
export interface Hold {
  /** Resolves when the server is gone, or when others hold it and it stays. */
  release(): Promise<void>;
  /** Resolves when the server ended without our leave. */
  lost: Promise<void>;
}

/** Holds the server that the lease file speaks of; undefined when there is none, or it is about to stop. */
export async function hold(file: string): Promise<Hold | undefined> {
  const lease = readLease(file);
  if (!lease) return undefined;
  const socket = await greet(lease.port, lease.token);
  if (!socket) return undefined;
  let leaving = false;
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  socket.unref();
  return {
    release: async () => {
      leaving = true;
      socket.ref();
      socket.end();
      await closed;
    },
    lost: new Promise((resolve) => closed.then(() => leaving || resolve())),
  };
}

function readLease(file: string): { port: number; token: string } | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as { port: number; token: string };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function greet(port: number, token: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    const failed = () => {
      socket.destroy();
      resolve(undefined);
    };
    socket.setTimeout(5_000, failed);
    socket.on("error", failed);
    socket.once("close", failed);
    socket.once("connect", () => socket.write(`${token}\n`));
    socket.once("data", (answer) => {
      if (String(answer) !== "held\n") return failed();
      socket.setTimeout(0);
      socket.off("close", failed);
      resolve(socket);
    });
  });
}
