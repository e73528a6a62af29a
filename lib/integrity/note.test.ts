import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aLedger, counterRandom } from "../event/builders.ts";
import {
  b64,
  checkpointText,
  openCheckpoint,
  openNote,
  parseNote,
  parseVerifierKey,
  sha256,
  signCheckpoint,
  signingKey,
  utf8,
  writeVerifierKey,
} from "./index.ts";

const key = signingKey(aLedger, counterRandom(5)(32));
const trusted = [parseVerifierKey(writeVerifierKey(key))];
const checkpoint = { ledger: aLedger, size: 7n, root: sha256(utf8("root")) };
const note = signCheckpoint(checkpoint, key);

describe("checkpoint notes", () => {
  test("are read back under the key that signed them", () => {
    expect(openCheckpoint(note, trusted)).toEqual(checkpoint);
    expect(parseVerifierKey(writeVerifierKey(key))).toEqual({ name: key.name, id: key.id, publicKey: key.publicKey });
    for (const size of [0n, 2n ** 63n]) {
      expect(openCheckpoint(signCheckpoint({ ...checkpoint, size }, key), trusted).size).toBe(size);
    }
  });

  test("any changed character is refused", () => {
    for (let i = 0; i < note.length; i++) {
      const character = note[i] === "A" ? "B" : "A";
      const changed = note.slice(0, i) + character + note.slice(i + 1);
      expect(() => openCheckpoint(changed, trusted), `character ${i}`).toThrow(
        expect.objectContaining({ code: "invalid" }),
      );
    }
  });

  test("anything at all is refused without another error", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.nat(note.length), (text, at) => {
        const spliced = note.slice(0, at) + text + note.slice(at);
        if (text !== "")
          expect(() => openCheckpoint(spliced, trusted)).toThrow(expect.objectContaining({ name: "Fault" }));
        expect(() => parseVerifierKey(text)).toThrow(expect.objectContaining({ name: "Fault" }));
      }),
    );
  });

  test("lines of unknown keys are ignored, a failing line of a known key is not", () => {
    const other = `— witness.example/w ${b64(counterRandom(9)(76))}\n`;
    expect(openCheckpoint(note + other, trusted)).toEqual(checkpoint);
    const forged = note
      .slice(note.indexOf("—"))
      .replace(/.{6}\n$/, "AAAA==\n")
      .replace(/[^ ]+\n$/, `${b64(Uint8Array.of(...key.id, ...new Uint8Array(64)))}\n`);
    expect(() => openCheckpoint(note + forged, trusted)).toThrow("does not fit");
    expect(() => openCheckpoint(note, [])).toThrow("trusted key");
    expect(() => openCheckpoint(note, [signingKey(aLedger, counterRandom(6)(32))])).toThrow("trusted key");
  });

  test.each([
    ["a size with a leading zero", "\n7\n", "\n07\n"],
    ["a size with a sign", "\n7\n", "\n+7\n"],
    ["a fourth line", "=\n\n", "=\nmore\n\n"],
    ["another origin", "vouch/", "other/"],
    ["a root without padding", "=\n\n", "\n\n"],
  ])("a text with %s is refused even if signed", (_, from, to) => {
    const text = checkpointText(checkpoint).concat("\n").replace(from, to).slice(0, -1);
    expect(() => openCheckpoint(note.replace(checkpointText(checkpoint), text), trusted)).toThrow();
    expect(() => parseNote(note.replace(/\n\n/, "\n"))).toThrow("signed note");
  });

  test("the key must be the ledger's", () => {
    const elsewhere = signingKey("0190f7d2-6f1e-7000-8000-0000000000ff", counterRandom(5)(32));
    expect(() => signCheckpoint(checkpoint, elsewhere)).toThrow("Expected a key named");
    expect(() => signingKey(aLedger, new Uint8Array(31))).toThrow("32 random bytes");
  });

  test("a note of the C2SP specification opens under its verifier key", () => {
    const example =
      "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
    const vkey = parseVerifierKey("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
    expect(openNote(example, [vkey]).text).toBe("This is an example message.\n");
    expect(() => openNote(example.replace("This", "That"), [vkey])).toThrow("does not fit");
  });
});
