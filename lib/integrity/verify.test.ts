import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aLedger, aMongoUpdate, anEventId, anUpdate, aTime, counterRandom } from "../event/builders.ts";
import {
  chainStart,
  chainStep,
  leafHash,
  makeLeaf,
  type StoredEntry,
  type TrustedCheckpoint,
  treeRoot,
  utf8,
  verifier,
} from "./index.ts";

const other = "0190f7d2-6f1e-7000-8000-0000000000ff";

function aLeaf(i: number, ledger = aLedger, text = "") {
  const random = counterRandom(i + 1);
  const recordedAt = aTime(i);
  const event =
    i % 3 === 2 && text === ""
      ? aMongoUpdate({ id: anEventId(i) })
      : anUpdate({ id: `${i}${text}` }, { id: anEventId(i) });
  return { recordedAt, leaf: makeLeaf(event, { ledger, recordedAt, random, hashKey: utf8("k") }).bytes };
}

/** Numbers entries and links them, as the sequencer does. */
function link(leaves: { recordedAt: string; leaf: Uint8Array }[]): StoredEntry[] {
  let chain = chainStart(aLedger);
  return leaves.map(({ recordedAt, leaf }, i) => {
    const hash = leafHash(leaf);
    chain = chainStep(chain, hash);
    return { index: BigInt(i), recordedAt, leaf, leafHash: hash, chain };
  });
}

function checkpoint(entries: StoredEntry[], size: number): TrustedCheckpoint {
  return {
    size: BigInt(size),
    root: treeRoot(entries.slice(0, size).map((entry) => entry.leafHash)),
    signedAt: aTime(1000 + size),
  };
}

const count = 14;
const leaves = Array.from({ length: count }, (_, i) => aLeaf(i));
const clean = link(leaves);
const checkpoints = [4, 9, 12].map((size) => checkpoint(clean, size));

function verify(entries: StoredEntry[], against = checkpoints) {
  const verification = verifier({ ledger: aLedger, checkpoints: against });
  for (const entry of entries) verification.add(entry);
  return verification.finish();
}
const located = (entries: StoredEntry[], against = checkpoints) =>
  verify(entries, against).findings.map(({ kind, from, to }) => [kind, from, to].join(" "));

/** A copy of the ledger, to tamper with. */
const copy = () => clean.map((entry) => ({ ...entry }));
const edit = (i: number, change: Partial<StoredEntry>) =>
  clean.map((entry, at) => (at === i ? { ...entry, ...change } : entry));
const flip = (bytes: Uint8Array, at = 5) => Uint8Array.from(bytes, (byte, i) => (i === at ? byte ^ 1 : byte));
const renumber = (entries: StoredEntry[]) => entries.map((entry, i) => ({ ...entry, index: BigInt(i) }));
const entry = (i: number) => clean[i] as StoredEntry;

describe("a clean ledger", () => {
  test("is verified up to its last checkpoint, and what that leaves open is said", () => {
    const verdict = verify(clean);
    expect(verdict).toMatchObject({
      verdict: "verified",
      entries: "14",
      checkedTo: "12",
      findings: [],
      findingsTotal: 0,
      after: "2",
    });
    expect(verdict.cannotExclude.join("\n")).toMatch(
      /Entries 12 to 13 came after the last checkpoint.*\n.*signing key.*\n.*true.*\n.*captured/,
    );
  });

  test("no false alarm at any length, with any checkpoints", () => {
    fc.assert(
      fc.property(fc.nat(count), fc.uniqueArray(fc.nat(count), { maxLength: 5 }), (length, sizes) => {
        const against = sizes.filter((size) => size <= length).map((size) => checkpoint(clean, size));
        const verdict = verify(clean.slice(0, length), [...against, ...against]);
        expect(verdict.findings).toEqual([]);
        const largest = Math.max(0, ...against.map(({ size }) => Number(size)));
        expect([verdict.checkedTo, verdict.after]).toEqual([`${largest}`, `${length - largest}`]);
        expect(verdict.verdict).toBe(largest > 0 || (length === 0 && against.length > 0) ? "verified" : "not-checked");
      }),
    );
  });

  test("without checkpoints nothing is verified", () => {
    expect(verify(clean, [])).toMatchObject({ verdict: "not-checked", checkedTo: "0", after: "14" });
    expect(verify(clean, []).cannotExclude[0]).toMatch("No checkpoint");
    const exported = clean.map(({ recordedAt: _, ...rest }) => rest);
    expect(verify(exported).verdict).toBe("verified");
  });
});

describe("tampering is found and located", () => {
  const replaced = aLeaf(5, aLedger, "x");
  const forged = (i: number) => {
    const leaves = clean.map(({ recordedAt = "", leaf }, at) => (at === i ? replaced : { recordedAt, leaf }));
    return link(leaves);
  };
  const swap = (i: number, j: number, members: (keyof StoredEntry)[]) => {
    const entries = copy();
    for (const member of members) {
      Object.assign(entries[i] as StoredEntry, { [member]: entry(j)[member] });
      Object.assign(entries[j] as StoredEntry, { [member]: entry(i)[member] });
    }
    return entries;
  };
  const newcomer = (i: number) => ({ ...entry(i), ...replaced, leafHash: leafHash(replaced.leaf) });
  const linked = (i: number) => ({ ...newcomer(i), chain: chainStep(entry(i - 1).chain, leafHash(replaced.leaf)) });
  const gap = [...clean.slice(0, 5), ...clean.slice(8)];
  const whole: (keyof StoredEntry)[] = ["leaf", "leafHash", "chain", "recordedAt"];

  test.each<[string, StoredEntry[], string[]]>([
    ["an edited leaf", edit(5, { leaf: flip(entry(5).leaf) }), ["leaf 5 5"]],
    ["a replaced leaf", edit(5, { leaf: replaced.leaf }), ["leaf 5 5"]],
    ["an edited leaf hash", edit(5, { leafHash: flip(entry(5).leafHash) }), ["leaf-hash 5 5"]],
    ["an edited chain value", edit(5, { chain: flip(entry(5).chain) }), ["chain 5 5"]],
    ["an edited chain value at a checkpoint", edit(8, { chain: flip(entry(8).chain) }), ["chain 8 8"]],
    ["an edited last chain value", edit(13, { chain: flip(entry(13).chain) }), ["link 13 13"]],
    [
      "two edited chain values in a row",
      copy().map((e, i) => (i === 5 || i === 6 ? { ...e, chain: flip(e.chain) } : e)),
      ["chain 5 5", "chain 6 6"],
    ],
    ["leaf and chain edited", edit(5, { leaf: flip(entry(5).leaf), chain: flip(entry(5).chain) }), ["entry 5 5"]],
    [
      "leaf and leaf hash replaced",
      edit(5, { ...replaced, leafHash: leafHash(replaced.leaf) }),
      ["root 4 8", "link 5 5"],
    ],
    ["everything recomputed", forged(5), ["root 4 8"]],
    [
      "everything recomputed up to entry 9",
      [...forged(5).slice(0, 10), ...clean.slice(10)],
      ["root 4 8", "link 10 10"],
    ],
    ["a time column edited", edit(5, { recordedAt: aTime(99) }), ["recorded-at 5 5"]],
    ["removed entries", gap, ["missing 5 7"]],
    ["the first entry removed", clean.slice(1), ["missing 0 0"]],
    ["removed and renumbered", renumber(gap), ["truncated 11 11", "root 4 8", "link 5 5"]],
    ["the end cut off", clean.slice(0, 10), ["truncated 10 11"]],
    ["everything removed", [], ["truncated 0 11"]],
    ["an entry twice", [...clean.slice(0, 6), entry(5), ...clean.slice(6)], ["extra 5 5"]],
    ["a number edited", edit(5, { index: 77n }), ["misnumbered 5 5"]],
    ["all numbers shifted", clean.map((e, i) => (i < 5 ? e : { ...e, index: BigInt(i + 3) })), ["misnumbered 5 13"]],
    ["contents swapped", swap(5, 10, ["leaf", "leafHash"]), ["swapped 5 10"]],
    ["contents and times swapped", swap(5, 10, ["leaf", "leafHash", "recordedAt"]), ["swapped 5 10"]],
    ["neighbours' contents swapped", swap(5, 6, ["leaf", "leafHash", "recordedAt"]), ["swapped 5 6"]],
    ["leaves swapped", swap(5, 10, ["leaf"]), ["swapped 5 10"]],
    ["leaf hashes swapped", swap(5, 10, ["leafHash"]), ["swapped 5 10"]],
    ["entries swapped", swap(5, 10, whole), ["swapped 5 10"]],
    ["neighbours swapped", swap(5, 6, whole), ["swapped 5 6"]],
    ["the last two swapped", swap(12, 13, whole), ["swapped 12 13"]],
    ["the first and the last swapped", swap(0, 13, whole), ["swapped 0 13"]],
    ["an entry pushed in", renumber([...clean.slice(0, 5), newcomer(5), ...clean.slice(5)]), ["inserted 5 5"]],
    ["a linked entry pushed in", renumber([...clean.slice(0, 5), linked(5), ...clean.slice(5)]), ["inserted 5 5"]],
  ])("%s", (_, entries, findings) => {
    const verdict = verify(entries);
    expect(verdict.verdict).toBe("tampered");
    expect(located(entries).toSorted()).toEqual(findings.toSorted());
    expect(verdict.findingsTotal).toBe(findings.length);
  });

  test("an entry moved elsewhere is not taken for an insertion of all those between", () => {
    const entries = copy();
    entries.splice(9, 0, ...entries.splice(5, 1));
    expect(located(renumber(entries))).toEqual(["root 4 8", "link 5 5", "inserted 9 9"]);
  });

  test("two edits are two findings, and the checkpoints still hold", () => {
    const entries = copy();
    Object.assign(entries[2] as StoredEntry, { leaf: flip(entry(2).leaf) });
    Object.assign(entries[6] as StoredEntry, { leafHash: flip(entry(6).leafHash) });
    expect(located(entries)).toEqual(["leaf 2 2", "leaf-hash 6 6"]);
    expect(verify(entries)).toMatchObject({ checkedTo: "12", after: "2" });
  });

  test("leaves that are well hashed but wrong: not vouch/1, of another ledger, back in time", () => {
    const wrong = link(
      leaves.map((leaf, i) =>
        i === 3 ? { ...leaf, leaf: utf8("{}") } : i === 5 ? aLeaf(5, other) : i === 8 ? aLeaf(2) : leaf,
      ),
    );
    expect(located(wrong, [checkpoint(wrong, count)])).toEqual(["malformed 3 3", "foreign 5 5", "time 8 8"]);
  });

  test("checkpoints that contradict each other", () => {
    const two = [...checkpoints, { size: 9n, root: new Uint8Array(32), signedAt: aTime(7) }];
    expect(located(clean, two)).toEqual(["checkpoint 0 8"]);
    const lone = [
      checkpoint(clean, 4),
      { size: 6n, root: new Uint8Array(32), signedAt: aTime(7) },
      checkpoint(clean, 9),
    ];
    expect(located(clean, lone)).toEqual(["checkpoint 4 5"]);
  });

  test("findings from elsewhere count, and only the first hundred are listed", () => {
    const verification = verifier({ ledger: aLedger, checkpoints });
    for (const entry of clean) verification.add(entry);
    for (let i = 0; i < 150; i++)
      verification.found({ kind: "projection", from: `${i}`, to: `${i}`, sentence: "The projection differs." });
    const verdict = verification.finish();
    expect([verdict.verdict, verdict.findings.length, verdict.findingsTotal]).toEqual(["tampered", 100, 150]);
  });

  test("whatever is done to a ledger up to its checkpoint, it never counts as verified", () => {
    const does = fc.constantFrom("remove", "repeat", "swap", "edit", "forge");
    const change = fc.record({ does, at: fc.nat(11), to: fc.nat(11) });
    fc.assert(
      fc.property(
        fc.array(change, { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        fc.boolean(),
        (changes, renumbered, relinked) => {
          let entries = copy().slice(0, 12);
          for (const { does, at, to } of changes) {
            const [one, other] = [entries[at % entries.length], entries[to % entries.length]];
            if (!one || !other) continue;
            if (does === "remove") entries = entries.filter((entry) => entry !== one);
            if (does === "repeat") entries.splice(to, 0, { ...one });
            if (does === "swap") [entries[at % entries.length], entries[to % entries.length]] = [other, one];
            if (does === "edit") Object.assign(one, { leaf: flip(one.leaf) });
            if (does === "forge") Object.assign(one, { ...replaced, leafHash: leafHash(replaced.leaf) });
          }
          if (relinked) entries = link(entries.map(({ leaf, recordedAt = "" }) => ({ leaf, recordedAt })));
          if (renumbered) entries = renumber(entries);
          const plain = (list: StoredEntry[]) =>
            list.map(({ index, recordedAt, leaf, leafHash, chain }) =>
              [index, recordedAt, leaf, leafHash, chain].join(),
            );
          const same = plain(entries.slice(0, 12)).join() === plain(clean.slice(0, 12)).join();
          // well linked entries after the checkpoint are an append like any other
          fc.pre(!(same && (relinked || entries.length === 12)));
          const verdict = verify(entries);
          expect(verdict.verdict).toBe("tampered");
          expect(verdict.findings).toHaveLength(verdict.findingsTotal);
        },
      ),
      { numRuns: 400 },
    );
  });

  test("any changed byte of any stored member is found at its entry", () => {
    const member = fc.constantFrom("leaf", "leafHash", "chain", "recordedAt", "index" as const);
    fc.assert(
      fc.property(fc.nat(count - 1), member, fc.nat(), fc.integer({ min: 1, max: 255 }), (i, name, at, by) => {
        const stored = entry(i)[name as "leaf"] as unknown;
        let changed: unknown;
        if (typeof stored === "bigint") changed = stored ^ BigInt(by);
        else if (typeof stored === "string")
          changed =
            stored.slice(0, at % 27) +
            String.fromCharCode(stored.charCodeAt(at % 27) ^ by) +
            stored.slice((at % 27) + 1);
        else
          changed = Uint8Array.from(stored as Uint8Array, (byte, k) =>
            k === at % (stored as Uint8Array).length ? byte ^ by : byte,
          );
        const verdict = verify(edit(i, { [name]: changed }));
        expect(verdict.findings.map(({ from, to }) => [from, to])).toEqual([[`${i}`, `${i}`]]);
      }),
      { numRuns: 300 },
    );
  });
});
