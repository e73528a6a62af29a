import { Quote } from "lucide-react";
import type { SeenEntry } from "@/lib/event";
import { countOf, differenceOfFields, fieldLabel, grouped, isBulk, outcomeOf } from "@/lib/event";
import { Facts } from "../ui/card";
import { Block, Part } from "./section";
import { SeenText } from "./seen-text";

/** What an agent said of its own act stands beside what the entry shows, and never in its place. */
export function SaidAndDone({ entry }: { entry: SeenEntry }) {
  const { agent, correlation } = entry.event;
  if (!agent) return null;
  const said = agent.reasoning ?? correlation?.reason;
  const facts = [
    ...(agent.model ? [{ name: "Model", value: agent.model }] : []),
    ...(agent.run ? [{ name: "Run", value: agent.run }] : []),
    ...(agent.prompt ? [{ name: "Prompt", value: <code className="text-meta break-all">{agent.prompt}</code> }] : []),
  ];
  return (
    <Block id="agent" title="Said and done">
      <Part>
        <div className="flex gap-2.5 rounded-control border border-line-strong px-3 py-2.5 text-dense">
          <Quote size={15} className="mt-0.5 text-agent" />
          <div className="prose-wrap grid min-w-0 gap-1.5">
            <p className="text-ink-2" dir="auto">
              {said ? (
                <>
                  The agent said: <SeenText seen={said} quoted />
                </>
              ) : (
                "The agent said nothing of why."
              )}
            </p>
            <p>{whatTheEntryShows(entry)}</p>
          </div>
        </div>
        {facts.length > 0 && (
          <div className="pt-3">
            <Facts facts={facts} />
          </div>
        )}
      </Part>
    </Block>
  );
}

function whatTheEntryShows({ event, names }: SeenEntry) {
  if (outcomeOf(event) === "refused") return "The entry shows that it was refused: nothing ran.";
  if (outcomeOf(event) === "failed") return "The entry shows that it failed.";
  if (isBulk(event)) {
    return (
      <>
        The entry shows <b>{countOf(event.statement?.rows ?? "0", "row")} affected</b>.
      </>
    );
  }
  if (!event.change) return "The entry shows no change of a record.";
  const { changed } = differenceOfFields(event.change);
  const hidden = changed.filter(({ mode }) => mode === "conceal" || mode === "omit");
  const fields = { insert: "created with", update: "with", delete: "deleted with" }[event.change.operation as "insert"];
  const [first] = hidden;
  return (
    <>
      The entry shows one record {fields}{" "}
      <b>
        {grouped(String(changed.length))} {event.change.operation === "update" ? "changed " : ""}
        {changed.length === 1 ? "field" : "fields"}
      </b>
      {first && hidden.length === 1 && `, the ${fieldLabel(first.name, names)} among them`}
      {hidden.length > 1 && `, ${hidden.length} of them hidden`}.
    </>
  );
}
