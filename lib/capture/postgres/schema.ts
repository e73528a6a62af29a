/** Statements that changed the schema, and changes that could not be recorded, as events. */
import type { Category, Event, Field, Statement } from "../../event/index.ts";
import type { OutboxRow } from "./event.ts";

const verbs: Record<string, string> = {
  create: "created",
  alter: "altered",
  drop: "dropped",
  grant: "granted",
  revoke: "revoked",
  comment: "commented",
  refresh: "refreshed",
  reindex: "reindexed",
  import: "imported",
  select: "created",
};

/** `CREATE TABLE AS` → a table that was created; `GRANT` → a privilege that was granted. */
export function readTag(tag: string): { noun: string; verb: string; category: Category } {
  const [first = "", ...rest] = tag.toLowerCase().split(" ");
  const verb = verbs[first] ?? "changed";
  if (first === "grant" || first === "revoke" || tag.includes("PRIVILEGES"))
    return { noun: "privilege", verb, category: "permission" };
  if (first === "select") return { noun: "table", verb, category: "statement" };
  const noun = rest.filter((word) => word !== "as").join("_") || "schema";
  return { noun, verb, category: "statement" };
}

/** `event`: who, when and where. */
export function schemaChangeOf(event: Event, { detail }: OutboxRow, statement: Statement): Event {
  const { noun, verb, category } = readTag(detail?.tag ?? "");
  const named = (detail?.objects ?? []).filter(({ name }) => name !== null);
  const [main, ...others] = [...named].sort((a, b) => Number(b.type === noun) - Number(a.type === noun));
  return {
    ...event,
    type: `${noun}.${verb}`,
    category,
    // of GRANT and REVOKE PostgreSQL tells the kind of object alone
    target: {
      system: event.target?.system,
      type: main?.type ?? detail?.objects?.[0]?.type.toLowerCase() ?? noun,
      ...(main && { id: main.name as string }),
    },
    statement,
    ...(others.length > 0 && { data: others.slice(0, 100).map(({ type, name }) => keep(type, name as string)) }),
  };
}

/** A write that the table's policy let through although it could not be recorded. */
export function gapOf(event: Event, { detail }: OutboxRow, statement: Statement): Event {
  return {
    ...event,
    type: "change.missed",
    category: "coverage",
    statement,
    data: [keep("error", detail?.state ?? "")],
  };
}

function keep(name: string, value: string): Field {
  return { name, type: "text", mode: "keep", value: value.toWellFormed() };
}
