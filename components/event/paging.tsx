"use client";
import { ArrowLeft, ArrowRight } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { type SearchAsk, searchAddress } from "@/lib/search/language";
import { ButtonLink } from "../ui/button";

/** Newer and older lines. A cursor names the line where a page ends, so rows that arrive meanwhile move nothing. */
export function Paging({
  ask,
  older,
  newer,
  label,
}: {
  ask: SearchAsk;
  older?: string;
  newer?: string;
  label: string;
}) {
  const zone = useSearchParams().get("zone") ?? undefined;
  if (!older && !newer) return null;
  const { text, view } = ask;
  const turn = (cursor: string | undefined, direction: "older" | "newer") =>
    cursor && searchAddress({ text, zone, view, cursor, direction });
  return (
    <nav aria-label={label} className="flex gap-2">
      <Turn address={turn(newer, "newer")} rel="prev">
        <ArrowLeft size={14} /> Newer
      </Turn>
      <Turn address={turn(older, "older")} rel="next">
        Older <ArrowRight size={14} />
      </Turn>
    </nav>
  );
}

function Turn({ address, rel, children }: { address?: string; rel: string; children: React.ReactNode }) {
  if (!address) return null;
  return (
    <ButtonLink size="small" href={address} rel={rel}>
      {children}
    </ButtonLink>
  );
}
