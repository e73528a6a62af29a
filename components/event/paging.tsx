import { ArrowLeft, ArrowRight } from "lucide-react";
import type { EventQuery } from "@/lib/search";
import { eventsAddress } from "../filter/address";
import { ButtonLink } from "../ui/button";

/** Newer and older lines. A cursor names the line where a page ends, so rows that arrive meanwhile move nothing. */
export function Paging({
  query,
  older,
  newer,
  label,
}: {
  query: EventQuery;
  older?: string;
  newer?: string;
  label: string;
}) {
  if (!older && !newer) return null;
  return (
    <nav aria-label={label} className="flex gap-2">
      <Turn address={newer && eventsAddress({ ...query, cursor: newer, direction: "newer" })} rel="prev">
        <ArrowLeft size={14} /> Newer
      </Turn>
      <Turn address={older && eventsAddress({ ...query, cursor: older, direction: "older" })} rel="next">
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
