/**
 * A script that brings one row of a PostgreSQL table back to an earlier version, for an engineer to read and to run. Pure. The
 * script looks up the table's columns when it runs, since only the database knows which of them it computes itself. It compares the
 * row with the newest version before it touches anything, and does everything or nothing.
 */
import { type Held, type Image, partsOfKey } from "../event/index.ts";
import type { RecordKey } from "./record-query.ts";

export interface RestoreWish {
  key: RecordKey;
  /** The version to bring back, and the newest one, which the row must still be: undefined where the record does not exist. */
  wanted: Image | undefined;
  current: Image | undefined;
  /** What people call both: "version 5 (2 June 2026 …)". */
  wantedWords: string;
  currentWords: string;
  /** Names of concealed and other fields that are known to differ, although their values are not shown. */
  differing: ReadonlySet<string>;
  reason: string;
  ticket?: string;
}

export interface LeftOut {
  name: string;
  why: "concealed" | "erased" | "hashed" | "omitted" | "large";
  /** It is known to be another one now; otherwise that is not known. */
  differs: boolean;
}

export interface RestoreScript {
  text: string;
  /** What it would change, by name; all fields where the row is made anew. */
  changes: string[];
  /** What it cannot bring back. */
  leftOut: LeftOut[];
}

/** Undefined where the row is as it is to become, as far as is shown of both. */
export function restoreScript(wish: RestoreWish): RestoreScript | undefined {
  const { wanted, current, differing } = wish;
  const now = new Map(texts(current).map(([name, text]) => [name, text]));
  const values = texts(wanted).filter(([name, text]) => !current || (now.has(name) && now.get(name) !== text));
  const remove = !wanted && current !== undefined;
  if (!remove && values.length === 0) return undefined;
  const leftOut = (wanted ?? []).flatMap((field) => {
    const why = whyNot(field);
    return why ? [{ name: field.name, why, differs: differing.has(field.name) }] : [];
  });
  const body = remove ? removal(wish) : current ? update(wish, values) : insertion(wish, values);
  const changes = remove ? [] : values.map(([name]) => name);
  return { text: `${heading(wish, leftOut)}\n${begin(wish)}\n${inBlock(body)}\ncommit;\n`, changes, leftOut };
}

type Text = [name: string, value: string | null];

/** The values that are shown, as the texts that PostgreSQL reads. */
function texts(image: Image | undefined): Text[] {
  return (image ?? []).flatMap((field): Text[] => {
    const { seen, name } = field;
    if (seen.state !== "shown" || whyNot(field)) return [];
    return [[name, typeof seen.value === "boolean" ? String(seen.value) : (seen.value as string | null)]];
  });
}

function whyNot({ seen }: Held): LeftOut["why"] | undefined {
  if (seen.state === "shown") return Array.isArray(seen.value) ? "large" : undefined;
  return seen.state === "hidden" ? "concealed" : seen.state;
}

const reasons: Record<LeftOut["why"], string> = {
  concealed: "is concealed: its values are not in this script",
  erased: "was erased: nobody has its value any more",
  hashed: "is kept as a keyed hash, which cannot be turned back",
  omitted: "is not recorded at all",
  large: "is too large to have been recorded whole: only its digest is known",
};

function heading(wish: RestoreWish, leftOut: LeftOut[]): string {
  const { key, wantedWords, currentWords } = wish;
  const lines = [
    `Brings ${tableOf(key)} ${partsOfKey(key.id).join(", ")} back from ${currentWords} to ${wantedWords}.`,
    "Made by Vouch from the ledger. Vouch never runs it: read it, then run it with psql -v ON_ERROR_STOP=1 or in your own tool.",
    "It changes nothing unless the row still is as the newest recorded version left it.",
    "Columns that the database computes itself are left to it. Rows of other tables are not touched, and triggers fire as usual.",
    ...leftOut.map(
      ({ name, why, differs }) => `NOT BROUGHT BACK: ${name} ${reasons[why]}${differs ? ", and it differs" : ""}.`,
    ),
  ];
  // a line break in a name would end the comment
  return lines.map((line) => `-- ${line.replace(/[\r\n\u2028\u2029\u0085]+/g, " ")}`).join("\n");
}

function begin({ reason, ticket }: RestoreWish): string {
  const settings = [`set_config('vouch.reason', ${literal(reason)}, true)`];
  if (ticket) settings.push(`set_config('vouch.ticket', ${literal(ticket)}, true)`);
  // the forms in which values were recorded
  for (const [name, value] of [
    ["datestyle", "ISO, MDY"],
    ["timezone", "UTC"],
    ["intervalstyle", "iso_8601"],
    ["bytea_output", "hex"],
    ["extra_float_digits", "1"],
    ["lc_monetary", "C"],
  ])
    settings.push(`set_config('${name}', '${value}', true)`);
  return `begin;\nselect ${settings.join(",\n  ")};`;
}

/** The block as a literal, under a tag that does not occur in it. */
function inBlock(body: string): string {
  let tag = "$restore$";
  for (let n = 1; body.includes(tag); n++) tag = `$restore_${n}$`;
  return `do ${tag}\n${body}\n${tag};`;
}

function update(wish: RestoreWish, values: Text[]): string {
  return `${declared(wish, { values, expected: texts(wish.current) })}
begin
${lookUp(true)}
  if set_list is null then
    raise exception 'Nothing was changed: none of the columns to bring back can be set any more.';
  end if;
  execute format('update %s set %s where %s and %s', target, set_list, key_is, coalesce(row_is, 'true'));
${counted(wish)}
end`;
}

function removal(wish: RestoreWish): string {
  return `${declared(wish, { values: [], expected: texts(wish.current) })}
begin
${lookUp(true)}
  execute format('delete from %s where %s and %s', target, key_is, coalesce(row_is, 'true'));
${counted(wish)}
end`;
}

function insertion(wish: RestoreWish, values: Text[]): string {
  return `${declared(wish, { values, expected: [] })}
begin
${lookUp(false)}
  execute format('select count(*) from %s where %s', target, key_is) into touched;
  if touched <> 0 then
    raise exception 'Nothing was changed: there is a row with this key, which was deleted when the last version was recorded.';
  end if;
  execute format('insert into %s (%s) overriding system value values (%s)', target, name_list, value_list);
end`;
}

/** Values travel as texts and are read as the column's own type, whatever that is by now. */
function declared({ key }: RestoreWish, { values, expected }: { values: Text[]; expected: Text[] }): string {
  const rows = (of: Text[]) =>
    of.length === 0
      ? "array[]::text[][]"
      : `array[\n${of.map(([name, value]) => `    array[${literal(name)}, ${value === null ? "null" : literal(value)}]`).join(",\n")}\n  ]`;
  return `declare
  target regclass := ${literal(tableOf(key))};
  -- the values of the primary key, in its order
  key_values text[] := array[${partsOfKey(key.id).map(literal).join(", ")}];
  -- what to bring back: column, value
  wanted text[][] := ${rows(values)};
  -- what the row must be now: column, value
  expected text[][] := ${rows(expected)};
  set_list text;
  name_list text;
  value_list text;
  key_is text;
  row_is text;
  touched bigint;`;
}

/** Turns names and texts into lists for the statement: columns that are gone or computed are told and left out. */
function lookUp(existing: boolean): string {
  return `  select string_agg(format('%I = %L::%s', a.attname, k.value, format_type(a.atttypid, a.atttypmod)), ' and ' order by k.n)
    into key_is
    from pg_index i
      cross join unnest(i.indkey::int2[]) with ordinality as c (attnum, n)
      join unnest(key_values) with ordinality as k (value, n) on k.n = c.n
      join pg_attribute a on a.attrelid = i.indrelid and a.attnum = c.attnum
    where i.indrelid = target and i.indisprimary and i.indnkeyatts = cardinality(key_values)
    having count(*) = cardinality(key_values);
  if key_is is null then
    raise exception 'Nothing was changed: the primary key of % is another one now.', target;
  end if;
  select string_agg(format('%I = %L::%s', a.attname, w.value, w.type), ', ' order by w.n)${
    existing ? " filter (where a.attidentity <> 'a')" : ""
  },
      string_agg(format('%I', a.attname), ', ' order by w.n),
      string_agg(format('%L::%s', w.value, w.type), ', ' order by w.n)
    into set_list, name_list, value_list
    from (
      select wanted[n][1] as name, wanted[n][2] as value, n, format_type(c.atttypid, c.atttypmod) as type
      from generate_subscripts(wanted, 1) as n
        left join pg_attribute c on c.attrelid = target and c.attname = wanted[n][1] and not c.attisdropped
    ) w join pg_attribute a on a.attrelid = target and a.attname = w.name and not a.attisdropped and a.attgenerated = '';
  select string_agg(format('%I::text is not distinct from %L::%s::text', a.attname, expected[n][2], format_type(a.atttypid, a.atttypmod)), ' and ' order by n)
    into row_is
    from generate_subscripts(expected, 1) as n
      join pg_attribute a on a.attrelid = target and a.attname = expected[n][1] and not a.attisdropped;`;
}

function counted({ currentWords }: RestoreWish): string {
  return `  get diagnostics touched = row_count;
  if touched <> 1 then
    raise exception 'Nothing was changed: the row is not as % left it, or it is no longer there.', ${literal(currentWords)}
      using hint = 'Look at what happened to it since, then make a new script.';
  end if;`;
}

function tableOf({ schema, type }: RecordKey): string {
  const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
  return schema === undefined ? quoted(type) : `${quoted(schema)}.${quoted(type)}`;
}

/** A literal that means the same whatever standard_conforming_strings says. */
function literal(text: string): string {
  const quoted = `'${text.replaceAll("'", "''").replaceAll("\\", "\\\\")}'`;
  return text.includes("\\") ? `E${quoted}` : quoted;
}
