/** Every type that a column can have: recorded as PostgreSQL writes it under settings that are always the same. */
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { connect, type Sql } from "../../database/index.ts";
import type { Event, Value } from "../../event/index.ts";
import { majors, protectedShop, rowOf, sidesOf, type TestShop } from "./builders.ts";

/** Literals of every base type, by the name that pg_type gives it: the ordinary, the edges, and what is easily lost. */
const literals: Record<string, string[]> = {
  bool: ["t", "f"],
  bytea: ["\\x", "\\x00ff5c22", "\\x5c5c27"],
  char: ["a", "", "'"],
  name: ["a", `${"x".repeat(63)}`, 'Odd "name"'],
  int8: ["-9223372036854775808", "9223372036854775807", "9007199254740993"],
  int2: ["-32768", "32767"],
  int2vector: ["1 2 3", ""],
  int4: ["-2147483648", "2147483647"],
  regproc: ["pg_catalog.now", "0"],
  text: ["", " ", "null", "NULL", '"', "\\", "a,b", "(x)", "🙂 日本\t\n\r", "{}"],
  oid: ["0", "4294967295"],
  tid: ["(0,1)", "(4294967295,65535)"],
  xid: ["3", "4294967295"],
  cid: ["0", "7"],
  oidvector: ["1 2", ""],
  json: ['{"a": 1, "a": 2, "big": 123456789012345678901234567890.10, "e": 1e400}', "null", '"\\u00e4"', " [1 , 2] "],
  xml: ["<a>&lt;b/&gt;</a>", '<?xml version="1.0"?><x y="1"/>', "text"],
  point: ["(1.5,-2)", "(1e-300,1e300)"],
  lseg: ["[(0,0),(1,0.1)]"],
  path: ["[(0,0),(1,1)]", "((0,0),(1,1))"],
  box: ["(2,2),(0,0)"],
  polygon: ["((0,0),(1,0),(0,1))"],
  line: ["{1,-1,0.1}"],
  circle: ["<(1,2),0.3>"],
  float4: ["0.1", "-0", "NaN", "Infinity", "-Infinity", "1e-45", "3.4028235e38", "16777216"],
  float8: ["0.1", "-0", "NaN", "Infinity", "-Infinity", "5e-324", "1.7976931348623157e308", "0.30000000000000004"],
  money: ["12.34", "-92233720368547758.08", "1234567.89"],
  macaddr: ["08:00:2b:01:02:03"],
  inet: ["10.0.0.7/24", "::ffff:1.2.3.4", "2001:db8::1/64"],
  cidr: ["10.0.0.0/8", "2001:db8::/32"],
  macaddr8: ["08:00:2b:01:02:03:04:05"],
  aclitem: ["postgres=r/postgres"],
  bpchar: ["ab  ", "", "x"],
  varchar: ["ab  ", "", "NULL"],
  date: ["2026-11-20", "4713-01-01 BC", "5874897-12-31", "infinity", "-infinity"],
  time: ["00:00:00", "24:00:00", "12:34:56.789012"],
  timestamp: ["2026-11-20 07:03:25.123456", "4713-01-01 00:00:00 BC", "294276-12-31 23:59:59.999999", "infinity"],
  timestamptz: [
    "2026-11-20 07:03:25.123456+00",
    "0044-03-15 12:00:00+00 BC",
    "-infinity",
    "1900-01-01 00:00:00+00:19:32",
  ],
  interval: ["1 year 2 mons 3 days 04:05:06.789", "-1 days +00:00:01", "0", "-178000000 years", "1 mon -1 days"],
  timetz: ["12:34:56.789+05:45", "24:00:00-15:59"],
  bit: ["0", "1"],
  varbit: ["", "10110"],
  numeric: [
    "NaN",
    "Infinity",
    "-Infinity",
    "0",
    "0.000",
    "-0.00",
    `${"9".repeat(1000)}.${"1".repeat(1000)}`,
    "1e-1000",
    "123456789012345678901234567890.10",
  ],
  refcursor: ["a cursor"],
  regprocedure: ["pg_catalog.abs(numeric)", "public.twice(integer)"],
  regoper: ["pg_catalog.||/"],
  regoperator: ["pg_catalog.+(integer,integer)"],
  regclass: ["pg_catalog.pg_class", "public.everything", "0"],
  regtype: ["integer", "public.mood", "timestamp with time zone"],
  regrole: ["postgres"],
  regnamespace: ["public", "pg_catalog"],
  regcollation: ['"C"'],
  regconfig: ["english"],
  regdictionary: ["simple"],
  regdatabase: ["postgres"],
  uuid: ["0190f7d2-6f1e-7000-8000-00000000ABCD"],
  pg_lsn: ["0/0", "FFFFFFFF/FFFFFFFF"],
  tsvector: ["'a':1A,2 'it''s':3", ""],
  gtsvector: [],
  tsquery: ["'a' & !'b' | 'c':*", ""],
  jsonb: ['{"b": 1, "a": 123456789012345678901234567890.10}', "null", '"\\u00e4"', "1e300", "[]"],
  jsonpath: ['$."a"[*]?(@ > 1)'],
  txid_snapshot: ["10:20:10,14"],
  pg_snapshot: ["10:20:10,14", "18446744073709551610:18446744073709551614:"],
  xid8: ["18446744073709551615", "3"],
  int4range: ["[1,5)", "empty", "(,)"],
  numrange: ["[1.10,2.20]", "(,5)", "empty"],
  tsrange: ['["2026-01-01 00:00:00","2026-01-02 00:00:00")'],
  tstzrange: ['["2026-01-01 00:00:00+00",)', "(infinity,infinity]"],
  daterange: ["[2026-01-01,2026-02-01)"],
  int8range: ["[9007199254740993,9223372036854775806]"],
  int4multirange: ["{[1,2),[5,6)}", "{}"],
  nummultirange: ["{[1.1,2.2],(5,)}"],
  tsmultirange: ['{["2026-01-01 00:00:00","2026-01-02 00:00:00")}'],
  tstzmultirange: ['{["2026-01-01 00:00:00+00",)}'],
  datemultirange: ["{[2026-01-01,2026-02-01)}"],
  int8multirange: ["{[1,2)}"],
};
/** Types whose input function refuses everything: no column's value can be given. */
const closed = [
  "pg_node_tree",
  "pg_ndistinct",
  "pg_dependencies",
  "pg_mcv_list",
  "pg_brin_bloom_summary",
  "pg_brin_minmax_multi_summary",
  "gtsvector",
  "pg_ddl_command",
];

const schema = `
  create table anchor (id int primary key);
  create type mood as enum ('calm', 'say "hi", \\now', '');
  create type pair as (a int, b text, c numeric[]);
  create domain amounts as numeric(12, 2)[] check (cardinality(value) < 10);
  create domain couple as pair check ((value).a is distinct from 99);
  create domain positive as int check (value > 0);
  create type spans as range (subtype = interval);
  create function twice(int) returns int language sql immutable as 'select 2 * $1';`;

/** Made by hand: types of one's own, and shapes that a list of literals does not show. */
const own: [string, string[]][] = [
  ["public.mood", ["calm", 'say "hi", \\now', ""]],
  ["public.pair", ['(1,"a ""b"", \\\\c","{1.10,NULL}")', "(,,)", '(5,"",{})']],
  ["public.pair[]", ['{"(1,\\"a\\\\\\\\b\\",)",NULL}', "{}"]],
  ["public.amounts", ["{1.10,-2.00}", "{}"]],
  ["public.couple", ["(1,x,)"]],
  ["public.positive", ["7"]],
  ["public.spans", ['["1 day","2 mons")', "empty"]],
  [
    "text[]",
    ['{"a,b","c\\"d","e\\\\f","","NULL",NULL,ü}', "[2:3]={x,y}", "{{a,b},{c,NULL}}", "[-1:0][5:5]={{a},{b}}", "{}"],
  ],
  ["int[]", ["{1,NULL,-3}", "[0:2]={1,2,3}", "{{{1},{2}}}"]],
  ["timestamptz[]", ['{"2026-11-20 07:03:25+00",infinity}']],
  ["numeric(12,2)", ["1.10", "-0.01"]],
  ["char(4)", ["ab", ""]],
  ["varchar(20)", ["x "]],
  ["bit(5)", ["10110"]],
  ["interval day to second", ["3 days 01:02:03.5"]],
  ["timestamp(0)", ["2026-11-20 07:03:25"]],
  ['text collate "C"', ["a"]],
];

/** Settings under which clients write, none of which may show in what is recorded. */
const sessions: string[][] = [
  [],
  [
    "set timezone = 'Asia/Kathmandu'",
    "set datestyle = 'German, DMY'",
    "set intervalstyle = 'postgres_verbose'",
    "set extra_float_digits = -15",
    "set bytea_output = 'escape'",
    "set search_path = pg_temp",
  ],
  [
    "set timezone = 'America/St_Johns'",
    "set datestyle = 'SQL, MDY'",
    "set intervalstyle = 'sql_standard'",
    "set extra_float_digits = 3",
    "set xmlbinary = 'hex'",
    "set search_path = public, pg_catalog",
    "set quote_all_identifiers = on",
  ],
  [
    "set timezone = 'UTC-14'",
    "set datestyle = 'Postgres, YMD'",
    "set intervalstyle = 'iso_8601'",
    "set extra_float_digits = 0",

    "set search_path = ''",
  ],
];
const pinned = [
  "set datestyle = 'ISO, MDY'",
  "set timezone = 'UTC'",
  "set intervalstyle = 'iso_8601'",
  "set bytea_output = 'hex'",
  "set extra_float_digits = 1",
  "set lc_monetary = 'C'",
  "set search_path = pg_catalog, pg_temp",
];

const quote = (text: string | null) => (text === null ? "null" : `'${text.replaceAll("'", "''")}'`);

describe.each(majors)("PostgreSQL %s", (version) => {
  let shop: TestShop;
  let reference: Sql;
  let columns: { name: string; type: string; given: string[] }[];

  beforeAll(async () => {
    shop = await protectedShop(version, {}, schema);
    reference = connect(shop.url, { application: "reference", max: 1 });
    for (const setting of pinned) await reference.unsafe(setting);
    const types = await shop.sql<{ name: string }[]>`
      select typname as name from pg_type t where typnamespace = 'pg_catalog'::regnamespace and typtype in ('b', 'r', 'm') and typcategory <> 'A' or typname in ('int2vector', 'oidvector') order by oid`;
    const known = types.map(({ name }) => name).filter((name) => !closed.includes(name) && !/^_/.test(name));
    expect(known.filter((name) => !literals[name])).toEqual([]); // a type that nobody has written literals for
    const base = known.flatMap((name) => [
      { name: `c_${name}`, type: `pg_catalog."${name}"`, given: literals[name] ?? [] },
      { name: `a_${name}`, type: `pg_catalog."${name}"[]`, given: [] as string[] },
    ]);
    columns = [...base, ...own.map(([type, given], i) => ({ name: `own_${i}`, type, given }))];
    await shop.sql.unsafe(
      `create table everything (id int primary key, ${columns.map(({ name, type }) => `${name} ${type}`).join(", ")})`,
    );
    await shop.taken();
  });
  beforeEach(async () => {
    await shop.sql`delete from everything`;
    await shop.taken();
  });
  afterAll(async () => {
    await reference.end();
    await shop.drop();
  });

  /** The table as PostgreSQL itself writes it under the pinned settings, field by field. */
  async function stored(): Promise<Map<string, Record<string, Value>>> {
    // format() calls the output function, as COPY does; casts to text are not always the same (inet, char(n))
    const rows = await reference.unsafe<Record<string, string | null>[]>(
      `select id::text, ${columns.map(({ name }) => `case when ${name} is not distinct from null then null else format('%s', ${name}) end as ${name}`).join(", ")} from public.everything`,
    );
    return new Map(
      rows.map((row) => [
        `${row.id}`,
        Object.fromEntries([
          ["id", row.id as string],
          ...columns.map(({ name }) => [name, name === "c_bool" && row[name] ? row[name] === "t" : row[name]]),
        ]),
      ]),
    );
  }
  const sides = (events: Event[], side: "before" | "after") =>
    new Map(events.filter(({ change }) => change).map((event) => [`${event.target?.id}`, rowOf(event, side)]));

  test("every type of the catalogue, alone and in arrays, under every session's settings", async () => {
    for (const [number, settings] of sessions.entries()) {
      const session = connect(shop.url, { application: "client", max: 1 });
      try {
        const most = Math.max(...columns.map(({ given }) => given.length));
        const rows = Array.from({ length: most + 2 }, (_, i) => {
          const values = columns.map(({ name, given }) => {
            const list = literals[name.slice(2)] ?? [];
            if (i > most) return null; // a row of nulls
            if (name.startsWith("a_")) return arrayOf(list, i);
            return given[i % given.length] ?? null;
          });
          return [number * 100 + i, ...values];
        });
        for (const setting of settings) await session.unsafe(setting);
        for (const [id, ...values] of rows) {
          const written = columns.map(
            ({ type }, i) => `${quote(values[i] as string | null)}::${type.replace(/ collate.*/, "")}`,
          );
          await session.unsafe(`insert into public.everything select ${[id, ...written].join(", ")}`);
        }
        const inserted = await shop.taken();
        const expected = await stored();
        expect(sides(inserted, "after")).toEqual(expected);
        await session.unsafe("update public.everything set id = id + 50");
        expect(sides(await shop.taken(), "before").size).toBe(rows.length);
        await session.unsafe("delete from public.everything");
        const deleted = sides(await shop.taken(), "before");
        for (const [id, row] of expected)
          expect(deleted.get(`${Number(id) + 50}`)).toEqual({ ...row, id: `${Number(id) + 50}` });
      } finally {
        await session.end({ timeout: 1 });
      }
    }
  });

  test("money in every locale that the server knows", async () => {
    const locales = await shop.sql<
      { name: string }[]
    >`select collcollate as name from pg_collation where collprovider = 'c' and collcollate ~ 'utf8|UTF-8|^C$|^POSIX$' limit 40`;
    const session = connect(shop.url, { application: "client", max: 1 });
    for (const { name } of [...new Map(locales.map((locale) => [locale.name, locale])).values()]) {
      await session`select set_config('lc_monetary', ${name}, false)`;
      await session`insert into everything (id, c_money) select 1, 1234567.89::numeric::money`;
      await session`delete from everything`;
      expect(rowOf((await shop.taken())[0], "after").c_money, name).toBe("$1,234,567.89");
    }
    await session.end();
  });

  test("null is not the empty text, and not the word", async () => {
    await shop.sql`insert into everything (id, c_text, c_varchar, a_text) values (1, '', 'NULL', '{}'), (2, null, null, null)`;
    await shop.sql`update everything set c_text = case when id = 2 then '' end, c_varchar = null, a_text = array[null]`;
    const events = (await shop.taken()).filter(({ change }) => change);
    expect(events.slice(0, 2).map((event) => rowOf(event, "after"))).toMatchObject([
      { c_text: "", c_varchar: "NULL", a_text: "{}" },
      { c_text: null, c_varchar: null, a_text: null },
    ]);
    expect(sidesOf(events[2])).toMatchObject({
      c_text: ["", null],
      c_varchar: ["NULL", null],
      a_text: ["{}", "{NULL}"],
    });
    expect(sidesOf(events[3])).toMatchObject({ c_text: [null, ""], c_varchar: [null, null], a_text: [null, "{NULL}"] });
  });

  test("a value that lies apart from its row, and that an update does not touch, is there whole", async () => {
    const long = Array.from({ length: 60_000 }, (_, i) => String.fromCodePoint(0x3040 + ((i * 7919) % 2_000))).join("");
    await shop.sql`insert into everything (id, c_text, c_jsonb) values (1, ${long}, to_jsonb(${long}::text))`;
    await shop.sql`update everything set c_int4 = 5`;
    const [, updated] = await shop.taken();
    expect(sidesOf(updated).c_text).toEqual([long, long]);
    expect(updated?.change?.fields.filter(({ changed }) => changed).map(({ name }) => name)).toEqual(["c_int4"]);
  });

  test("random values under random settings are what PostgreSQL itself says they are", {
    timeout: 60_000,
  }, async () => {
    const session = connect(shop.url, { application: "client", max: 1 });
    let id = 0;
    try {
      await fc.assert(
        fc.asyncProperty(
          fc.array(someRow, { minLength: 1, maxLength: 12 }),
          fc.constantFrom(...sessions),
          async (rows, settings) => {
            await session.unsafe("reset all");
            for (const setting of settings) await session.unsafe(setting);
            const numbered = rows.map((row) => ({ id: ++id, ...row }));
            await session.unsafe(
              `insert into public.everything (id, ${Object.keys(random).join(", ")})
             select id, ${Object.keys(random)
               .map((name) => `${name}::pg_catalog."${name.slice(2)}"`)
               .join(", ")}
             from pg_catalog.json_to_recordset($1::text::json) as r(id int, ${Object.keys(random)
               .map((name) => `${name} text`)
               .join(", ")})`,
              [JSON.stringify(numbered)],
            );
            const expected = await stored();
            await session.unsafe("delete from public.everything");
            const events = await shop.taken();
            expect(
              sides(
                events.filter(({ type }) => type.endsWith("created")),
                "after",
              ),
            ).toEqual(expected);
            expect(
              sides(
                events.filter(({ type }) => type.endsWith("deleted")),
                "before",
              ),
            ).toEqual(expected);
          },
        ),
        { numRuns: 12 },
      );
    } finally {
      await session.end({ timeout: 1 });
    }
  });
});

/** An array of these as PostgreSQL reads it, with a null; the delimiter of box is a semicolon. */
function arrayOf(list: string[], i: number): string | null {
  if (list.length === 0) return null;
  const box = list[0] === "(2,2),(0,0)";
  const quoted = [...list.slice(i % list.length), ...list.slice(0, i % list.length)].map(
    (text) => `"${text.replace(/["\\]/g, "\\$&")}"`,
  );
  return `{${[...quoted, "NULL"].join(box ? ";" : ",")}}`;
}

const digits = (most: number) => fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: 1, maxLength: most });
const anyText = fc.string({ unit: "binary", maxLength: 30 }).map((text) => text.replaceAll("\0", "").toWellFormed());
const number = fc
  .tuple(fc.constantFrom("", "-"), digits(40), fc.option(digits(40)))
  .map(([sign, whole, part]) => `${sign}${whole}${part === null ? "" : `.${part}`}`);
const moment = fc
  .date({ min: new Date("0001-01-02T00:00:00Z"), max: new Date("9999-12-30T00:00:00Z"), noInvalidDate: true })
  .map((date) => `${date.toISOString().replace("T", " ").replace("Z", "")}123+00`);
const random = {
  c_numeric: number,
  c_text: anyText,
  c_varchar: anyText,
  c_int8: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
  c_float8: fc.double().map(String),
  c_float4: fc.float().map(String),
  c_bytea: fc.uint8Array({ maxLength: 40 }).map((bytes) => `\\x${Buffer.from(bytes).toString("hex")}`),
  c_timestamptz: moment,
  c_interval: fc
    .tuple(fc.integer({ min: -9999, max: 9999 }), fc.integer({ min: -9999, max: 9999 }), fc.integer())
    .map(([months, days, seconds]) => `P${months}M${days}DT${seconds}S`),
  c_jsonb: fc.json({ noUnicodeString: false } as object).map((json) => (json.includes("\\u0000") ? "null" : json)),
  c_json: fc.json().map((json) => (json.includes("\\u0000") ? "null" : json)),
  c_uuid: fc.uuid(),
  c_inet: fc.ipV6().map((address) => `${address}`),
  c_int4range: fc
    .tuple(fc.integer({ min: -99, max: 99 }), fc.nat(50))
    .map(([from, length]) => `[${from},${from + length}]`),
  c_nummultirange: fc
    .tuple(fc.integer({ min: -99, max: 99 }), fc.nat(50))
    .map(([from, length]) => `{[${from}.5,${from + length + 1}.25],[500,600)}`),
  c_bool: fc.constantFrom("t", "f"),
  c_varbit: fc.string({ unit: fc.constantFrom("0", "1"), maxLength: 70 }),
};
const someRow = fc.record(
  Object.fromEntries(
    Object.entries(random).map(([name, arbitrary]) => [name, fc.option(arbitrary as fc.Arbitrary<string>)]),
  ),
);
