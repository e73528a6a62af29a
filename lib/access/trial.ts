/** Who can be tried, where the demo is served to this machine alone: `npm start` says so to the pages it starts (bin/demo.ts). */
import { type Role, roles } from "./permissions.ts";

export interface Trial {
  /** Of everybody here. */
  password: string;
  people: { name: string; email: string; role: Role; words: string }[];
}

/** Undefined everywhere else, and for what cannot be read. */
export function readTrial(env: NodeJS.ProcessEnv = process.env): Trial | undefined {
  if (!env.VOUCH_TRY) return undefined;
  try {
    const { password, people } = JSON.parse(env.VOUCH_TRY) as Trial;
    const whole = people.every(({ name, email, role, words }) => name && email && words && roles.includes(role));
    return typeof password === "string" && whole ? { password, people } : undefined;
  } catch {
    return undefined;
  }
}
