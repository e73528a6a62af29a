/** Where a search for exactly these values leads. Days among them are UTC days, and the address says so. */
import { type FieldName, fieldNames } from "@/lib/event";
import { is, searchAddress } from "@/lib/search/language";

/** `eventsAddress({ actor: "dana@example.com", own: "shown" })`; what is undefined is not asked for. */
export function eventsAddress(values: Partial<Record<FieldName, string>> = {}): string {
  const all = fieldNames.flatMap((field) => {
    const value = values[field];
    return value === undefined || value === "" ? [] : [is(field, value)];
  });
  const dated = values.after ?? values.before ?? values.on;
  return searchAddress({ tree: { all }, ...(dated !== undefined && { zone: "UTC" }) });
}
