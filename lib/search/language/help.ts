/** The language as data, for its help and for completion: which fields there are, and what may be written. Pure. */
import { type FieldName, type SearchField, searchField } from "../../event/index.ts";
import { timeWords } from "./times.ts";

export interface FieldHelp
  extends Pick<SearchField, "says" | "help" | "example" | "kind" | "choices" | "offered" | "compares"> {
  name: FieldName;
}

export interface FieldGroup {
  title: string;
  fields: FieldHelp[];
}

const groups: Record<string, readonly FieldName[]> = {
  "Who did it": ["actor", "kind", "attribution", "behalf", "login", "application", "address", "origin", "session"],
  "What was done": ["action", "event", "category", "statement", "rows"],
  "To what": ["record", "id", "field", "was", "became", "source", "system"],
  "Under which decision": ["decision", "approver", "request", "ticket"],
  When: ["after", "before", "on"],
  Else: ["text", "transaction", "entry", "own"],
};

/** Every field, by what it is about; a test sees that none is left out. */
export const searchHelp: readonly FieldGroup[] = Object.entries(groups).map(([title, names]) => ({
  title,
  fields: names.map(fieldHelp),
}));

function fieldHelp(name: FieldName): FieldHelp {
  const { says, help, example, kind, choices, offered, compares } = searchField(name) as SearchField;
  return {
    name,
    says,
    help,
    example,
    kind,
    ...(choices && { choices }),
    ...(offered && { offered }),
    ...(compares && { compares }),
  };
}

/** What can be written, beside fields: an example and what it finds. */
export const searchSyntax: readonly { example: string; says: string }[] = [
  { example: "actor:dana record:customers", says: "Both must hold. AND may be written and means the same." },
  {
    example: "actor:dana OR actor:joao",
    says: "One of the two. Parentheses hold groups together: (actor:dana OR actor:joao) action:deleted.",
  },
  { example: "actor:(dana OR joao)", says: "The same, shorter." },
  { example: "-action:read", says: "Without these. NOT means the same." },
  {
    example: '"Acme Corp"',
    says: "Words anywhere in the entry. In quotation marks a value may hold blanks and colons.",
  },
  {
    example: "tier=gold",
    says: "A field of the record that has become this value. was.tier=gold is the value before.",
  },
  { example: "credit_limit>10000", says: "Compared as numbers or dates: >, >=, <, <=." },
  { example: "after:2026-03-01 before:2026-03-31", says: "Both days count. The days are those of your time zone." },
  { example: "after:7d", says: `The last seven days; also 24h, 30m, 2w, ${Object.keys(timeWords).join(", ")}.` },
];
