/** What readers of Vouch did to find, open and export what is recorded, and to see who looked, as parts of a sentence. Pure. */
import { longestQuoted, type Part, record, shownData, text } from "./part.ts";
import { keyText, words } from "./reading.ts";
import type { SeenEvent } from "./seen.ts";

export const ofRecords: Record<string, (event: SeenEvent) => Part[]> = {
  "record.searched": (event) => {
    const typed = said(event, "find");
    const kind = said(event, "kind");
    if (typed === undefined && kind !== undefined) return [text("looked through the records of "), record(words(kind))];
    return typed === undefined ? [text("looked for a record")] : [text("looked for the record "), record(`“${typed}”`)];
  },
  "record.opened": (event) => [text("opened the history of "), record(nameOf(event))],
  "restore_script.made": (event) => [text("made a script that restores "), record(nameOf(event))],
  "ledger.exported": () => [text("exported "), record("every entry of the ledger")],
  "look.searched": (event) => {
    const [person, kind, id] = [said(event, "person"), said(event, "kind"), said(event, "id")];
    if (kind !== undefined && id !== undefined)
      return [text("looked up who looked at "), record(`${words(kind)} ${keyText(id)}`)];
    return person === undefined
      ? [text("looked up who looked at what")]
      : [text("looked up what "), record(person), text(" looked at")];
  },
};

function nameOf({ target }: SeenEvent): string {
  if (!target) return "a record";
  return target.id === undefined ? words(target.type) : `${words(target.type)} ${keyText(target.id)}`;
}

/** A short text among the data. */
function said(event: SeenEvent, name: string): string | undefined {
  const value = shownData(event, name);
  const fits = typeof value === "string" && value !== "" && value.length <= longestQuoted && !value.includes("\n");
  return fits ? value : undefined;
}
