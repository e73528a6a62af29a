import { expect, test } from "vitest";
import { namesNobody } from "./nobody.ts";

test.each([
  "system",
  "SYSTEM",
  " System ",
  "service_account",
  "Service-Account",
  "n/a",
  "N.A.",
  "null",
  "-",
  "",
  "0",
  "00000000-0000",
  "ａｄｍｉｎ",
  "cron",
])("%j says nothing of who acted", (said) => expect(namesNobody(said)).toBe(true));

test.each([
  "nightly-billing",
  "dana@example.com",
  "system-42",
  "admin@example.com",
  "ليلى",
  "李",
  "root-ca-rotation",
  "7",
])("%j says who acted", (said) => expect(namesNobody(said)).toBe(false));
