import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testServer } from "../../database/builders.ts";
import { connect, type Sql } from "../../database/index.ts";
import { readImage, writeImage } from "./image.ts";

/** Text as PostgreSQL can hold it: everything but the zero character. */
const text = fc
  .oneof(
    fc.string({ unit: "grapheme" }),
    fc.string({ unit: "binary" }),
    fc.string({ unit: fc.constantFrom('"', "\\", ",", "(", ")", " ", "\t", "\n", "\v", "\f", "\r", "a") }),
  )
  .map((value) => value.replaceAll("\0", ""));
const row = fc.array(fc.option(text), { minLength: 1, maxLength: 6 });

test("what is written is what is read", () => {
  fc.assert(
    fc.property(row, (fields) => void expect(readImage(writeImage(fields))).toEqual(fields)),
    { numRuns: 1_000 },
  );
});

test("no text at all is read as something that would be written otherwise, or makes it fail unexpectedly", () => {
  const nearly = fc
    .string({ unit: fc.constantFrom('"', "\\", ",", "(", ")", "a", " ") })
    .map((inside) => `(${inside})`);
  fc.assert(
    fc.property(fc.oneof(text, nearly), (image) => {
      let fields: (string | null)[];
      try {
        fields = readImage(image);
      } catch (error) {
        expect(error).toMatchObject({ name: "Fault", code: "invalid" });
        return;
      }
      expect(readImage(writeImage(fields))).toEqual(fields);
    }),
    { numRuns: 2_000 },
  );
});

describe.each(["18", "15"] as const)("PostgreSQL %s", (version) => {
  let sql: Sql;
  beforeAll(() => {
    sql = connect(testServer(version), { application: "tests", max: 1 });
  });
  afterAll(() => sql.end());

  test("writes rows as we do, and we read them as they are", async () => {
    const samples = fc.sample(fc.tuple(fc.option(text), fc.option(text), fc.option(text)), 400);
    const rows = await sql<{ image: string; format: string }[]>`
      select row(a, b, c)::text as image, format('%s', r) as format
      from json_to_recordset(${JSON.stringify(samples.map(([a, b, c]) => ({ a, b, c })))}::text::json) as r(a text, b text, c text)`;
    for (const [i, { image, format }] of rows.entries()) {
      expect(readImage(image)).toEqual(samples[i]);
      expect(readImage(format)).toEqual(samples[i]);
      expect(writeImage(samples[i] ?? [])).toBe(image);
    }
  });
});
