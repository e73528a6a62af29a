/** The words of the identities page. Pure. */
import type { GivenIdentity } from "@/lib/access";
import { countOf } from "@/lib/event";
import type { Unnamed, UnnamedActor } from "@/lib/search";

/** One sentence that says whether anybody acted without a name. */
export function headline({ actors, more, anything, days }: Unnamed): string {
  const open = actors.filter(({ named }) => named === undefined);
  const period = `in the last ${days} days`;
  if (!anything) return `No changes were recorded ${period}.`;
  if (open.length === 0) return `Every change ${period} says who made it.`;
  const changes = open.reduce((sum, { changes }) => sum + BigInt(changes), 0n);
  const made = `${more > 0 ? "more than " : ""}${countOf(changes.toString(), "change")} ${period} without a name.`;
  return `${whoIn(open, more)} made ${made}`;
}

function whoIn(open: UnnamedActor[], more: number): string {
  const logins = new Set(open.map(({ login, source }) => login && `${source.id} ${login}`));
  if (more > 0) return `More than ${countOf(String(open.length), "sender")}`;
  return logins.has(undefined) ? countOf(String(open.length), "sender") : countOf(String(logins.size), "login");
}

/** "report_ro" and "nightly-billing.sh" as a name to begin with. */
export function suggestedName(text: string): string {
  const spaced = text
    .replace(/\.(sh|py|js|ts|rb|pl|php|exe|jar)$/i, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
  return spaced.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
}

/** A stable id to begin with: small letters, digits and hyphens. */
export function suggestedId(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60);
}

/** What the form begins with, to give a name to somebody of the list. Where there are several sources, for that one alone. */
export function proposed({ login, application, source }: UnnamedActor, sources: Unnamed["sources"]): GivenIdentity {
  const from = login ?? application ?? "";
  return {
    actor: suggestedId(from),
    kind: "service",
    name: suggestedName(from),
    matches: {
      login: login ? [login] : [],
      application: login ? [] : application ? [application] : [],
      source: sources.length > 1 && sources.some(({ id }) => id === source.id) ? [source.id] : [],
    },
  };
}
