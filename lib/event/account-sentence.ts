/** What people do to come in, and to their own accounts, as sentences. Pure. */
import { count, longestQuoted, type Part, record, shownData, text } from "./part.ts";
import { countOf } from "./reading.ts";
import type { Seen, SeenEvent } from "./seen.ts";

const ways: Record<string, string> = {
  "password and code": " with a password and a code",
  "password and recovery code": " with a password and a recovery code",
};

export const ofAccount: Record<string, (event: SeenEvent) => Part[]> = {
  "user.signed_in": (event) => {
    if (event.decision?.outcome === "denied") return [text("tried to sign in")];
    const provider = textOf(event, "provider");
    if (provider !== undefined) return [text("signed in with "), record(provider)];
    return [text(`signed in${ways[textOf(event, "via") ?? ""] ?? ""}`)];
  },
  "user.password_accepted": (event) => {
    const next = textOf(event, "waits_for") === "enrolment" ? "to set up a second factor" : "for a code";
    return [text(`gave the right password and was asked ${next}`)];
  },
  "user.second_factor_failed": (event) => {
    const reason = textOf(event, "reason");
    return [text("gave the right password and failed at the second step"), text(reason ? `: ${reason}` : "")];
  },
  "second_factor.set_up": (event) => [
    text(
      textOf(event, "replaced") === "yes"
        ? "moved their second factor to another authenticator"
        : "set up a second factor",
    ),
  ],
  "second_factor.removed": (event) => {
    const name = textOf(event, "name");
    if (event.data === undefined) return [text("turned off their second factor")];
    return [text("took away the second factor of "), record(name ?? "an account")];
  },
  "recovery_codes.made": (event) => {
    const made = textOf(event, "recovery_codes");
    return [text("made "), made === undefined ? text("recovery codes") : count(countOf(made, "new recovery code"))];
  },
  "recovery_code.used": (event) => {
    const left = textOf(event, "left");
    const rest = left === undefined ? [] : [text(", "), count(left === "1" ? "1 is left" : `${left} are left`)];
    return [text("used a recovery code"), ...rest];
  },
  "token.made": (event) => [text("made a token for their scripts"), ...called(event, "token")],
  "token.revoked": (event) => [text("ended a token for their scripts"), ...called(event, "token")],
  "token.refused": (event) => {
    const reason = textOf(event, "reason");
    const locked = textOf(event, "locked_minutes");
    const rest = locked === undefined ? [] : [text("; the address was locked for "), count(countOf(locked, "minute"))];
    return [text("tried to read with a token that does not work"), text(reason ? `: ${reason}` : ""), ...rest];
  },
  "person.password_changed": (event) => [text("changed their password"), ...ended(event)],
  "person.confirmation_failed": () => [text("gave a wrong password to change their account")],
  "person.renamed": (event) => {
    const name = event.change?.fields.find((field) => field.name === "name");
    const [before, after] = [quoted(name?.before), quoted(name?.after)];
    if (before === undefined || after === undefined) return [text("changed their name")];
    return [
      text("changed their name from "),
      { kind: "old", text: before },
      text(" to "),
      { kind: "new", text: after },
    ];
  },
  "person.linked": (event) => [
    text("linked the account of "),
    record(textOf(event, "name") ?? "somebody"),
    text(" to their account of "),
    record(textOf(event, "provider") ?? "the provider"),
  ],
  "session.revoked": (event) => {
    const sessions = textOf(event, "sessions");
    const number = sessions === undefined ? text("the sessions") : count(countOf(sessions, "session"));
    const own = textOf(event, "whose") === "own";
    if (own)
      return [
        text("ended "),
        number,
        text(textOf(event, "others") ? " of their own, all but this one" : " of their own"),
      ];
    return [text("ended "), number, text(" of "), record(textOf(event, "name") ?? "an account")];
  },
};

function called(event: SeenEvent, name: string): Part[] {
  const said = textOf(event, name);
  return said === undefined ? [] : [text(", "), record(said)];
}

function ended(event: SeenEvent): Part[] {
  const sessions = textOf(event, "sessions");
  if (sessions === undefined || sessions === "0") return [];
  return [text(", which ended "), count(countOf(sessions, "other session"))];
}

function quoted(side: Seen | undefined): string | undefined {
  const shown = side?.state === "shown" ? side.value : undefined;
  return typeof shown === "string" && shown.length <= longestQuoted ? shown : undefined;
}

function textOf(event: SeenEvent, name: string): string | undefined {
  const value = shownData(event, name);
  return typeof value === "string" && value !== "" ? value : undefined;
}
