// biome-ignore-all lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
// biome-ignore-all lint/a11y/useSemanticElements: no element says "a labelled block of text"
import type { SeenEntry, SeenEvent } from "@/lib/event";
import { grouped } from "@/lib/event";
import { Missing } from "../diff/value";
import { length } from "../event/time";
import { Facts } from "../ui/card";
import { Note } from "../ui/note";
import { EntryAnchor } from "./anchor";
import { Part } from "./section";

/** What was run: the text with its literals replaced, the exact text where the reader may see it, and its extent. */
export function StatementPart({ statement, of }: { statement: NonNullable<SeenEvent["statement"]>; of?: SeenEntry }) {
  const { text, exact, tables, rows, duration, error } = statement;
  const facts = [
    ...(rows === undefined ? [] : [{ name: "Rows affected", value: grouped(rows) }]),
    ...(tables?.length ? [{ name: "Tables", value: tables.join(", ") }] : []),
    ...(duration === undefined
      ? []
      : [{ name: "Took", value: /^\d+$/.test(duration) ? length(BigInt(duration)) : duration }]),
    ...(of
      ? [
          {
            name: "Recorded as",
            value: <EntryAnchor index={of.index}>entry {grouped(of.index)}</EntryAnchor>,
          },
        ]
      : []),
  ];
  return (
    <>
      {error && (
        <Part>
          <Note look="attention">
            The database refused it:{" "}
            {error.state === "shown" ? (
              <bdi>{String(error.value)}</bdi>
            ) : (
              <Missing>the text of the error is not shown</Missing>
            )}
          </Note>
        </Part>
      )}
      {text && (
        <Part>
          <Code label="The statement">{text}</Code>
          <p className="mt-1.5 text-meta text-ink-3">Values are replaced by ?, comments are left out.</p>
        </Part>
      )}
      {exact && (
        <Part title="As it was sent">
          {exact.state === "shown" ? (
            <Code label="The statement as it was sent">{String(exact.value ?? "")}</Code>
          ) : (
            <p className="text-dense">
              <Missing>{whyNot(exact.state)}</Missing>
            </p>
          )}
        </Part>
      )}
      {facts.length > 0 && (
        <Part>
          <Facts facts={facts} />
        </Part>
      )}
    </>
  );
}

function whyNot(state: "hidden" | "erased" | "hashed" | "omitted"): string {
  if (state === "erased") return "Erased; its proof still holds";
  if (state === "hidden") return "Hidden: it may repeat what a concealed field holds";
  return "Not recorded: it may repeat what a field holds that is left out";
}

/** Exact text. It scrolls inside itself where it is long, so it can be reached by keyboard. */
export function Code({ label, children }: { label: string; children: string }) {
  return (
    <pre
      className="max-h-96 overflow-y-auto rounded-control border border-line bg-sunken px-3.5 py-3 text-meta leading-5 break-words whitespace-pre-wrap"
      tabIndex={0}
      role="group"
      aria-label={label}
    >
      {children}
    </pre>
  );
}
