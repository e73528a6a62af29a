/** Reads the settings of settings.ts. An empty value is no value. NAME_FILE names a file that holds the value of a secret one. */
import { readFileSync } from "node:fs";
import { type Setting, settings } from "./settings.ts";

/** What must be set together with what. */
const together: Record<string, string[]> = {
  VOUCH_SMTP_URL: ["VOUCH_MAIL_FROM"],
  VOUCH_OIDC_ISSUER: ["VOUCH_OIDC_CLIENT_ID", "VOUCH_OIDC_CLIENT_SECRET", "VOUCH_OIDC_ROLES"],
  VOUCH_OIDC_ONLY: ["VOUCH_OIDC_ISSUER"],
};

export interface ReadSettings {
  /** The environment with the values of NAME_FILE in their places, and without those names. */
  env: NodeJS.ProcessEnv;
  /** One sentence each. With any of them no process should start. */
  problems: string[];
  /** Names that Vouch does not know, with what may have been meant. */
  warnings: string[];
}

/** Reads files, so call it once. */
export function readSettings(given: NodeJS.ProcessEnv): ReadSettings {
  const env = { ...given };
  const problems = settings.flatMap((setting) => [...takeFile(setting, env), ...wrongWith(setting, env[setting.name])]);
  for (const [name, others] of Object.entries(together)) {
    if (!env[name] || env[name] === "0") continue;
    for (const other of others)
      if (!env[other]) problems.push(`${other} is missing: ${name} is set, and needs it. Set both, or neither.`);
  }
  return { env, problems, warnings: unknownNames(given) };
}

function takeFile({ name, secret }: Setting, env: NodeJS.ProcessEnv): string[] {
  const file = secret && env[`${name}_FILE`];
  if (!file) return [];
  delete env[`${name}_FILE`];
  if (env[name]) return [`${name} and ${name}_FILE are both set, and only one can hold. Unset one of them.`];
  try {
    env[name] = readFileSync(file, "utf8").trim();
    return env[name] ? [] : [`${name}_FILE names ${file}, which is empty. Write the value into it, or unset the name.`];
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code;
    return [`${name}_FILE names ${file}, which cannot be read (${why}). Set it right, or unset it.`];
  }
}

function wrongWith({ name, form, fallback, secret, takes }: Setting, value: string | undefined): string[] {
  if (!value || takes.safeParse(value).success) return [];
  const came = secret ? "is something else" : `is ${JSON.stringify(value.slice(0, 100))}`;
  return [`${name} should be ${form}, and ${came}. Set it right, or unset it. Without it: ${fallback}.`];
}

/** Of tests and benchmarks. */
const others = /^VOUCH_(TEST|E2E|BENCH|REPLAY)_/;

function unknownNames(env: NodeJS.ProcessEnv): string[] {
  const known = new Set(settings.flatMap(({ name, secret }) => (secret ? [name, `${name}_FILE`] : [name])));
  return Object.keys(env)
    .filter((name) => name.startsWith("VOUCH_") && !known.has(name) && !others.test(name))
    .map((name) => {
      const meant = [...known].find((other) => isNear(name, other));
      return `${name} is no setting of Vouch and changes nothing.${meant ? ` Did you mean ${meant}?` : ""}`;
    });
}

/** Whether one letter, or two of them exchanged, or an underscore makes the difference. */
function isNear(one: string, other: string): boolean {
  const [a, b] = [one.replaceAll("_", ""), other.replaceAll("_", "")];
  if (a === b) return true;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const [restA, restB] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  const swapped = restA.length === 2 && restA === [...restB].reverse().join("");
  return swapped || (restA.length <= 1 && restB.length <= 1);
}

/** What holds, without secrets: one line per setting, as `vouch config` prints it. */
export function effectiveSettings(env: NodeJS.ProcessEnv): { name: string; value: string; from: string }[] {
  return settings
    .filter(({ own, name }) => !own || env[name])
    .map(({ name, fallback, secret }) => {
      const set = env[name];
      const value = !set ? fallback : secret ? "(set, and not shown)" : set;
      return { name, value, from: set ? "environment" : "default" };
    });
}

/** The table of docs/operations.md, in Markdown. */
export function settingsTable(): string {
  const rows = settings
    .filter(({ own }) => !own)
    .map(
      ({ name, means, form, fallback, secret }) =>
        `| \`${name}\`${secret ? ", secret" : ""} | ${means} | ${form} | ${fallback} |`,
    );
  return ["| Setting | Meaning | Form | Without it |", "| --- | --- | --- | --- |", ...rows].join("\n");
}
