import { ChevronRight } from "lucide-react";
import type { SeenEntry } from "@/lib/event";
import { Facts } from "../ui/card";
import { CopyButton } from "../ui/copy";
import { Part } from "./section";
import { Code } from "./statement";

/** The machinery: ids, hashes, and the exact bytes that were hashed. Folded, one press away. */
export function TechnicalDetails({
  entry,
  leafText,
  leafHash,
  chain,
}: {
  entry: SeenEntry;
  leafText: string;
  leafHash: string;
  chain: string;
}) {
  const { event } = entry;
  const facts: [string, string | undefined][] = [
    ["Entry", entry.index],
    ["Ledger", entry.ledger],
    ["Event id", event.id],
    ["Type", event.type],
    [
      "Source",
      `${event.source.name} (${event.source.kind})${event.source.position ? `, at ${event.source.position}` : ""}`,
    ],
    ["Server", event.origin?.server],
    [
      "Record",
      event.target &&
        [event.target.system, event.target.schema, event.target.type, event.target.id].filter(Boolean).join(" / "),
    ],
    ["Transaction", event.correlation?.transaction],
    ["Session", event.correlation?.session],
    ["Request", event.correlation?.request],
    ["Statement", event.statement?.id ?? event.statement?.partOf],
    ["Retention class", event.retention],
    ["Recorded at", entry.recordedAt],
    ["Leaf hash", leafHash],
    ["Chain", chain],
  ];
  return (
    <details className="group overflow-clip border-line bg-surface group-data-[in=page]/entry:rounded-card group-data-[in=page]/entry:border max-md:group-data-[in=page]/entry:rounded-none max-md:group-data-[in=page]/entry:border-x-0">
      <summary className="flex min-h-12 list-none flex-wrap items-center gap-x-2 px-5 py-2 text-dense font-[560] hover:bg-hover max-md:px-4 [&::-webkit-details-marker]:hidden">
        <ChevronRight size={15} className="transition-transform duration-(--duration-quick) group-open:rotate-90" />
        Technical details
        <span className="text-meta font-normal text-ink-3">Ids, hashes, the entry as stored</span>
      </summary>
      <Part>
        <Facts
          facts={facts.flatMap(([name, value]) =>
            value === undefined || value === ""
              ? []
              : [{ name, value: <span className="mono text-meta break-all">{value}</span> }],
          )}
        />
      </Part>
      <Part title="The entry as stored">
        <Code label="The entry as stored">{leafText}</Code>
        <div className="mt-1.5 flex flex-wrap items-center gap-2">
          <p className="text-meta text-ink-3">These bytes are what the leaf hash is made of.</p>
          <CopyButton value={leafText} what="the stored entry" />
        </div>
      </Part>
    </details>
  );
}
