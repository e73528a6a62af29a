/** Why a link opens nothing, and the way on. */
import type { OpenedLink } from "@/lib/access";

export type Refused = Exclude<OpenedLink, { outcome: "good" }> | { outcome: "none" };

export function refusalOf(refused: Refused): { title: string; sentence: string } {
  const whom = "madeBy" in refused && refused.madeBy ? refused.madeBy : "an administrator";
  const another = `Ask ${whom} for a new link.`;
  switch (refused.outcome) {
    case "used":
      return {
        title: "This link was used, or replaced by a newer one",
        sentence: `If you chose your password with it, sign in. If not, look for a newer mail. ${another}`,
      };
    case "expired":
      return {
        title: "The time of this link is over",
        sentence: `It worked for ${refused.purpose === "invitation" ? "7 days" : "24 hours"}. ${another}`,
      };
    case "withdrawn":
      return {
        title: refused.purpose === "invitation" ? "This invitation was withdrawn" : "This account is deactivated",
        sentence: `The link opens nothing any more. If you think that this is a mistake, ask ${whom}.`,
      };
    case "locked":
      return {
        title: "Too many links from here did not work",
        sentence: `Try again in ${refused.minutes} ${refused.minutes === 1 ? "minute" : "minutes"}. A link that works is not used up by waiting.`,
      };
    case "unknown":
      return {
        title: "This link is not known",
        sentence:
          "A part of it may be missing. Copy all of it, up to its last letter, or ask an administrator for a new one.",
      };
    case "none":
      return {
        title: "The address is not whole",
        sentence: "What makes the link yours stands behind a # at its end. Copy all of it from the mail or message.",
      };
  }
}
