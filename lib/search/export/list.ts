/** The questions: which exports are there, and what does this one hold? */
import { may, type Principal, permit, type Read, type Web, web } from "../../access/index.ts";
import { Fault } from "../../event/index.ts";
import { searchAddress } from "../language/index.ts";
import {
  type AskedExport,
  covers,
  type ExportFormat,
  type ExportState,
  findExports,
  getExport,
  maySee,
} from "./asked.ts";
import type { Certificate } from "./certificate.ts";
import { fileName } from "./certify.ts";
import { meaningOf } from "./population.ts";

/** An export as its list shows it. Counts are decimal text. */
export interface ListedExport {
  number: number;
  state: ExportState;
  format: ExportFormat;
  /** The reader asked for it. */
  mine: boolean;
  asker: string;
  query: string;
  /** In the words of the screen, as a sentence without its full stop. */
  means: string;
  zone: string;
  askedAt: string;
  startedAt?: string;
  endedAt?: string;
  /** Entries that are written, and about how many there will be. */
  written: string;
  expected?: string;
  /** Whoever makes it has not been heard of for a while: it goes on when the errands run again. */
  silent: boolean;
  lines?: string;
  entries?: string;
  fileName: string;
  /** Bytes of the file. */
  bytes?: string;
  /** The file is there until then; later only the certificate. */
  keptUntil?: string;
  trouble?: string;
  /** Where the same is searched for again. */
  again: string;
  /** What this reader may do with it. */
  can: { cancel: boolean; download: boolean; certificate: boolean };
}

export interface ExportList {
  exports: ListedExport[];
  /** Those of everybody stand in it, not the reader's alone. */
  everybody: boolean;
  /** Number below which the next page begins, where there is one. */
  before?: number;
  now: string;
}

const pageSize = 50;
/** Milliseconds without a sign of life. */
const silence = 30_000;

/** Looking at it is no act of its own: what was asked for and taken away is recorded when it is. */
export async function listExports(
  principal: Principal | undefined,
  before?: number,
  through: Web = web(),
): Promise<ExportList> {
  return permit(principal, "exports.view", {}, (read) => list(read, before, through.clock()), through);
}

async function list({ sql, principal }: Read, before: number | undefined, now: string): Promise<ExportList> {
  const { person } = principal;
  const everybody = seesEverybody(principal);
  const which = sql`x.number < ${before ?? 2_147_483_647} and (${everybody} or x.person = ${person.id})`;
  const found = await findExports(sql, which, pageSize + 1);
  const page = found.slice(0, pageSize);
  return {
    exports: page.filter((asked) => maySee(principal, asked)).map((asked) => listed(asked, principal, now)),
    everybody,
    ...(found.length > pageSize && { before: page.at(-1)?.number }),
    now,
  };
}

function seesEverybody({ person }: Principal): boolean {
  return person.role === "administrator" || person.role === "compliance";
}

export interface OpenedExport extends ListedExport {
  certificate?: Certificate;
  now: string;
}

/** `number` as it stands in an address. Throws `not-found` for what is none, `forbidden` for somebody else's. */
export async function openExport(
  principal: Principal | undefined,
  number: string,
  through: Web = web(),
): Promise<OpenedExport> {
  const act = { target: { type: "export", id: number.slice(0, 20) } };
  return permit(
    principal,
    "exports.view",
    act,
    async ({ sql, principal: by }) => {
      const asked = await getExport(sql, number);
      if (!maySee(by, asked)) throw notYours(asked.number);
      const now = through.clock();
      return { ...listed(asked, by, now), ...(asked.certificate && { certificate: asked.certificate }), now };
    },
    through,
  );
}

export function notYours(number: number): Fault {
  return new Fault(
    "forbidden",
    `Export ${number} is somebody else's, and you may see your own. Ask them, or an administrator.`,
  );
}

function listed(asked: AskedExport, by: Principal, now: string): ListedExport {
  const { number, state, format, person, query, zone, certificate, keptUntil, expected, aliveAt } = asked;
  const open = state === "waiting" || state === "running";
  const kept = state === "done" && keptUntil !== null && keptUntil > now;
  return {
    number,
    state,
    format,
    mine: person.id === by.person.id,
    asker: person.name,
    query,
    means: meaningOf(query),
    zone,
    askedAt: asked.askedAt,
    ...(asked.startedAt && { startedAt: asked.startedAt }),
    ...(asked.endedAt && { endedAt: asked.endedAt }),
    written: asked.written.toString(),
    ...(expected !== null && { expected: expected.toString() }),
    silent: open && Date.parse(now) - Date.parse(aliveAt ?? asked.askedAt) > silence,
    ...(certificate && { lines: certificate.population.lines, entries: certificate.population.entries }),
    fileName: fileName(asked),
    ...(certificate && { bytes: certificate.file.bytes }),
    ...(keptUntil && { keptUntil }),
    ...(asked.trouble && { trouble: asked.trouble }),
    again: certificate?.again ?? searchAddress({ text: query, zone }),
    can: {
      cancel: open && may(by.person.role, "exports.make"),
      download: kept && covers(by.scope, asked.scope),
      certificate: certificate !== null,
    },
  };
}
