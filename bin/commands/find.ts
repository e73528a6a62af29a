import { once } from "node:events";
import { Fault, knownZone, plainSentence, systemClock, zoneTime } from "../../lib/event/index.ts";
import {
  countByCommand,
  csvByCommand,
  entryAnswer,
  type FoundLine,
  findByCommand,
  type Mistake,
  readAsk,
  type SearchAsk,
} from "../../lib/search/index.ts";
import { type Command, operator, readArguments, withVouch } from "./command.ts";

const usage = "vouch find 'QUERY' [--json|--csv|--count] [--zone ZONE] [--limit N|all]";

/** Exit code 0, also where nothing is found. */
export const command: Command = async (args) => {
  const flag = { type: "boolean" } as const;
  const options = { json: flag, csv: flag, count: flag, zone: { type: "string" }, limit: { type: "string" } } as const;
  const { values, positionals } = readArguments(args, options, 1, usage);
  if ([values.json, values.csv, values.count].filter(Boolean).length > 1)
    throw new Fault("invalid", `Expected one of --json, --csv and --count: ${usage}.`);
  const ask = readQuery(positionals[0] as string, values.zone);
  const limit = readLimit(values.limit, values.csv ? undefined : 50);
  await withVouch("web", async ({ home, sql }) => {
    const given = { by: operator(), ask, limit };
    const web = { sql, home, clock: systemClock };
    if (values.count) return console.log(String(await countByCommand(given, web)));
    if (values.csv) return csvByCommand(given, web, write);
    const sayLine = values.json ? jsonLine : (line: FoundLine) => sentenceLine(line, ask);
    return findByCommand(given, web, (lines) => write(lines.map((line) => `${sayLine(line)}\n`).join("")));
  });
  return 0;
};

/** A mistake finds nothing here: what is piped on should be what was asked for. */
function readQuery(text: string, zone = "UTC"): SearchAsk {
  const known = knownZone(zone);
  if (!known) throw new Fault("invalid", `There is no time zone “${zone}”. Expected a name such as Europe/Berlin.`);
  const ask = readAsk({ q: text }, known);
  if (ask.mistakes.length === 0) return ask;
  const said = ask.mistakes.map(
    ({ from, to, sentence }: Mistake) => `  ${text.slice(from, to).slice(0, 60)}: ${sentence}`,
  );
  throw new Fault("invalid", `Expected a query as docs/search.md has them. Nothing was searched:\n${said.join("\n")}`);
}

function readLimit(text: string | undefined, otherwise: number | undefined): number | undefined {
  if (text === undefined) return otherwise;
  if (text === "all") return undefined;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new Fault("invalid", `Expected --limit with a number from 1 or “all”, got ${text.slice(0, 20)}.`);
}

const jsonLine = ({ entry, matched, cursor }: FoundLine) => JSON.stringify(entryAnswer({ entry, matched, cursor }));

/** "88412  2026-03-03 14:28:07  Dana Lee changed …" */
function sentenceLine({ entry, matched }: FoundLine, { zone }: SearchAsk): string {
  const time = zoneTime(entry.event.occurredAt, zone).slice(0, 19).replace("T", " ");
  const rows = matched ? ` (${matched.more ? "more than " : ""}${matched.rows} of its rows)` : "";
  return `${entry.index}  ${time}  ${visible(plainSentence(entry))}${rows}`;
}

/** A value that holds a terminal's control characters does nothing to whoever reads it. */
function visible(text: string): string {
  return text.replaceAll(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, "\uFFFD");
}

async function write(text: string | Buffer): Promise<void> {
  if (text.length > 0 && !process.stdout.write(text)) await once(process.stdout, "drain");
}
