/** Which Vouch is meant: the demo, which has an installation of its own, or the real one. One rule for `npm start` and for `vouch`. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { Fault } from "../lib/event/index.ts";

export interface Which {
  demo: boolean;
  /** Its home. */
  folder: string;
  /** The environment that holds for it: the demo has no database but its own. */
  env: NodeJS.ProcessEnv;
  /** Why, and how to get the other: for the console. */
  says: string;
}

/**
 * `--demo` and `--no-demo` decide, then VOUCH_DEMO, then what is there: whoever names a database, or has a real Vouch in the home, gets
 * that one; an empty home gets the demo. Writes nothing. Throws `invalid` for any other argument.
 */
export function whichVouch(args: string[], given: NodeJS.ProcessEnv): Which {
  const home = resolve(given.VOUCH_HOME || ".vouch");
  const wish = wishOf(args, given);
  if (wish ?? isEmpty(home, given)) {
    const { DATABASE_URL: _real, ...env } = given;
    const folder = join(home, "demo");
    const says =
      "This is the demo, Harbor Clinic Pay: nothing in it happened. Without it, for databases of your own: npm start -- --no-demo";
    return { demo: true, folder, env: { ...env, VOUCH_HOME: folder }, says };
  }
  const says = `This is the Vouch of ${given.DATABASE_URL ? "DATABASE_URL" : home}. The demo, beside it: npm start -- --demo`;
  return { demo: false, folder: home, env: given, says };
}

function isEmpty(home: string, { DATABASE_URL }: NodeJS.ProcessEnv): boolean {
  return !DATABASE_URL && !existsSync(join(home, "keys", "master"));
}

function wishOf(args: string[], { VOUCH_DEMO }: NodeJS.ProcessEnv): boolean | undefined {
  const options = { demo: { type: "boolean" }, "no-demo": { type: "boolean" } } as const;
  let values: { demo?: boolean; "no-demo"?: boolean };
  try {
    ({ values } = parseArgs({ args, options, strict: true }));
  } catch (cause) {
    throw new Fault(
      "invalid",
      `Expected npm start, with -- --demo or -- --no-demo, got ${args.join(" ")}. Leave the rest out.`,
      { cause },
    );
  }
  if (values.demo && values["no-demo"]) {
    throw new Fault("invalid", "Expected --demo or --no-demo, got both. Choose one.");
  }
  if (values.demo || values["no-demo"]) return values.demo === true;
  if (VOUCH_DEMO === "on" || VOUCH_DEMO === "off") return VOUCH_DEMO === "on";
  return undefined;
}
