/** The terms of a condition: an entry that has all of them is found by it (lib/ledger/terms.ts). */
import type { Home } from "../../database/index.ts";
import { askedWords, type FieldName, searchField } from "../../event/index.ts";
import { termsOf } from "../../ledger/index.ts";
import { type Condition, uuidForm } from "../language/index.ts";

/** Fields that are compared as numbers and times; all others are found by terms. */
const compared: ReadonlySet<FieldName> = new Set(["rows", "entry", "after", "before", "on"] satisfies FieldName[]);

/** Nothing where terms do not tell: of a comparison, of a number, of a time. An empty list: every entry has them. */
export function termsOfCondition(home: Home, { field, operator, value, of }: Condition): bigint[] | undefined {
  if (operator !== "is" || compared.has(field)) return undefined;
  const maker = termsOf(home);
  const { kind } = searchField(field);
  if (field === "own") return value === "shown" ? [] : [maker.of("own", value)];
  if (kind === "words" && !(field === "statement" && uuidForm.test(value)))
    return askedWords(value).map((word) => maker.of(field, word));
  return [maker.of(field, kind === "value" && of !== undefined ? `${of}=${value}` : value)];
}

/** The term of every entry in which this side of a record's field has a measure. */
export function termOfMeasure(home: Home, field: "was" | "became", of: string): bigint {
  return termsOf(home).of(field, `${of}=`);
}
