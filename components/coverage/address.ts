/** The address of what a reader of coverage asks, and of a day opened in it. */
import type { CoverageQuery } from "@/lib/search";

export function coverageAddress({ from, to, days, gaps, asTable, opened }: CoverageQuery): string {
  const params = new URLSearchParams();
  if (days === undefined) {
    params.set("from", from);
    params.set("to", to);
  } else if (days !== 30) params.set("days", String(days));
  if (gaps) params.set("gaps", "yes");
  if (asTable) params.set("view", "table");
  if (opened) {
    params.set("source", opened.source);
    params.set("table", opened.table);
    params.set("day", opened.day);
  }
  const search = params.toString();
  return `/coverage${search && `?${search}`}${opened ? "#day" : ""}`;
}
