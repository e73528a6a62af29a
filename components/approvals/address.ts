/** The address of the list of requests. */
import type { RequestList } from "@/lib/approval";

export interface ListAddress {
  list: RequestList;
  kind?: string;
  before?: number;
}

export function approvalsAddress({ list, kind, before }: ListAddress): string {
  const params = new URLSearchParams();
  if (list !== "waiting") params.set("list", list);
  if (kind) params.set("kind", kind);
  if (before) params.set("before", String(before));
  const search = params.toString();
  return search ? `/approvals?${search}` : "/approvals";
}

/** What cannot be read of an address is left out. */
export function readList(params: Record<string, string | string[] | undefined>): ListAddress {
  const text = (name: string) => [params[name]].flat()[0];
  const list = text("list");
  const kind = text("kind");
  const before = text("before");
  return {
    list: list === "mine" || list === "decided" ? list : "waiting",
    ...(kind && kind.length <= 60 && { kind }),
    ...(before && /^[1-9]\d{0,8}$/.test(before) && { before: Number(before) }),
  };
}

export function requestAddress(number: number): string {
  return `/approvals/${number}`;
}
