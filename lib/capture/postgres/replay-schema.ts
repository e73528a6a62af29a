/** Schemas drawn from a seed: tables of every form, with names, keys, generated columns and triggers that could trip capture up. */
import fc from "fast-check";
import { quoted } from "./protect.ts";
import { type Random, typeNames } from "./replay-values.ts";

const forms = ["plain", "keyless", "composite", "partitioned", "inheriting", "referencing"] as const;
const triggers = ["none", "none", "none", "log", "touch", "before", "deferred"] as const;

/** Names that a query of capture's own, a text of a row or a quoting could stumble over. */
export const uglyNames = [
  "n",
  "o",
  "r",
  "i",
  "images",
  "part",
  "total",
  "number",
  "relation",
  "tg_relid",
  "new_rows",
  "old_rows",
  "old",
  "new",
  "row",
  "select",
  'say "hi"',
  "e@mail",
  "100%",
  "with space",
  "comma, (paren)",
  "back\\slash",
  "Ünïcode 🙂",
  "it's",
  "$1",
  "rows",
  "query",
  "position",
];

export interface TableWish {
  form: (typeof forms)[number];
  name: string;
  columns: { name: string; type: string }[];
  key: "integer" | "bigint" | "text" | "uuid" | "numeric";
  generated: "none" | "stored" | "virtual";
  trigger: (typeof triggers)[number];
}

export const tableWish: fc.Arbitrary<TableWish> = fc.record({
  form: fc.constantFrom(...forms),
  name: fc.constantFrom(...uglyNames, "customers", "Orders"),
  columns: fc.uniqueArray(fc.record({ name: fc.constantFrom(...uglyNames), type: fc.constantFrom(...typeNames) }), {
    minLength: 1,
    maxLength: 6,
    selector: ({ name }) => name,
  }),
  key: fc.constantFrom("integer", "bigint", "text", "uuid", "numeric"),
  generated: fc.constantFrom("none", "none", "stored", "virtual"),
  trigger: fc.constantFrom(...triggers),
});

/** A key's value by its number, as an expression; `of` is the expression of the number. */
export function keyValue(type: string, of: string): string {
  if (type === "uuid") return `md5((${of})::text)::uuid`;
  if (type === "text") return `'k "' || (${of}) || ', ü'`;
  return `(${of})::${type}`;
}

/** Statements that make the table, each by itself. `others`: a table that it may refer to. */
export function createTable(schema: string, wish: TableWish, version: number, refersTo: string | undefined): string[] {
  const table = quoted(schema, wish.name);
  const key = `id ${wish.key}`;
  const others = wish.columns.map(({ name, type }) => `${quoted(name)} ${type}`);
  const virtual = wish.generated === "virtual" && version >= 180_000 ? "virtual" : "stored";
  if (wish.generated !== "none" && wish.form !== "inheriting")
    others.push(`${quoted("made of id")} text generated always as ('of ' || coalesce(id::text, '')) ${virtual}`);
  const columns = (...more: string[]) => [...more, ...others].join(", ");
  switch (wish.form) {
    case "keyless":
      return [`create table ${table} (${columns("id integer")})`];
    case "composite":
      return [
        `create table ${table} (${columns(`${key} not null`, "sub text not null default 'x'")}, primary key (sub, id))`,
      ];
    case "partitioned":
      return [
        `create table ${table} (${columns(`${key} not null primary key`)}) partition by hash (id)`,
        ...[0, 1].map(
          (part) =>
            `create table ${quoted(schema, `${wish.name} ${part}`)} partition of ${table} for values with (modulus 2, remainder ${part})`,
        ),
      ];
    case "inheriting":
      return [
        `create table ${table} (${columns(`${key} primary key`)})`,
        `create table ${quoted(schema, `${wish.name} child`)} (own_column text default 'own', primary key (id)) inherits (${table})`,
      ];
    case "referencing":
      if (refersTo)
        return [
          `create table ${table} (${columns(`${key} primary key`, `parent integer references ${refersTo} on delete cascade on update cascade`)})`,
        ];
      return [`create table ${table} (${columns("id integer primary key")})`];
    default:
      return [`create table ${table} (${columns(`${key} primary key`)})`];
  }
}

/** A user's own triggers, which write elsewhere, or to the row itself, before, within or at the end of the transaction. */
export function createTrigger(schema: string, { name, trigger }: TableWish): string[] {
  const table = quoted(schema, name);
  const log = quoted(schema, "log of all");
  const body: Record<string, [when: string, act: string]> = {
    log: [
      "after insert or update or delete",
      `insert into ${log} (tag, of) values (tg_op, tg_table_name); return null`,
    ],
    touch: [
      "after insert or update",
      `if pg_trigger_depth() < 2 then update ${table} t set id = t.id where t.id = new.id; end if; return null`,
    ],
    before: [
      "before insert or update",
      `if hashtext(new.id::text) % 11 = 0 then return null; end if; insert into ${log} (tag, of) values ('before', 'x'); return new`,
    ],
    deferred: ["after insert or delete", `insert into ${log} (tag, of) values ('deferred', tg_op); return null`],
  };
  const [when, act] = body[trigger] ?? [];
  if (!when) return [];
  const does = quoted(schema, `does ${trigger} ${name}`);
  const made = trigger === "deferred" ? "create constraint trigger" : "create trigger";
  return [
    `create function ${does}() returns trigger language plpgsql as $act$ begin ${act}; end $act$`,
    `${made} theirs ${when} on ${table} ${trigger === "deferred" ? "deferrable initially deferred" : ""} for each row execute function ${does}()`,
  ];
}

export function drawName(random: Random): string {
  return `${random.pick(uglyNames)} ${random.below(1_000)}`;
}
