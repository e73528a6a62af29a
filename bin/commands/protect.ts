import { readFileSync } from "node:fs";
import { type Plan, type ProtectWish, planProtection, protect } from "../../lib/capture/index.ts";
import { Fault } from "../../lib/event/index.ts";
import { whichVouch } from "../which.ts";
import { type Command, operator, readArguments, withVouch } from "./command.ts";

const usage =
  "vouch protect DATABASE-URL [--tables a,b] [--fields FILE] [--later capture|report] [--let-through a,b] [--dry-run]";

export const command: Command = async (args) => {
  const options = {
    tables: { type: "string" },
    fields: { type: "string" },
    later: { type: "string" },
    "let-through": { type: "string" },
    "dry-run": { type: "boolean" },
  } as const;
  const { values, positionals } = readArguments(args, options, 1, usage);
  const wish: ProtectWish = {
    url: positionals[0] as string,
    tables: names(values.tables),
    fields: values.fields === undefined ? undefined : readFields(values.fields),
    later: values.later === undefined ? undefined : readLater(values.later),
    failing: Object.fromEntries((names(values["let-through"]) ?? []).map((name) => [name, "pass"] as const)),
  };
  if (!values["dry-run"] && whichVouch([], process.env).demo) throw notInTheDemo();
  if (values["dry-run"]) {
    describe(await planProtection(wish));
    console.log("Nothing was changed: this was a dry run.");
    return 0;
  }
  const done = await withVouch("web", ({ home, sql, ledger }) =>
    protect(wish, { home, sql, ledger, actor: operator() }),
  );
  describe(done.plan);
  console.log(
    done.changed
      ? `${done.name} is protected: ${tables(done.plan.tables.length)} captured from now on.`
      : `${done.name} was protected already; nothing was changed.`,
  );
  if (!done.plan.canMakeLogin)
    console.log("The user may not create roles, so the address as given is kept, sealed, for reading the outbox.");
  return 0;
};

/** Nothing real is ever mixed with what did not happen. */
function notInTheDemo(): Fault {
  return new Fault(
    "conflict",
    "Expected a Vouch of your own, but this home holds the demo alone, which takes no other databases. Start one first: npm start -- --no-demo. Nothing was changed.",
  );
}

function names(list: string | undefined): string[] | undefined {
  return list
    ?.split(",")
    .map((name) => name.trim())
    .filter(Boolean);
}

function readLater(later: string): "capture" | "report" {
  if (later === "capture" || later === "report") return later;
  throw new Fault("invalid", `Expected --later capture or --later report, got ${later}. Nothing was changed.`);
}

function readFields(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new Fault("not-found", `Expected a fields file at ${file}, but it cannot be read. Nothing was changed.`, {
      cause,
    });
  }
}

function describe(plan: Plan): void {
  for (const { name, modes, captured, failing, notes } of plan.tables) {
    console.log(`${name}${captured ? " (captured already)" : ""}`);
    for (const mode of ["keep", "erasable", "conceal", "hash", "omit"] as const) {
      const fields = Object.keys(modes).filter((field) => modes[field] === mode);
      if (fields.length > 0) console.log(`  ${mode.padEnd(9)} ${fields.join(", ")}`);
    }
    for (const note of notes) console.log(`  Note: ${note}`);
    if (failing === "pass")
      console.log("  Note: a write that cannot be recorded is let through, and the gap is recorded.");
  }
  for (const { name, reason } of plan.leftOut) console.log(`${name} is left out: ${reason}`);
  console.log(
    plan.superuser
      ? "Statements that change the schema are captured with their text, by event triggers."
      : "Changes of the schema are found by comparing the catalogue, without their text: event triggers take a superuser.",
  );
}

function tables(count: number): string {
  return count === 1 ? "1 table is" : `${count} tables are`;
}
