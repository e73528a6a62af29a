import { hash as nodeHashFunction } from "node:crypto";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 as nobleSha256 } from "@noble/hashes/sha2.js";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { aLedger } from "../event/builders.ts";
import {
  b64,
  b64url,
  chainStart,
  chainStep,
  fromB64,
  fromB64url,
  hex,
  hmacSha256,
  installSha256,
  leafHash,
  nodeHash,
  utf8,
} from "./index.ts";

const bytes = fc.uint8Array({ maxLength: 200 });

describe("hashes", () => {
  afterAll(() => installSha256(nobleSha256));

  test("have their prefixes: H(0x00 ‖ leaf), H(0x01 ‖ left ‖ right), H(0x02 ‖ previous ‖ leaf hash)", () => {
    const plain = (...parts: (number | Uint8Array)[]) =>
      nobleSha256(Uint8Array.from(parts.flatMap((part) => (typeof part === "number" ? [part] : [...part]))));
    const [a, b] = [nobleSha256(utf8("a")), nobleSha256(utf8("b"))];
    expect(leafHash(a)).toEqual(plain(0, a));
    expect(nodeHash(a, b)).toEqual(plain(1, a, b));
    expect(chainStep(a, b)).toEqual(plain(2, a, b));
    expect(chainStart(aLedger)).toEqual(plain(utf8("vouch/1 ledger"), 0, utf8(aLedger)));
  });

  test("HMAC is RFC 2104's, for short and long keys", () => {
    fc.assert(
      fc.property(bytes, bytes, (key, message) => {
        expect(hex(hmacSha256(key, message))).toBe(hex(hmac(nobleSha256, key, message)));
      }),
    );
  });

  test("a fast SHA-256 gives the same hashes; another function is refused", () => {
    const before = hex(leafHash(utf8("leaf")));
    installSha256((data) => nodeHashFunction("sha256", data, "buffer"));
    expect(hex(leafHash(utf8("leaf")))).toBe(before);
    expect(() => installSha256(() => new Uint8Array(32))).toThrow("not SHA-256");
  });
});

describe("b64 and b64url", () => {
  test("are those of Node, and inverse", () => {
    fc.assert(
      fc.property(bytes, (data) => {
        expect(b64(data)).toBe(Buffer.from(data).toString("base64"));
        expect(b64url(data)).toBe(Buffer.from(data).toString("base64url"));
        expect(fromB64(b64(data))).toEqual(data);
        expect(fromB64url(b64url(data))).toEqual(data);
      }),
    );
  });

  test.each(["QQ", "QQ=", "QR==", "Q Q=", "QQ==\n", "QQ===", "=", "Q", "QQ==QQ==", "_w=="])("refuses %j", (text) => {
    expect(() => fromB64(text)).toThrow("base64");
  });
  test.each(["QQ==", "QR", "+w", "Q"])("b64url refuses %j", (text) => {
    expect(() => fromB64url(text)).toThrow("base64url");
  });
});
