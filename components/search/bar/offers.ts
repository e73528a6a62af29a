/** What the bar offers while one types: fields, then values. What needs no asking is here; values that were recorded are asked for. */
import { capitalised, type FieldName, fieldNames, folded, isFieldName, searchField } from "@/lib/event";
import { type Operator, operatorSigns, printQuery, timeWords } from "@/lib/search/language";

/** What is being typed: the last word of the text, and whether it names a field already. */
export interface Wish {
  /** What stands before the word, with its "-" or "(". */
  lead: string;
  /** The word as it stands, or the value after the field's sign. */
  text: string;
  field?: FieldName;
  /** Of a field of the record: `was.tier=`, `credit_limit>`. */
  of?: string;
  sign?: string;
}

export interface Offer {
  /** Unique among the offers. */
  key: string;
  /** What the typed text becomes. */
  text: string;
  /** A whole token; else more is to be typed. */
  done: boolean;
  says: string;
  /** What kind of thing it is, in a word or two. */
  kind?: string;
  help?: string;
}

/** Reads the end of what is typed. */
export function wishOf(typed: string): Wish {
  const [, lead = "", word = ""] = /^([\s\S]*?)((?:[^\s()"]|"(?:\\.|[^"\\])*"?)*)$/.exec(typed) ?? [];
  const [, minus = "", name = "", sign, value = ""] = /^(-?)([^:=<>"]*)(?:(:|>=|<=|[=<>])([\s\S]*))?$/.exec(word) ?? [];
  const [, begun, rest] = /^(was|became)\.(.*)$/i.exec(sign === undefined ? name : "") ?? [];
  if (begun) return { lead: lead + minus, text: rest ?? "", field: begun.toLowerCase() as FieldName };
  if (sign === undefined) return { lead: lead + minus, text: name };
  const text = unquoted(value);
  const [, side, of] = /^(was|became)\.(.+)$/.exec(name) ?? [];
  if (side && of) return { lead: lead + minus, text, field: side as FieldName, of, sign };
  const known = name.toLowerCase();
  if (isFieldName(known)) return { lead: lead + minus, text, field: known, sign };
  if (sign !== ":") return { lead: lead + minus, text, field: "became", of: name, sign };
  return { lead: lead + minus, text: word };
}

function unquoted(value: string): string {
  return value.startsWith('"') ? value.replace(/^"|"$/g, "").replaceAll(/\\(.)/g, "$1") : value;
}

/** The condition that is typed, with this value. */
export function written({ lead, field = "text", of, sign = ":" }: Wish, value: string): string {
  const found = Object.entries(operatorSigns).find(([, written]) => written === sign);
  const operator = (found?.[0] ?? "is") as Operator;
  return lead + printQuery({ field, operator, value, ...(of !== undefined && { of }) });
}

/** The fields whose name, words or help begin as the typed word does; all of them for none. */
export function fieldOffers({ lead, text }: Wish): Offer[] {
  const wanted = folded(text);
  const ranked = fieldNames.flatMap((name) => {
    const rank = rankOf(name, wanted);
    return rank === undefined ? [] : [{ name, rank }];
  });
  return ranked
    .sort((one, other) => one.rank - other.rank)
    .map(({ name }) => {
      const { says, help, example } = searchField(name);
      const start = startOf(name);
      return { key: `field ${name}`, text: lead + start, done: false, says, kind: example, help };
    });
}

/** What the value of a field follows; of the sides of a change the name of the record's field stands between. */
function startOf(name: FieldName): string {
  if (name === "text") return '"';
  if (name === "was" || name === "became") return `${name}.`;
  return `${name}${searchField(name).kind === "number" ? ">=" : ":"}`;
}

function rankOf(name: FieldName, wanted: string): number | undefined {
  if (wanted === "") return 0;
  const { says, help } = searchField(name);
  if (name.startsWith(wanted)) return 0;
  const words = folded(says).split(" ");
  if (folded(says).startsWith(wanted)) return 1;
  if (words.some((word) => word.startsWith(wanted))) return 2;
  if (wanted.length > 2 && folded(help).includes(` ${wanted}`)) return 3;
  return undefined;
}

/** What can be offered for a field's value without asking: closed lists and times. */
export function knownOffers(wish: Wish): Offer[] {
  const { field, text } = wish;
  if (field === undefined) return [];
  const { choices, kind, says } = searchField(field);
  const of = (value: string, said: string, help?: string): Offer => ({
    key: `${field} ${value}`,
    text: written(wish, value),
    done: true,
    says: said,
    kind: says,
    ...(help !== undefined && { help }),
  });
  const begins = (...texts: string[]) =>
    texts.some((one) => folded(one).split(/[\s-]/).some(startsWith(text)) || startsWith(text)(folded(one)));
  if (choices) {
    return Object.entries(choices).flatMap(([id, said]) => (begins(id, said) ? [of(id, said)] : []));
  }
  if (kind === "time") {
    const times = field === "on" ? words : [...spans, ...words];
    return times.flatMap(([value, says, help]) => (begins(value, says) ? [of(value, says, help)] : []));
  }
  if (field === "ticket" && begins("none"))
    return [of("none", "None recorded", "Changes that were carried out and name no ticket.")];
  return [];
}

const startsWith = (text: string) => (word: string) => word.startsWith(folded(text));
type Time = [value: string, says: string, help?: string];
const spans: Time[] = [
  ["1h", "1 hour ago"],
  ["24h", "24 hours ago"],
  ["7d", "7 days ago"],
  ["30d", "30 days ago"],
  ["90d", "90 days ago"],
];
/** "This week", with "from Monday" as its help. */
const words: Time[] = Object.entries(timeWords).map(([value, meaning]) => {
  const [says = "", help] = meaning.split(", ");
  return help === undefined ? [value, capitalised(says)] : [value, capitalised(says), capitalised(help)];
});

/** Whether values that were recorded may be asked for. */
export function isAskable({ field, of, text }: Wish): boolean {
  if (field === undefined) return text.length > 0;
  if (of !== undefined) return false;
  const { offered, choices, kind } = searchField(field);
  if (choices || kind === "time" || kind === "number") return false;
  return offered === true || field === "id" || kind === "value";
}

/** Whether the first offer is meant by Enter before anybody chose it: the beginning of a value that is known otherwise. */
export function isMeant({ field, text }: Wish, offers: readonly Offer[]): boolean {
  if (field === undefined || text === "") return false;
  const { choices, offered, kind } = searchField(field);
  if (!choices && (!offered || kind === "value")) return false;
  const wanted = folded(text);
  return (
    offers.length > 0 &&
    !offers.some((offer) => folded(offer.says) === wanted || folded(offer.text).endsWith(`:${wanted}`))
  );
}
