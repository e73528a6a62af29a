/**
 * A process that fills a share of the ledger: leaves, sealed values and search columns by the code that appends, copied in without
 * indexes. The chain is left out, since nothing here verifies it. Arguments: a JSON of `Share`.
 */
import { createHash, hash } from "node:crypto";
import { once } from "node:events";
import type { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { connect, openHome, type Sql } from "../../lib/database/index.ts";
import { installSha256, leafHash } from "../../lib/integrity/index.ts";
import {
  makeLeafOfAny,
  pack,
  projectedColumns,
  randomPool,
  seal,
  subjectHash,
  subjectOf,
  termsOf,
} from "../../lib/ledger/index.ts";
import { entryAt } from "./entries.ts";

export interface Share {
  url: string;
  home: string;
  ledger: string;
  count: number;
  /** Microseconds since 1970, in decimal. */
  now: string;
  /** Entries from `from` up to `to`, into the tables of this month: 2026_11. */
  parts: { from: number; to: number; month: string }[];
}

/** So much text is sent at once. */
const chunk = 1 << 18;

class Copy {
  #text: string[] = [];
  #length = 0;
  constructor(private readonly stream: Writable) {}

  static async into(sql: Sql, table: string, columns: readonly string[]): Promise<Copy> {
    return new Copy(
      await sql.unsafe(`copy ${table} (${columns.map((name) => `"${name}"`).join(", ")}) from stdin`).writable(),
    );
  }

  async row(cells: readonly (string | null)[]): Promise<void> {
    const line = `${cells.map((cell) => (cell === null ? "\\N" : cell)).join("\t")}\n`;
    this.#text.push(line);
    this.#length += line.length;
    if (this.#length > chunk) await this.#send();
  }

  async #send(): Promise<void> {
    const text = this.#text.join("");
    [this.#text, this.#length] = [[], 0];
    if (!this.stream.write(text)) await once(this.stream, "drain");
  }

  async end(): Promise<void> {
    await this.#send();
    await finished(this.stream.end());
  }
}

const hex = (bytes: Uint8Array) => `\\\\x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("hex")}`;

/** What COPY reads as the cell: its text form takes a backslash for more than itself. */
function cellOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  const text = Array.isArray(value)
    ? `{${value.map((one) => JSON.stringify(one)).join(",")}}`
    : typeof value === "object"
      ? JSON.stringify(value)
      : String(value);
  return /[\\\t\n\r]/.test(text)
    ? text.replaceAll("\\", "\\\\").replaceAll("\t", "\\t").replaceAll("\n", "\\n").replaceAll("\r", "\\r")
    : text;
}

const tables = {
  entries: ["ledger", "index", "recorded_at", "leaf", "leaf_hash", "chain"],
  projection: projectedColumns,
  disclosures: ["ledger", "index", "recorded_at", "subject", "sealed"],
} as const;

async function fill({ url, home: folder, ledger, count, now, parts }: Share): Promise<void> {
  installSha256(
    (data) => hash("sha256", data, "buffer"),
    (text) => hash("sha256", text, "base64url"),
  );
  const home = openHome(folder);
  const connections = [1, 2, 3, 4].map(() => connect(url, { application: "bench fill", max: 1 }));
  const [a, b, c, d] = connections as [Sql, Sql, Sql, Sql];
  const [secret, random, terms] = [home.secret("disclosures"), randomPool(), termsOf(home)];
  const subjects = await Copy.into(d, "filling.subjects", ["ledger", "subject", "salt"]);
  const known = new Set<string>();
  const noChain = hex(Buffer.alloc(32));
  for (const { from, to, month } of parts) {
    const entries = await Copy.into(a, `filling.entries_${month}`, tables.entries);
    const projection = await Copy.into(b, `filling.projection_${month}`, tables.projection);
    const disclosures = await Copy.into(c, `filling.disclosures_${month}`, tables.disclosures);
    for (let n = from; n < to; n++) {
      const { event, recordedAt } = entryAt(n, count, BigInt(now));
      const made = makeLeafOfAny(event, { ledger, recordedAt, random, hashKey: secret }, BigInt(n), terms);
      const place = [ledger, `${n}`, recordedAt];
      await entries.row([...place, hex(made.bytes), hex(leafHash(made.bytes)), noChain]);
      await projection.row(projectedColumns.map((column) => cellOf(made.projected?.[column])));
      if (made.disclosures.length === 0) continue;
      const subject = subjectHash(secret, subjectOf(event));
      const salt = createHash("sha256").update("bench").update(subject).digest(); // the same in every process
      const key = subject.toString("latin1");
      if (!known.has(key)) await subjects.row([ledger, hex(subject), hex(salt)]);
      known.add(key);
      await disclosures.row([
        ...place,
        hex(subject),
        hex(seal(pack(made.disclosures), { ledger, index: BigInt(n) }, secret, subject, salt, random)),
      ]);
    }
    await Promise.all([entries.end(), projection.end(), disclosures.end()]);
  }
  await subjects.end();
  await Promise.all(connections.map((sql) => sql.end()));
}

await fill(JSON.parse(process.argv[2] ?? "{}") as Share);
process.exit(0);
