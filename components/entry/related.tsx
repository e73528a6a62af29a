import { ArrowRightLeft, Eye, FileClock, ScrollText, UserSearch } from "lucide-react";
import type { ReactNode } from "react";
import type { SeenEntry } from "@/lib/event";
import { actorName, countOf, rowsWithEntries } from "@/lib/event";
import type { Related } from "@/lib/search";
import { eventsAddress } from "../event/address";
import { looksAddress } from "../looks/address";
import { recordAddress } from "../record/address";
import { Link } from "../ui/link";
import { Block } from "./section";

interface Way {
  icon: ReactNode;
  says: string;
  address: string;
  /** How much there is to find. */
  count?: string;
}

/** The ways that lead on from this entry, with how much is there. */
export function RelatedLinks({ entry, related }: { entry: SeenEntry; related: Related }) {
  const ways = waysFrom(entry, related);
  if (ways.length === 0) return null;
  return (
    <Block id="related" title="Related">
      <ul className="divide-y divide-line border-t border-line text-dense">
        {ways.map(({ icon, says, address, count }) => (
          <li key={says}>
            <Link
              href={address}
              className="flex min-h-10 items-center gap-2.5 px-5 font-[520] text-accent hover:bg-hover hover:text-accent-hover max-md:min-h-11 max-md:px-4"
            >
              <span className="text-ink-3">{icon}</span>
              <bdi className="prose-wrap min-w-0">{says}</bdi>
              {count && <span className="ml-auto flex-none text-meta font-normal text-ink-3">{count}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </Block>
  );
}

function waysFrom({ event, index }: SeenEntry, { versions, transaction, looks }: Related): Way[] {
  const { target, statement, correlation, actor, source, category } = event;
  const own = source.kind === "vouch" ? "shown" : undefined;
  const statementId = statement?.partOf ?? statement?.id;
  const rows = rowsWithEntries(event);
  const ways: (Way | false)[] = [
    target?.id !== undefined &&
      category === "record" &&
      source.kind !== "vouch" && {
        icon: <FileClock size={15} />,
        says: "This record",
        address: recordAddress(
          { source: source.id, schema: target.schema, type: target.type, id: target.id },
          { version: index },
        ),
        ...(versions && { count: atLeast(versions, "version") }),
      },
    target?.id !== undefined &&
      category !== "record" && {
        icon: <FileClock size={15} />,
        says: `Everything about this ${target.type === "entry" ? "entry" : "record"}`,
        address: eventsAddress({ record: target.type, id: target.id, own }),
      },
    looks === true &&
      target?.id !== undefined && {
        icon: <Eye size={15} />,
        says: "Who looked at this record",
        address: looksAddress({ type: target.type, id: target.id }),
      },
    (statement?.partOf !== undefined || rows !== undefined) && {
      icon: <ScrollText size={15} />,
      says: rows ? `Show the ${countOf(rows, "row")}` : "Same statement",
      address: eventsAddress({ statement: statementId, own }),
    },
    correlation?.transaction !== undefined && {
      icon: <ArrowRightLeft size={15} />,
      says: "Same transaction",
      address: eventsAddress({ transaction: correlation.transaction, own }),
      ...(transaction && {
        count: transaction.count === "0" ? "no other entry" : atLeast(transaction, "other entry", "other entries"),
      }),
    },
    (actor.kind !== "unknown" || actor.attribution === "verified") && {
      icon: <UserSearch size={15} />,
      says: actor.kind === "unknown" ? `Everything by login ${actor.id}` : `Everything by ${actorName(event)}`,
      address: eventsAddress({ actor: actor.id, own }),
    },
  ];
  return ways.filter((way) => way !== false);
}

function atLeast({ count, more }: { count: string; more: boolean }, one: string, many?: string): string {
  return more ? `more than ${countOf(count, one, many)}` : countOf(count, one, many);
}
