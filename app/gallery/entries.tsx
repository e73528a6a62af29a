import { DiffTable } from "@/components/diff/table";
import { ProofStatement } from "@/components/entry/proof";
import { WhoChain } from "@/components/entry/who";
import { lineOf } from "@/components/event/line";
import { EventList } from "@/components/event/list";
import { utc } from "@/components/event/zone";
import { Card } from "@/components/ui/card";
import { Section } from "./section";
import { change, entries, entryOf, now } from "./story";

export function RowsShown() {
  return (
    <Section name="rows" title="Rows as sentences">
      <EventList lines={entries.map((entry) => lineOf(entry, now, utc))} label="Events" zone={utc} />
    </Section>
  );
}

export function DiffShown() {
  const { event } = entryOf(change, "anchored");
  if (!event.change) return null;
  return (
    <Section name="diff" title="Before and after">
      <Card id="gallery-diff" title="What changed">
        <DiffTable change={event.change} zone={utc} />
      </Card>
    </Section>
  );
}

export function WhoShown() {
  return (
    <Section name="who" title="Who, and how far it is proven">
      <div className="grid items-start gap-4 md:grid-cols-2">
        <Card id="gallery-who" title="Who">
          <WhoChain event={entryOf(change, "anchored").event} />
        </Card>
        <Card id="gallery-proof" title="Proof">
          {(["waiting", "signed", "anchored", "tampered"] as const).map((state) => (
            <ProofStatement key={state} entry={entryOf(change, state)} zone={utc} />
          ))}
        </Card>
      </div>
    </Section>
  );
}
