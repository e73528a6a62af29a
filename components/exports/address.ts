/** Where exports are. */

export function exportsAddress(before?: number): string {
  return before === undefined ? "/exports" : `/exports?before=${before}`;
}

export function exportAddress(number: number): string {
  return `/exports/${number}`;
}

/** Routes, which hand out files: never a link that something asks ahead for. */
export function fileAddress(number: number, part: "file" | "certificate"): string {
  return `/api/exports/${number}/${part}`;
}

/** What cannot be read of an address is left out. */
export function readBefore(params: Record<string, string | string[] | undefined>): number | undefined {
  const before = [params.before].flat()[0];
  return before && /^[1-9]\d{0,8}$/.test(before) ? Number(before) : undefined;
}
