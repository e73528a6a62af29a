import { ArrowRightLeft, FileClock, ScrollText, UserSearch } from "lucide-react";
import type { SeenEntry } from "@/lib/event";
import { actorName, countOf, rowsWithEntries } from "@/lib/event";
import { eventsAddress } from "../filter/address";
import { Card } from "../ui/card";
import { Link } from "../ui/link";

/** The searches that start from this entry. */
export function RelatedLinks({ entry }: { entry: SeenEntry }) {
  const { target, statement, correlation, actor, source } = entry.event;
  const own = source.kind === "vouch" ? true : undefined;
  const statementId = statement?.partOf ?? statement?.id;
  const rows = rowsWithEntries(entry.event);
  const links = [
    target?.id !== undefined && {
      icon: <FileClock size={15} />,
      says: "This record",
      address: eventsAddress({ recordType: target.type, recordId: target.id, own }),
    },
    statementId && {
      icon: <ScrollText size={15} />,
      says: rows ? `Show the ${countOf(rows, "row")}` : "Same statement",
      address: eventsAddress({ statement: statementId, own }),
    },
    correlation?.transaction && {
      icon: <ArrowRightLeft size={15} />,
      says: "Same transaction",
      address: eventsAddress({ transaction: correlation.transaction, own }),
    },
    (actor.kind !== "unknown" || actor.attribution === "verified") && {
      icon: <UserSearch size={15} />,
      says: actor.kind === "unknown" ? `Everything by login ${actor.id}` : `Everything by ${actorName(entry.event)}`,
      address: eventsAddress({ actor: actor.id, own }),
    },
  ].filter((link) => link !== false && link !== undefined && link !== "");
  if (links.length === 0) return null;
  return (
    <Card id="related" title="Related">
      <ul className="divide-y divide-line border-t border-line text-dense">
        {links.map(({ icon, says, address }) => (
          <li key={says}>
            <Link
              href={address}
              className="flex min-h-10 items-center gap-2.5 px-5 font-[520] text-accent hover:bg-hover hover:text-accent-hover max-md:min-h-11 max-md:px-4"
            >
              <span className="text-ink-3">{icon}</span>
              <bdi className="prose-wrap min-w-0">{says}</bdi>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
