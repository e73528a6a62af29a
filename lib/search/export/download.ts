/** Taking away what an export made: the file or its certificate, each time recorded before the first byte goes out. */
import { createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { Readable } from "node:stream";
import {
  authorise,
  countAttempt,
  guard,
  minutesUntil,
  type Principal,
  record,
  recordDenial,
  type Web,
  web,
} from "../../access/index.ts";
import { countOf, Fault } from "../../event/index.ts";
import { type AskedExport, covers, getExport, maySee } from "./asked.ts";
import { type Certificate, certificateText } from "./certificate.ts";
import { certificateName, fileName } from "./certify.ts";
import { notYours } from "./list.ts";
import { fileOf, hashOfFile } from "./part.ts";
import { stepBy } from "./step.ts";

export const exportParts = ["file", "certificate"] as const;
export type ExportPart = (typeof exportParts)[number];

export interface Download {
  name: string;
  type: string;
  bytes: number;
  body: ReadableStream<Uint8Array>;
}

/**
 * Throws `not-found` for what is no export or has no such part, `forbidden` for somebody else's, or for whoever may see less than
 * it holds, and `conflict` where the file on the disk is not the one that the certificate names.
 */
export async function downloadExport(
  principal: Principal | undefined,
  number: string,
  part: ExportPart,
  through: Web = web(),
): Promise<Download> {
  const act = { target: { type: "export", id: number.slice(0, 20) } };
  const by = await authorise(principal, "exports.view", act, through);
  const asked = await guard(() => getExport(through.sql, number));
  const refuse = async (fault: Fault) => {
    await recordDenial(through, by, "exports.view", act);
    throw fault;
  };
  if (!maySee(by, asked)) return refuse(notYours(asked.number));
  if (!covers(by.scope, asked.scope)) return refuse(seesLess(asked.number));
  const { certificate } = asked;
  if (asked.state !== "done" || !certificate) {
    throw new Fault("not-found", `Export ${asked.number} has no ${part}: it was not made to its end.`);
  }
  if (part === "certificate") {
    await recordDownload(by, asked, part, certificate, through);
    return certificateOf(asked, certificate);
  }
  await countDownload(by, through);
  const file = await openFile(asked, certificate, through);
  try {
    await recordDownload(by, asked, part, certificate, through);
  } catch (error) {
    await file.close();
    throw error;
  }
  return {
    name: fileName(asked),
    type: asked.format === "csv" ? "text/csv; charset=utf-8; header=present" : "application/jsonl",
    bytes: Number(certificate.file.bytes),
    body: Readable.toWeb(
      createReadStream("", { fd: file, start: 0, highWaterMark: 1 << 18 }),
    ) as ReadableStream<Uint8Array>,
  };
}

function certificateOf(asked: AskedExport, certificate: Certificate): Download {
  const bytes = Buffer.from(certificateText(certificate));
  return {
    name: certificateName(asked),
    type: "application/json",
    bytes: bytes.length,
    body: new Blob([bytes]).stream(),
  };
}

/** The file as it was made: all of it is read and held against the certificate before any of it goes out. */
async function openFile(
  { id, number, keptUntil }: AskedExport,
  certificate: Certificate,
  { home, clock }: Web,
): Promise<FileHandle> {
  const gone = new Fault(
    "not-found",
    `The file of export ${number} was kept until its time was over. Its certificate stays; run it again for another file.`,
  );
  if (keptUntil === null || keptUntil <= clock()) throw gone;
  const place = fileOf(home.folder, id);
  const file = await open(place, "r").catch(() => undefined);
  if (!file) {
    throw new Fault("not-found", `The file of export ${number} is not on the disk any more. Run it again.`);
  }
  const { sha256 } = await hashOfFile(file);
  if (sha256 === certificate.file.sha256) return file;
  await file.close();
  throw new Fault(
    "conflict",
    `The file of export ${number} was changed on the disk: its SHA-256 is not the one that its certificate names. It is not handed out. Run it again.`,
  );
}

async function countDownload({ person }: Principal, { sql, clock }: Web): Promise<void> {
  const now = clock();
  const { locked, until } = await guard(() =>
    sql.begin((transaction) => countAttempt(transaction, { door: "download", key: person.id }, now)),
  );
  if (!locked) return;
  const minutes = countOf(String(minutesUntil(until, now)), "minute");
  throw new Fault("conflict", `You have downloaded very many files. Go on in ${minutes}.`);
}

function seesLess(number: number): Fault {
  return new Fault(
    "forbidden",
    `Export ${number} holds what you might see when it was asked for, which is more than you may see now. Run it again.`,
  );
}

async function recordDownload(
  by: Principal,
  { number }: AskedExport,
  part: ExportPart,
  { file }: Certificate,
  through: Web,
): Promise<void> {
  const kept = { part, ...(part === "file" && { sha256: file.sha256 }) };
  await record(through, stepBy(by, "downloaded", number, { kept }));
}
