/** What the palette offers: to whom, and for what somebody typed. Nothing here asks the server, so typing is no act. */
import type { Permission } from "@/lib/access";
import { grouped } from "@/lib/event";
import { entryAddress } from "../entry/address";
import { eventsAddress } from "../event/address";
import { asksFor } from "../home/asks";
import { recordsAddress } from "../record/address";
import type { Reader } from "../shell/here";
import type { PlaceAddress } from "../shell/places";
import { jumpKeys } from "./jump-keys";
import type { Visited } from "./visits";

export type Does =
  | { go: string }
  | { theme: "light" | "dark" | "system" }
  | { show: "zones" | "help" }
  | { begin: "tour" }
  | { zone: string };

export interface Command {
  /** Unique. */
  says: string;
  hint?: string;
  /** More words by which it is found. */
  words?: string;
  place?: PlaceAddress;
  does: Does;
}

export interface CommandGroup {
  name: string;
  commands: Command[];
}

/**
 * What is offered for the typed words: commands whose names hold each of them, and what they may mean by themselves. A number, a
 * record or an e-mail is meant as such, and comes first; other words may be anything.
 */
export function offersFor(typed: string, reader: Reader, recent: Visited[]): CommandGroup[] {
  const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const matching = commandsFor(reader, recent)
    .map(({ name, commands }) => ({ name, commands: commands.filter((command) => holds(command, wanted)) }))
    .filter(({ commands }) => commands.length > 0);
  const meant = guesses(typed, reader);
  if (meant.length === 0) return matching;
  const group = { name: `“${typed.trim()}”`, commands: meant };
  return /\d|@/.test(typed) ? [group, ...matching] : [...matching, group];
}

function holds({ says, words = "", hint = "" }: Command, wanted: string[]): boolean {
  const text = `${says} ${words} ${hint}`.toLowerCase();
  return wanted.every((word) => text.includes(word));
}

/** Everything that needs no typing. */
function commandsFor(reader: Reader, recent: Visited[]): CommandGroup[] {
  const may = mayOf(reader);
  const places = reader.groups.flatMap((group) =>
    group.places.map(({ address, name }) => ({
      says: name,
      hint: jumpKeys[address] && `g ${jumpKeys[address]}`,
      words: "go to page",
      place: address,
      does: { go: address },
    })),
  );
  const groups: CommandGroup[] = [
    { name: "Pages", commands: places },
    {
      name: "Recent in this browser",
      commands: recent.filter(() => may("events.search")).map(({ address, says }) => ({ says, does: { go: address } })),
    },
    {
      name: "Questions",
      commands: asksFor(may).map(({ asks, hint, address }) => ({ says: asks, hint, does: { go: address } })),
    },
    { name: "This browser", commands: settings(reader) },
  ];
  return groups.filter(({ commands }) => commands.length > 0);
}

function settings({ demo }: Reader): Command[] {
  return [
    { says: "Help for this page", hint: "?", words: "keys shortcuts explain", does: { show: "help" } },
    ...(demo ? [{ says: "Take the tour", words: "guide demo start", does: { begin: "tour" } } as const] : []),
    { says: "Account and sessions", words: "password second factor sign out", does: { go: "/account" } },
    { says: "Show times in UTC", words: "time zone", does: { zone: "UTC" } },
    { says: "Show times in another zone…", words: "time zone city clock", does: { show: "zones" } },
    { says: "Light theme", words: "appearance colours", does: { theme: "light" } },
    { says: "Dark theme", words: "appearance colours night", does: { theme: "dark" } },
    { says: "Theme as the system has it", words: "appearance colours", does: { theme: "system" } },
  ];
}

/** What the typed words may mean: an entry, a record, somebody, a table. */
function guesses(typed: string, reader: Reader): Command[] {
  const text = typed.trim();
  if (text === "" || text.length > 200) return [];
  const may = mayOf(reader);
  const found: (Command | false)[] = [
    may("entry.open") && entryNamed(text),
    may("record.open") && recordNamed(text),
    may("people.view") && isEmail(text) && { says: `Find ${text} among the people`, does: { go: peopleAddress(text) } },
    may("looks.view") && isEmail(text) && { says: `What ${text} looked at`, does: { go: looksAddress(text) } },
    may("events.search") && {
      says: `What ${text} did`,
      hint: "Events of this actor",
      does: { go: eventsAddress({ actor: text }) },
    },
    may("events.search") &&
      /^[\w.]+$/.test(text) &&
      !/^\d+$/.test(text) && {
        says: `Changes of the table ${text}`,
        hint: "Events",
        does: { go: eventsAddress({ record: text }) },
      },
  ];
  return found.filter((command) => command !== false);
}

/** "1204331", "entry 1,204,331", "#12" */
function entryNamed(text: string): Command | false {
  const [, digits = ""] = /^(?:entry\s*)?#?\s*(\d[\d,. {2}]{0,20})$/i.exec(text) ?? [];
  const index = digits.replaceAll(/\D/g, "").replace(/^0+(?=\d)/, "");
  return (
    index !== "" && index.length <= 15 && { says: `Open entry ${grouped(index)}`, does: { go: entryAddress(index) } }
  );
}

/** "customers 10482" */
function recordNamed(text: string): Command | false {
  const [, type, id] = /^([\p{L}_][\p{L}\p{N}_.]*)\s+(\S.*)$/u.exec(text) ?? [];
  if (!type || !id || /^entry$/i.test(type)) return false;
  return { says: `Find the record ${id} of ${type}`, does: { go: recordsAddress({ find: `${type} ${id}` }) } };
}

const isEmail = (text: string) => /^[^\s@]+@[^\s@]+$/.test(text);
const peopleAddress = (text: string) => `/people?${new URLSearchParams({ find: text })}`;
const looksAddress = (person: string) => `/looks?${new URLSearchParams({ person })}`;

function mayOf(reader: Reader): (permission: Permission) => boolean {
  return (permission) => reader.may.includes(permission);
}
