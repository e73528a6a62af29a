/**
 * The file of an export while it is made: `ID.part` in the home's folder `exports`, and beside it `ID.progress`, which says how much
 * of it counts. What counts is on the disk. Whoever takes up an export that somebody else began cuts off what does not count and
 * goes on there, so that the file has the same bytes in the end.
 */
import { createHash, type Hash } from "node:crypto";
import { type FileHandle, mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { Fault } from "../../event/index.ts";

/** How far a file is. Numbers of entries are decimal text. */
export interface Progress {
  bytes: number;
  /** The entry from which on nothing is written yet. */
  next: string;
  entries: number;
  rows: number;
  /** Entries that could not be read: what is stored is not what was recorded. */
  unreadable: number;
  /** Entries with concealed values, and with erased ones. */
  concealed: number;
  erased: number;
  first?: string;
  last?: string;
  /** How often somebody began or went on with it, without coming further. */
  starts: number;
}

export const beginning: Progress = {
  bytes: 0,
  next: "0",
  entries: 0,
  rows: 0,
  unreadable: 0,
  concealed: 0,
  erased: 0,
  starts: 0,
};

export function folderOf(home: string): string {
  return path.join(home, "exports");
}

/** Where the file of an export lies once it is made. */
export function fileOf(home: string, id: string): string {
  return path.join(folderOf(home), `${id}.file`);
}

const partOf = (home: string, id: string) => path.join(folderOf(home), `${id}.part`);
const progressOf = (home: string, id: string) => path.join(folderOf(home), `${id}.progress`);

export class Part {
  readonly #hash: Hash;
  /** Bytes that count. */
  #settled: number;

  private constructor(
    private readonly home: string,
    private readonly id: string,
    private readonly file: FileHandle,
    public progress: Progress,
    hash: Hash,
  ) {
    this.#hash = hash;
    this.#settled = progress.bytes;
  }

  /** Begins a file, or goes on where somebody left off. Throws `conflict` where it was tried often and never came further. */
  static async open(home: string, id: string): Promise<Part> {
    await mkdir(folderOf(home), { recursive: true, mode: 0o700 });
    const finished = fileOf(home, id);
    if (await exists(finished)) await rename(finished, partOf(home, id)); // ended before it could be said that it was done
    const file = await open(partOf(home, id), "a+", 0o600);
    try {
      const { progress, hash } = await takeUp(file, await readProgress(home, id));
      const part = new Part(home, id, file, { ...progress, starts: progress.starts + 1 }, hash);
      await part.#note();
      return part;
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  async write(bytes: Buffer): Promise<void> {
    this.#hash.update(bytes);
    for (let at = 0; at < bytes.length; ) at += (await this.file.write(bytes, at)).bytesWritten;
    this.progress.bytes += bytes.length;
  }

  /** From here on it counts, whatever happens to this process. */
  async settle(): Promise<void> {
    await this.file.datasync();
    if (this.progress.bytes > this.#settled) this.progress.starts = 1;
    this.#settled = this.progress.bytes;
    await this.#note();
  }

  /**
   * Puts the file where it can be downloaded, and returns the SHA-256 of what lies on the disk, in hex. Throws `conflict` where
   * that is not what was written.
   */
  async finish(): Promise<string> {
    await this.settle();
    const written = this.#hash.copy().digest("hex");
    const stored = await hashOfFile(this.file);
    await this.file.close();
    if (stored.sha256 !== written || stored.bytes !== this.progress.bytes) {
      throw new Fault(
        "conflict",
        "What lies on the disk is not what was written to it. Check the disk, then export again.",
      );
    }
    await rename(partOf(this.home, this.id), fileOf(this.home, this.id));
    await syncFolder(folderOf(this.home));
    return written;
  }

  async close(): Promise<void> {
    await this.file.close().catch(() => {}); // closed already
  }

  async #note(): Promise<void> {
    const place = progressOf(this.home, this.id);
    const aside = await open(`${place}.new`, "w", 0o600);
    try {
      await aside.writeFile(JSON.stringify(this.progress));
      await aside.datasync();
    } finally {
      await aside.close();
    }
    await rename(`${place}.new`, place);
  }
}

/** Removes everything of an export from the disk. */
export async function removeFiles(home: string, id: string): Promise<void> {
  for (const file of [fileOf(home, id), partOf(home, id), progressOf(home, id), `${progressOf(home, id)}.new`]) {
    await rm(file, { force: true });
  }
}

/** SHA-256, in hex, and length of a file as it lies there. */
export async function hashOfFile(file: FileHandle): Promise<{ sha256: string; bytes: number; hash: Hash }> {
  const hash = createHash("sha256");
  const buffer = Buffer.allocUnsafe(1 << 20);
  for (let bytes = 0; ; ) {
    const { bytesRead } = await file.read(buffer, 0, buffer.length, bytes);
    if (bytesRead === 0) return { sha256: hash.copy().digest("hex"), bytes, hash };
    hash.update(buffer.subarray(0, bytesRead));
    bytes += bytesRead;
  }
}

async function takeUp(file: FileHandle, found: Progress | undefined) {
  const { size } = await file.stat();
  const progress = found && found.bytes <= size ? found : { ...beginning, starts: found?.starts ?? 0 };
  if (progress.starts >= 5) {
    throw new Fault("conflict", "It was begun 5 times and never came further. The log of Vouch's errands says more.");
  }
  await file.truncate(progress.bytes);
  const { hash } = await hashOfFile(file);
  return { progress: { ...progress }, hash };
}

async function readProgress(home: string, id: string): Promise<Progress | undefined> {
  try {
    const read: unknown = JSON.parse(await readFile(progressOf(home, id), "utf8"));
    return isProgress(read) ? read : undefined;
  } catch {
    return undefined; // none, or cut off
  }
}

function isProgress(read: unknown): read is Progress {
  const { bytes, next } = (read ?? {}) as Partial<Progress>;
  return typeof bytes === "number" && typeof next === "string" && /^\d+$/.test(next);
}

async function exists(place: string): Promise<boolean> {
  return stat(place).then(
    () => true,
    () => false,
  );
}

/** So that the name is on the disk, too. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  await handle.sync().finally(() => handle.close());
}
