/** Loads lib/operations when it is needed: a command that asks one thing should not wait for what servers count and log with. */
const operations = () => import("../lib/operations/index.ts");

/** sysexits' EX_CONFIG. */
const wrongSettings = 78;

/**
 * What every process that serves does first: reads the settings, puts the contents of NAME_FILE in their places, and ends with code
 * 78 where one is wrong, having said all that is.
 */
export async function takeSettings(part: string): Promise<void> {
  const { readSettings } = await operations();
  const { env, problems, warnings } = readSettings(process.env);
  for (const sentence of [...warnings, ...problems]) console.error(`${part}: ${sentence}`);
  if (problems.length > 0) process.exit(wrongSettings);
  take(env);
}

/** For commands that ask one thing: the contents of files. Whoever uses a setting says what is wrong with it. */
export async function takeFiles(): Promise<void> {
  if (!Object.keys(process.env).some((name) => name.endsWith("_FILE"))) return;
  const { readSettings } = await operations();
  take(readSettings(process.env).env);
}

function take(env: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
  Object.assign(process.env, env);
}

/** A process ended by what nobody foresaw: class, code and place in the log, never its message, which may hold values. */
export async function logEnd(part: string, error: unknown): Promise<void> {
  const { openLog } = await operations();
  openLog(part).failure("Ended by a fault in Vouch", error);
}
