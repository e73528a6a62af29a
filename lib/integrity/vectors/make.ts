/**
 * The golden vectors: made from fixed seeds, written by generate.ts, compared by vectors.test.ts. They are plain JSON so
 * that a program in another language can check itself against them without this code.
 */
import { aLedger, aMongoUpdate, anEvent, anEventId, anUpdate, aTime, counterRandom } from "../../event/builders.ts";
import type { Event, Field } from "../../event/index.ts";
import { commitmentInput } from "../binding.ts";
import {
  b64,
  b64url,
  bindingOf,
  chainStart,
  chainStep,
  type Disclosure,
  Frontier,
  hex,
  leafHash,
  makeLeaf,
  signCheckpoint,
  signingKey,
  textOf,
  writeVerifierKey,
} from "../index.ts";

const hashKey = Uint8Array.from({ length: 32 }, (_, i) => i);
const keySeed = Uint8Array.from({ length: 32 }, (_, i) => 255 - i);

/** An update in which every mode occurs, with a statement. */
const postgresUpdate = anUpdate(
  {
    table: "patient",
    id: "17",
    fields: [
      { name: "id", type: "bigint", mode: "keep", changed: false, value: "17" },
      { name: "active", type: "boolean", mode: "keep", changed: true, before: "true", after: "false" },
      { name: "note", type: "text", mode: "erasable", changed: true, before: null, after: "moved to Kiel" },
      { name: "insurance_no", type: "text", mode: "conceal", changed: true, before: "A123456789", after: "A987654321" },
      { name: "email", type: "text", mode: "hash", changed: true, before: "a@example.org", after: null },
      { name: "password", type: "text", mode: "omit", changed: true },
      { name: "secret", type: "text", mode: "omit", changed: false },
    ],
  },
  {
    id: anEventId(1),
    actor: {
      kind: "agent",
      id: "billing-agent",
      attribution: "verified",
      onBehalfOf: { kind: "human", id: "amara.okafor", attribution: "claimed" },
    },
    statement: {
      id: "stm-1",
      text: "update patient set note = ? where id = ?",
      exact: "update patient set note = 'moved to Kiel' where id = 17",
      tables: ["public.patient"],
      rows: "1",
      duration: "1834",
      error: "",
    },
    decision: {
      outcome: "approved",
      rule: "pii-writes",
      policy: "7",
      approvers: [{ id: "li.wei", at: aTime(-60, 5), reason: "ticket checked" }],
    },
    agent: { model: "model-x", run: "run-9", reasoning: "The patient asked for it." },
    correlation: { transaction: "778", ticket: "HCP-204", reason: "address change by phone" },
  },
);

/** Kept values that are too long stand beside the leaf: text by its bytes, a list by the bytes of its JCS text. */
const besideValues = anEvent({
  id: anEventId(2),
  type: "report.stored",
  category: "configuration",
  data: [
    { name: "just fits", type: "text", mode: "keep", value: "é".repeat(2048) },
    { name: "one byte more", type: "text", mode: "keep", value: `${"é".repeat(2048)}x` },
    {
      name: "list",
      type: "array",
      mode: "keep",
      value: Array.from({ length: 200 }, (_, i) => ({ type: "int32", value: `${i}` })),
    },
  ],
});

/** 30 values of 4,000 bytes: the largest are bound until the leaf is within its limit. */
const boundToFit = anUpdate(
  {
    fields: Array.from(
      { length: 30 },
      (_, i): Field => ({ name: `f${i}`, type: "text", mode: "keep", changed: false, value: "v".repeat(4000 - i) }),
    ),
  },
  { id: anEventId(3) },
);

/** 900 short fields: the whole list is bound. */
const boundList = anUpdate(
  {
    fields: Array.from(
      { length: 900 },
      (_, i): Field => ({
        name: `column_${i}`,
        type: "integer",
        mode: i === 7 ? "erasable" : "keep",
        changed: false,
        value: `${i}`,
      }),
    ),
  },
  { id: anEventId(4) },
);

const unicode = anEvent({
  id: anEventId(5),
  type: "note.written",
  category: "record",
  actor: { kind: "human", id: "ש", name: "‏שלום 👩🏽‍⚕️ ‮abc", attribution: "claimed" },
  data: [
    {
      name: "controls",
      type: "text",
      mode: "keep",
      value: "\u0000\u0001\b\t\n\u000b\f\r\u001f\u007f\u0080\u2028\u2029\ufeff",
    },
    { name: "quotes", type: "text", mode: "keep", value: "\"\\/'<>&" },
    { name: "écart e\u0301", type: "text", mode: "erasable", value: "مرحبا 😀 \u{10ffff}" },
    {
      name: "😀\ufb33",
      type: "document",
      mode: "keep",
      value: [
        { name: "\ufb33", type: "string", value: "1" },
        { name: "😀", type: "bool", value: true },
      ],
    },
  ],
});

/** One vector: the event as the source reported it, the leaf and everything that can be computed from it. */
function leafVector(about: string, event: Event, seed: number) {
  const { bytes, disclosures } = makeLeaf(event, {
    ledger: aLedger,
    recordedAt: aTime(60, 123456),
    random: counterRandom(seed),
    hashKey,
  });
  return {
    about,
    ledger: aLedger,
    hashKey: b64(hashKey),
    // an event of hundreds of fields would only be long
    event: (event.change?.fields.length ?? 0) < 20 ? event : undefined,
    leaf: textOf(bytes),
    leafLength: `${bytes.length}`,
    leafHash: b64(leafHash(bytes)),
    disclosures: disclosures.map((disclosure) => ({
      ...disclosure,
      committed: textOf(commitmentInput(disclosure).subarray("vouch/1 disclosure\0".length)),
      binding: bindingOf(disclosure),
    })),
  };
}

/** Seven entries with everything a verifier recomputes. */
function ledgerVector() {
  const random = counterRandom(70);
  const key = signingKey(aLedger, keySeed);
  const frontier = new Frontier();
  const roots = [b64(frontier.root())];
  let chain = chainStart(aLedger);
  const start = b64(chain);
  const held: Record<string, Disclosure[]> = {};
  const entries = Array.from({ length: 7 }, (_, i) => {
    const id = anEventId(100 + i);
    const event =
      i === 0
        ? anEvent({ id, data: [{ name: "device", type: "text", mode: "erasable", value: "Kiosk 3, münd" }] })
        : i === 4
          ? aMongoUpdate({ id })
          : anUpdate({ id: `${i}` }, { id });
    const { bytes, disclosures } = makeLeaf(event, {
      ledger: aLedger,
      recordedAt: aTime(60 + (i >> 1), 5),
      random,
      hashKey,
    });
    const hash = leafHash(bytes);
    chain = chainStep(chain, hash);
    frontier.append(hash);
    roots.push(b64(frontier.root()));
    if (disclosures.length > 0) held[i] = disclosures;
    return { index: `${i}`, leaf: textOf(bytes), leafHash: b64(hash), chain: b64(chain) };
  });
  return {
    about:
      "A ledger of 7 entries; roots[n] is the root of the first n entries. The key's seed is public: for tests only.",
    ledger: aLedger,
    chainStart: start,
    entries,
    roots,
    disclosures: held,
    keySeed: b64(keySeed),
    publicKey: b64(key.publicKey),
    keyId: hex(key.id),
    vkey: writeVerifierKey(key),
    checkpoint: signCheckpoint({ ledger: aLedger, size: frontier.size, root: frontier.root() }, key),
    emptyCheckpoint: signCheckpoint({ ledger: aLedger, size: 0n, root: new Frontier().root() }, key),
    signedAt: aTime(70),
    hashKey: b64url(hashKey),
  };
}

/** Every vector by the name of its file in this folder. */
export function makeVectors() {
  return {
    "postgres-update.json": leafVector("A PostgreSQL update with every mode and a statement", postgresUpdate, 10),
    "mongodb-update.json": leafVector(
      "A MongoDB update: ObjectId, Decimal128, int64, array, document",
      aMongoUpdate(),
      20,
    ),
    "beside-values.json": leafVector("Kept values longer than 4,096 bytes stand beside the leaf", besideValues, 30),
    "bound-to-fit.json": leafVector(
      "Kept values bound, the largest first, to keep the leaf within its limit",
      boundToFit,
      40,
    ),
    "bound-list.json": leafVector("A list of fields bound as a whole; one inner binding", boundList, 50),
    "unicode.json": leafVector("Emoji, right to left, control characters, order of members", unicode, 60),
    "ledger.json": ledgerVector(),
  };
}

/** The bytes of a vector's file. */
export function vectorFile(vector: unknown): string {
  // a list of one short text stays on its line, as the formatter wants it
  return `${JSON.stringify(vector, null, 2).replace(/\[\n\s+("[^"\n]*")\n\s+\]/g, "[$1]")}\n`;
}
