/** Addresses of the records pages. A record is named by its source, schema, type and id, which may hold anything: all of it stands in the query. */
import type { RecordQuery } from "@/lib/search";

export interface NamedRecord {
  /** Id of the source. */
  source: string;
  /** Absent where the source has none, as over HTTP. */
  schema?: string;
  type: string;
  id: string;
}

const path = "/records/history";

/** The history of one record; `more` says which part of it. */
export function recordAddress(record: NamedRecord, more: Omit<Partial<RecordQuery>, "record"> = {}): string {
  const { source, schema, type, id } = record;
  const params = new URLSearchParams({ source, ...(schema !== undefined && { schema }), type, id });
  for (const [name, value] of Object.entries(more)) {
    if (value !== undefined && value !== "" && value !== false) params.set(name, value === true ? "yes" : value);
  }
  return `${path}?${params}`;
}

/** The search for a record, such as "customers 10482"; without words the list of kinds. `kind` as `kindOf` writes it. */
export function recordsAddress({ find, kind }: { find?: string; kind?: string } = {}): string {
  const params = new URLSearchParams({ ...(kind && { kind }), ...(find && { find }) }).toString();
  return params ? `/records?${params}` : "/records";
}
