/** Values of every kind that a column may have, drawn from a seed: the texts that PostgreSQL is given. */

/** Random numbers that follow from a seed (mulberry32). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** At least 0, less than 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number of at least 0 and less than `n`. */
  below(n: number): number {
    return Math.floor(this.next() * n);
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)] as T;
  }

  chance(of: number): boolean {
    return this.next() < of;
  }
}

type Draw = (random: Random) => string;
const one =
  (...texts: string[]): Draw =>
  (random) =>
    random.pick(texts);
const digits = (random: Random, n: number) => Array.from({ length: n }, () => random.below(10)).join("");

/** Text out of every plane, with everything that a row's text, an array or a literal could trip over. */
export function anyText(random: Random, longest = 12): string {
  const awkward = [
    '"',
    "\\",
    ",",
    "(",
    ")",
    "{",
    "}",
    "'",
    "\n",
    "\t",
    " ",
    "\u00a0",
    "$$",
    "%",
    "@",
    "NULL",
    "\v",
    "\f",
  ];
  const point = () => {
    if (random.chance(0.4)) return random.pick(awkward);
    if (random.chance(0.5)) return String.fromCodePoint(0x20 + random.below(0x5f));
    const plane = random.below(17) * 0x10000;
    const code = plane + random.below(0x10000) || 1;
    return code >= 0xd800 && code < 0xe000 ? "\ufffe" : String.fromCodePoint(code);
  };
  return Array.from({ length: random.below(longest + 1) }, point).join("");
}

function quotedElement(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

const hex: Draw = (random) =>
  Array.from({ length: 2 * random.below(20) }, () => random.below(16).toString(16)).join("");
const number: Draw = (random) =>
  `${random.chance(0.5) ? "-" : ""}${digits(random, 1 + random.below(30))}.${digits(random, 1 + random.below(30))}`;
const moment: Draw = (random) =>
  random.pick([
    "infinity",
    "-infinity",
    "0044-03-15 12:00:00+00 BC",
    "294276-12-31 23:59:59.999999+00",
    `${1900 + random.below(200)}-0${1 + random.below(9)}-1${random.below(10)} 0${random.below(10)}:${10 + random.below(50)}:07.${digits(random, 6)}${random.pick(["+00", "-03:30", "+05:45", "+13"])}`,
  ]);
const span = one(
  "0",
  "1 year -2 mons +3 days -04:05:06.789",
  "-178000000 years",
  "00:00:00.000001",
  "3 days ago",
  "P1Y2M3DT4H5M6.000007S",
);

/** By the type's name as PostgreSQL formats it. */
export const values: Record<string, Draw> = {
  smallint: (random) => `${random.below(65_536) - 32_768}`,
  integer: (random) => `${random.below(4_294_967_296) - 2_147_483_648}`,
  bigint: one("9223372036854775807", "-9223372036854775808", "9007199254740993", "0"),
  numeric: (random) =>
    random.chance(0.2) ? random.pick(["NaN", "0.000", "1e-40", "-0", `1${"0".repeat(200)}`]) : number(random),
  "numeric(30,10)": (random) => `${digits(random, 18)}.${digits(random, 12)}`,
  real: one("NaN", "Infinity", "-0", "1.1", "3.4028235e38", "1.4e-45"),
  "double precision": (random) => random.pick(["NaN", "-Infinity", "-0", "5e-324", `${random.next() * 1e300}`, "0.1"]),
  money: one("-92233720368547758.08", "0.01", "1234567.89"),
  text: (random) => anyText(random),
  "character varying(10)": (random) => anyText(random, 10).slice(0, 10).toWellFormed(),
  "character(5)": one("", "a", "ü ", "  b", '","'),
  '"char"': one("", "x", ",", '"', "\\"),
  name: one("", "a name", '"quoted"'),
  bytea: (random) => `\\x${hex(random)}`,
  boolean: one("t", "f"),
  date: one("infinity", "4713-01-01 BC", "5874897-12-31", "2026-02-28"),
  "time without time zone": one("24:00:00", "00:00:00.000001", "12:34"),
  "time with time zone": one("24:00:00-15:59", "07:08:09.123456+05:45"),
  "timestamp without time zone": (random) => moment(random).replace(/([+-]\d\d(:\d\d)?)( BC)?$/, "$3"),
  "timestamp with time zone": moment,
  "timestamp(2) with time zone": moment,
  interval: span,
  "interval hour to second(3)": one("04:05:06.7891", "-100:00:00"),
  uuid: (random) => `${digits(random, 8)}-${digits(random, 4)}-4000-8000-${digits(random, 12)}`,
  inet: one("10.1.2.3/8", "::ffff:1.2.3.4", "2001:db8::1/64"),
  cidr: one("10.0.0.0/8", "::/0"),
  macaddr8: one("08:00:2b:01:02:03:04:05"),
  "bit(5)": one("10101", "00000"),
  "bit varying": one("", "1", "0001000100010001000"),
  json: (random) =>
    random.pick([
      '{"b":1.10, "a" : [1e400, "\\u00e9"] ,"b":2}',
      " null ",
      "[]",
      JSON.stringify(anyText(random).replaceAll("\0", "")),
    ]),
  jsonb: (random) =>
    random.pick([
      '{"n":123456789012345678901234567890.5000,"a":[null,{}]}',
      "null",
      '""',
      JSON.stringify({ [anyText(random)]: anyText(random) }),
    ]),
  jsonpath: one('$."a"[*] ? (@.b > 1)', "strict $.x"),
  tsvector: one("'a':1A 'fat':2B,4C 'it''s'", ""),
  tsquery: one("'fat' & !'rat' <-> 'c a t'"),
  point: one("(1e-300,-0)", "(0.1,Infinity)"),
  polygon: one("((0,0),(1,1.1),(2,0))"),
  circle: one("<(1,2),0.3>"),
  int4range: one("empty", "[1,5)", "(,)", "[-2147483648,7]"),
  numrange: one("[1.10,2.2)", "(,3.0]", "empty"),
  tstzrange: one('["2026-03-29 01:00:00+00","2026-03-29 03:00:00+02")', "(,infinity)"),
  int4multirange: one("{}", "{[1,2),[5,9)}", "{(,3)}"),
  tstzmultirange: one('{["2026-01-01 00:00:00-05","2026-01-02 00:00:00-05")}'),
  pg_lsn: one("0/0", "FFFFFFFF/FFFFFFFF"),
  oid: one("4294967295", "0"),
  "text[]": (random) =>
    random.chance(0.2)
      ? random.pick(["{}", "[-1:0]={a,NULL}", '{{"",b},{NULL,"NULL"}}'])
      : `{${Array.from({ length: random.below(4) }, () => (random.chance(0.2) ? "NULL" : quotedElement(anyText(random)))).join(",")}}`,
  "numeric[]": (random) => `{${number(random)},NULL,NaN}`,
  "timestamp with time zone[]": (random) => `{"${moment(random)}",NULL}`,
  "bytea[]": (random) => `{"\\\\x${hex(random)}",""}`,
  "replay.mood": one("glad", 'so, "so"', "\\sad", "Ünruhig 🙂"),
  "replay.mood[]": one('{glad,NULL,"so, \\"so\\""}', "{}"),
  "replay.pair": (random) => random.pick(["(,)", '(1,"")', `(${random.below(9)},${quotedElement(anyText(random))})`]),
  "replay.pair[]": one('{"(1,\\"a,b\\")",NULL,"(,)"}'),
  "replay.nest": one('("(1,\\"x\\"\\"y\\")","{1.50,NULL}",glad)', "(,,)"),
  "replay.positive": one("1", "12345678901234567890.10"),
};

export const typeNames = Object.keys(values);

/** What the values above need to exist, and what a hostile user of the database would put in their way. */
export const replayTypes = `
  create schema replay;
  grant usage on schema replay to public;
  create type replay.mood as enum ('glad', 'so, "so"', '\\sad', 'Ünruhig 🙂');
  create type replay.pair as (a int, b text);
  create type replay.nest as (p replay.pair, n numeric[], m replay.mood);
  create domain replay.positive as numeric check (value > 0);
  create schema hostile;
  grant usage on schema hostile to public;
  create function hostile.format(text, anyelement) returns text language sql as 'select ''(forged)''::text';
  create function hostile.pg_column_size(anyelement) returns int language sql as 'select 0';
  create function hostile.left(text, int) returns text language sql as 'select ''forged''::text';
  create function hostile.forge(replay.mood) returns json language sql as 'select ''"forged"''::json';
  create cast (replay.mood as json) with function hostile.forge(replay.mood);`;

/** A value as SQL writes it, whatever the session's settings are. */
export function literal(text: string | null, type: string): string {
  return text === null ? `null::${type}` : `E'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'::${type}`;
}

/** A value of a type that has an entry above; null now and then. */
export function draw(type: string, random: Random): string {
  return literal(random.chance(0.1) ? null : (values[type]?.(random) ?? null), type);
}
