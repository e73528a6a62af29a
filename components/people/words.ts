/** The words for how somebody stands, signs in and sees. */
import type { KnownSource, ListedPerson, PersonState, Role, Roster } from "@/lib/access";
import { capitalised, countOf, roleName } from "@/lib/event";
import { dateWords, minuteTime } from "../event/time";
import type { Zone } from "../event/zone";

/** Roles as they are chosen from, with what each is for. An administrator is made by two people. */
export const roleChoices: { role: Exclude<Role, "administrator">; help: string }[] = [
  { role: "compliance", help: "finds who changed what, reveals concealed values, decides on requests" },
  { role: "auditor", help: "looks inside a fixed period and chosen sources, and changes nothing" },
  { role: "approver", help: "approves or refuses what others ask for" },
  { role: "engineer", help: "connects sources, makes API keys, names logins" },
];

export const roleWords = (role: string) => capitalised(roleName(role));

export const stateNames: Record<PersonState, string> = {
  active: "Active",
  locked: "Locked out",
  invited: "Invited",
  expired: "Invitation expired",
  deactivated: "Deactivated",
  withdrawn: "Invitation withdrawn",
};

/** A state that needs a word, with its look; being active is the normal. */
export function stateSaid(
  { state, until }: ListedPerson,
  zone: Zone,
): { look: "attention" | "plain"; says: string } | undefined {
  if (state === "active") return undefined;
  if (state === "locked") return { look: "attention", says: `Locked out until ${minuteTime(until ?? "", zone)}` };
  if (state === "invited") return { look: "plain", says: `Invited until ${minuteTime(until ?? "", zone)}` };
  return { look: "plain", says: stateNames[state] };
}

/** "Signs in with a password and a second factor." */
export function signsIn({ hasPassword, hasProvider, secondFactor, state }: ListedPerson): string {
  if (!hasPassword && !hasProvider) return state === "withdrawn" ? "Never came." : "Has not come yet.";
  const ways = [
    ...(hasPassword ? [secondFactor ? "a password and a second factor" : "a password, without a second factor"] : []),
    ...(hasProvider ? ["the provider"] : []),
  ];
  return `Signs in with ${ways.join(", or with ")}.`;
}

/** "Sees 1 January 2026 to 30 June 2026 (days in UTC) in harbor." Undefined where nothing is limited. */
export function seesSaid(
  { scope, days }: Pick<ListedPerson, "scope" | "days">,
  sources: KnownSource[],
): string | undefined {
  if (!scope) return "What they may see cannot be read, so they see nothing. Set it again.";
  const { from, to } = days;
  if (scope.sources?.length === 0) return "Sees nothing until an administrator has set a period and sources.";
  if (!from && !to && !scope.sources) return undefined;
  const period =
    from && to
      ? `${dateWords(from)} to ${dateWords(to)} (days in UTC)`
      : from
        ? `what happened from ${dateWords(from)} on (UTC)`
        : to
          ? `what happened up to ${dateWords(to)} (UTC)`
          : "every day";
  const names = scope.sources?.map((id) => sources.find((source) => source.id === id)?.name ?? "a source that is gone");
  return `Sees ${period} ${names ? `in ${names.join(", ")}` : "in every source"}.`;
}

export function headline({ counts }: Roster): string {
  const here = counts.active + counts.locked;
  const invited = counts.invited > 0 ? `, ${countOf(String(counts.invited), "person", "people")} invited` : "";
  return `${countOf(String(here), "person", "people")} ${here === 1 ? "uses" : "use"} Vouch${invited}.`;
}
