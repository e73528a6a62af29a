import { openLog, readSettings } from "../lib/operations/index.ts";

/** sysexits' EX_CONFIG. */
const wrongSettings = 78;

/**
 * What every process that serves does first: reads the settings, puts the contents of NAME_FILE in their places, and ends with code
 * 78 where one is wrong, having said all that is.
 */
export function takeSettings(part: string): void {
  const { env, problems, warnings } = readSettings(process.env);
  for (const sentence of warnings) console.error(`${part}: ${sentence}`);
  for (const sentence of problems) console.error(`${part}: ${sentence}`);
  if (problems.length > 0) process.exit(wrongSettings);
  takeFiles(env);
}

/** For commands that ask one thing: the contents of files, and whoever uses a setting says what is wrong with it. */
export function takeFiles(env: NodeJS.ProcessEnv = readSettings(process.env).env): void {
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
  Object.assign(process.env, env);
}

/** A process ended by what nobody foresaw: class, code and place in the log, never its message, which may hold values. */
export function logEnd(part: string, error: unknown): void {
  openLog(part).failure("Ended by a fault in Vouch", error);
}
