/** Tables rebuilt from a ledger's entries alone: leaves, and the values that stand beside them. */
import { createHash } from "node:crypto";
import type { Value } from "../../event/index.ts";
import type { Binding, Disclosure, LeafField } from "../../integrity/index.ts";
import type { Entry } from "../../ledger/index.ts";

/** A row's values by column, as PostgreSQL's text; those longer than 4 MiB as their digest. */
export type Row = Map<string, string | null>;

const longest = 4_194_304;

/** The one way in which a value is compared, whether the ledger has it whole or by its digest. */
export function comparable(value: Value, type: string): string | null {
  if (value === null) return null;
  if (typeof value === "boolean") return value ? "t" : "f";
  if (Array.isArray(value)) {
    const said = new Map(value.map((member) => [member.name, member.value]));
    return `#${said.get("sha256")} ${said.get("length")}`;
  }
  if (value.length <= longest && Buffer.byteLength(value) <= longest) return value;
  const bytes = type === "bytea" ? Buffer.from(value.slice(2), "hex") : Buffer.from(value);
  return `#${createHash("sha256").update(bytes).digest("hex")} ${bytes.length}`;
}

export function rowText(row: Row): string {
  return JSON.stringify([...row].sort(([a], [b]) => (a < b ? -1 : 1)));
}

const identifier = '"(?:[^"]|"")*"';
const name = `(${identifier})\\.(${identifier})`;
const forms = {
  add: new RegExp(`^alter table ${name} add column (${identifier}) (.*)$`, "s"),
  drop: new RegExp(`^alter table ${name} drop column (${identifier})`),
  rename: new RegExp(`^alter table ${name} rename column (${identifier}) to (${identifier})`),
  move: new RegExp(`^alter table ${name} rename to (${identifier})`),
  inherit: new RegExp(`^create table ${name} .* inherits \\(${name}\\)`, "s"),
  dropTable: new RegExp(`^drop table ${name}`),
};
const plain = (quotedName = "") => quotedName.slice(1, -1).replaceAll('""', '"');
const key = (schema = "", table = "") => JSON.stringify([schema, table]);

export class Rebuilt {
  #tables = new Map<string, Map<string, { row: Row; count: number }>>();
  #parents = new Map<string, string>();
  #announced = new Map<string, number>();
  #parts = new Map<string, number>();
  /** Entries of changed records taken. */
  changes = 0;

  /** Throws where an entry does not follow from those before it. */
  apply(entry: Required<Entry>): void {
    const { event } = entry.leaf;
    if (event.type === "change.missed" || event.type === "event.refused")
      throw new Error(`Entry ${entry.index} says that something was not recorded: ${JSON.stringify(event.data)}`);
    if (event.source.kind !== "postgres") return;
    const at = key(event.target?.schema, event.target?.type);
    if (event.change && event.change.operation !== "truncate") this.#change(entry, at);
    else if (event.type.endsWith(".truncated")) this.#tables.delete(at);
    else if (event.target?.schema === undefined) this.alter(textOf(entry));
    else if (event.statement?.id) this.#announced.set(event.statement.id, Number(event.statement.rows));
  }

  #change({ leaf, disclosures, index }: Required<Entry>, at: string): void {
    const { change, statement } = leaf.event;
    this.changes++;
    if (statement?.partOf) this.#parts.set(statement.partOf, (this.#parts.get(statement.partOf) ?? 0) + 1);
    const fields = listOf(change?.fields, disclosures);
    const side = (wanted: "before" | "after"): Row =>
      new Map(fields.map((field, i) => [field.name, sideOf(field, i, wanted, disclosures)]));
    if (change?.operation !== "insert") this.#take(at, side("before"), index);
    if (change?.operation !== "delete") this.#put(at, side("after"));
  }

  #rows(at: string): Map<string, { row: Row; count: number }> {
    const rows = this.#tables.get(at) ?? new Map();
    this.#tables.set(at, rows);
    return rows;
  }

  #put(at: string, row: Row): void {
    const rows = this.#rows(at);
    const text = rowText(row);
    rows.set(text, { row, count: (rows.get(text)?.count ?? 0) + 1 });
  }

  /** Every change begins with a row as the ledger left it. */
  #take(at: string, row: Row, index: bigint): void {
    const rows = this.#rows(at);
    const text = rowText(row);
    const held = rows.get(text);
    if (!held) {
      const near = [...rows.keys()].filter((other) => other.includes(JSON.stringify(["id", row.get("id") ?? null])));
      throw new Error(
        `Entry ${index} of ${at} begins with ${text.slice(0, 2_000)}, which is not there. With its id: ${near.join("; ").slice(0, 2_000) || "none"}.`,
      );
    }
    if (held.count === 1) rows.delete(text);
    else held.count--;
  }

  /** A change of the schema, from its text. Others than those of replay-statements.ts change nothing here. */
  alter(text: string): void {
    const read = (form: keyof typeof forms) =>
      forms[form]
        .exec(text)
        ?.slice(1)
        .map((part) => (part.startsWith('"') ? plain(part) : part));
    const [add, drop, rename, move, inherit, gone] = (
      ["add", "drop", "rename", "move", "inherit", "dropTable"] as const
    ).map(read);
    if (inherit) this.#parents.set(key(inherit[0], inherit[1]), key(inherit[2], inherit[3]));
    if (gone) for (const each of this.#family(key(gone[0], gone[1]))) this.#tables.delete(each);
    if (add) this.#rewrite(key(add[0], add[1]), (row) => row.set(add[2] ?? "", defaultOf(add[3] ?? "")));
    if (drop) this.#rewrite(key(drop[0], drop[1]), (row) => row.delete(drop[2] ?? ""));
    if (rename)
      this.#rewrite(key(rename[0], rename[1]), (row) => {
        row.set(rename[3] ?? "", row.get(rename[2] ?? "") ?? null);
        row.delete(rename[2] ?? "");
      });
    if (move) this.#move(key(move[0], move[1]), key(move[0], move[2]));
  }

  #family(at: string): string[] {
    return [at, ...[...this.#parents].filter(([, parent]) => parent === at).map(([child]) => child)];
  }

  #rewrite(at: string, change: (row: Row) => unknown): void {
    for (const each of this.#family(at)) {
      const rows = [...this.#rows(each).values()];
      this.#tables.delete(each);
      for (const { row, count } of rows) {
        change(row);
        for (let n = 0; n < count; n++) this.#put(each, row);
      }
    }
  }

  #move(from: string, to: string): void {
    const rows = this.#rows(from);
    this.#tables.delete(from);
    this.#tables.set(to, rows);
    for (const [child, parent] of this.#parents) if (parent === from) this.#parents.set(child, to);
    const parent = this.#parents.get(from);
    if (parent && this.#parents.delete(from)) this.#parents.set(to, parent);
  }

  /** A table's rows, as texts in order. */
  rows(schema: string, table: string): string[] {
    return [...this.#rows(key(schema, table))].flatMap(([text, { count }]) => Array<string>(count).fill(text)).sort();
  }

  /** Statements whose entry says another number of rows than there are entries of its records. */
  miscounted(): string[] {
    return [...this.#announced]
      .filter(([id, rows]) => (this.#parts.get(id) ?? 0) !== rows)
      .map(([id, rows]) => `${id}: ${rows}, not ${this.#parts.get(id) ?? 0}`);
  }
}

function defaultOf(type: string): string | null {
  return type.endsWith("default 7") ? "7" : type.endsWith("default 'seven'") ? "seven" : null;
}

function textOf({ disclosures }: Required<Entry>): string {
  return String(disclosures.get("/event/statement/exact")?.value ?? "");
}

function listOf(fields: LeafField[] | Binding | undefined, disclosures: Map<string, Disclosure>): LeafField[] {
  if (Array.isArray(fields)) return fields;
  const beside = disclosures.get("/event/change/fields")?.value;
  if (!beside) throw new Error("A list of fields has no disclosure.");
  return beside as unknown as LeafField[];
}

function sideOf(
  field: LeafField,
  i: number,
  wanted: "before" | "after",
  disclosures: Map<string, Disclosure>,
): string | null {
  const stands = field.changed === false ? "value" : wanted;
  const side = field[stands];
  const bound = typeof side === "object" && side !== null && !Array.isArray(side);
  const value = bound ? disclosures.get(`/event/change/fields/${i}/${stands}`)?.value : side;
  if (value === undefined) throw new Error(`Field ${field.name} has no ${stands}.`);
  return comparable(value as Value, field.type);
}
