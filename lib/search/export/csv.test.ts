import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { byteOrderMark, cell, row, uncell } from "./csv.ts";
import { LocalTimes } from "./local-times.ts";

const nasty = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 12 }),
  fc.string({ unit: "binary", maxLength: 8 }).filter((text) => text.isWellFormed()),
  fc
    .array(
      fc.constantFrom("=", "+", "-", "@", "'", '"', ",", ";", "\t", "\r", "\n", "＝", "＠", "5", " ", "م", "🧾", "\0"),
      {
        maxLength: 6,
      },
    )
    .map((parts) => parts.join("")),
);

test("whatever was recorded comes back from the file, whole and unchanged", () => {
  fc.assert(
    fc.property(fc.array(fc.array(nasty, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 5 }), (rows) => {
      const file = Buffer.from(byteOrderMark + rows.map((cells) => row(cells.map(cell))).join(""));
      const read: string[][] = parse(file, { bom: true, record_delimiter: "\r\n", skip_empty_lines: false });
      expect(read.map((cells) => cells.map(uncell))).toEqual(rows);
    }),
    { numRuns: 300 },
  );
});

test.each([
  '=HYPERLINK("https://evil.example","click")',
  "+49 170 1234567",
  "-2+3+cmd|' /C calc'!A0",
  "@SUM(1+1)",
  "\t=1+1",
  "\r=1+1",
  "\n=1+1",
  "＝1+1",
  "＋1",
  "－1+1",
  "＠A1",
  "-",
  "--1",
  "-1-1",
])("%j is text to a spreadsheet", (text) => {
  expect(cell(text).replace(/^"/, "")).toMatch(/^'/);
  expect(uncell(`'${text}`)).toBe(text);
});

test("a number with a minus stays a number, and what begins with an apostrophe keeps its own", () => {
  expect(cell("-5")).toBe("-5");
  expect(cell("-5000.25")).toBe("-5000.25");
  expect(cell("'=1")).toBe("''=1");
  expect(cell('say "hi", then go')).toBe('"say ""hi"", then go"');
});

test("times stand on the clocks of the zone, with their offset, also where the clocks are set back", () => {
  const berlin = new LocalTimes("Europe/Berlin");
  expect(berlin.say("2026-10-25T00:59:59.999999Z")).toBe("2026-10-25T02:59:59.999999+02:00");
  expect(berlin.say("2026-10-25T01:00:00.000000Z")).toBe("2026-10-25T02:00:00.000000+01:00");
  expect(new LocalTimes("Asia/Kolkata").say("2026-03-01T18:30:00.123456Z")).toBe("2026-03-02T00:00:00.123456+05:30");
  expect(new LocalTimes("America/St_Johns").say("2026-03-01T02:00:00.000001Z")).toBe(
    "2026-02-28T22:30:00.000001-03:30",
  );
  expect(new LocalTimes("UTC").say("2026-03-01T02:00:00.000001Z")).toBe("2026-03-01T02:00:00.000001+00:00");
});
