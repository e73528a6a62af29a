/** Checks what was sent against its declaration, and says what is wrong where. */
import type { z } from "zod";
import { escaped } from "./fields.ts";
import { JsonNumber, type JsonValue } from "./json.ts";
import { Refusal } from "./problem.ts";

const mostErrors = 20;

/** Throws `invalid`, with a JSON Pointer for each thing that is wrong, and none of what was sent. `base`: where the value stands. */
export function check(declaration: z.ZodType, value: JsonValue, base = ""): void {
  const { error } = declaration.safeParse(value, { error: sentence });
  if (!error) return;
  const errors = error.issues.flatMap((issue) => wrongs(issue, base)).slice(0, mostErrors);
  const [first] = errors;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  const place = first?.pointer ? `at ${first.pointer}: ` : "";
  throw new Refusal("invalid", `The event is not as declared, ${place}${first?.detail}${more}`, errors);
}

function wrongs(issue: z.core.$ZodIssue, base: string): { pointer: string; detail: string }[] {
  const pointer = base + issue.path.map((part) => `/${escaped(String(part))}`).join("");
  if (issue.code !== "unrecognized_keys") return [{ pointer, detail: issue.message }];
  const detail = "Expected no member of this name. Put what has no place of its own into data.";
  return issue.keys.map((name) => ({ pointer: `${pointer}/${escaped(name)}`, detail }));
}

function sentence(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      return `Expected ${kinds[issue.expected] ?? issue.expected}, got ${kindOf(issue.input)}.`;
    case "too_big":
      return `Expected at most ${issue.maximum} ${issue.origin === "string" ? "characters" : "items"}. Shorten it.`;
    case "too_small":
      return "Expected text that is not empty. Leave out what you do not know.";
    case "invalid_value":
      return `Expected one of ${issue.values.join(", ")}.`;
    case "invalid_key":
      return "Expected a name of 1 to 100 characters in one line.";
    case "invalid_format":
      return "Expected text in one line that is not empty, of the form that the declaration gives.";
    default:
      return undefined;
  }
}

const kinds: Record<string, string> = { string: "text", object: "an object", record: "an object", array: "a list" };

function kindOf(input: unknown): string {
  if (input === undefined) return "nothing";
  if (input === null) return "null";
  if (input instanceof JsonNumber) return "a number";
  if (Array.isArray(input)) return "a list";
  return typeof input === "string" ? "text" : typeof input === "boolean" ? "true or false" : "an object";
}
