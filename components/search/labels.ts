/** What values are called, as the page's summary says it: an actor by its name. */
import type { Summary } from "@/lib/search";
import { saidByCompletion } from "./bar/complete";
import { type LabelOf, valueWords } from "./words";

export function labelsOf(summary: Summary | undefined): LabelOf {
  const labels = new Map(
    (summary?.facets ?? []).flatMap(({ field, values }) =>
      values.map(({ value, label }): [string, string] => [`${field} ${value}`, label]),
    ),
  );
  return (field, value) => {
    if (field === "action") return undefined; // the screen has words of its own for it
    const label = labels.get(`${field} ${value}`) ?? saidByCompletion(field, value);
    return label === undefined || label === value ? undefined : label;
  };
}

/** The words of a value of a facet: of people the name they go by, of the others the words of the screen. */
export function facetWords(field: Summary["facets"][number]["field"], value: string, label: string): string {
  return label === value || field === "action" ? valueWords(field, value) : label;
}
