/** The words of the mails that bring somebody a link. Pure. */
import { roleName } from "../event/index.ts";
import type { Purpose } from "./links.ts";
import type { Mail } from "./mail.ts";
import type { Person } from "./principal.ts";

/** "27 November 2026, 13:40 UTC" */
function minuteOf(time: string): string {
  const date = new Date(`${time.slice(0, 19)}Z`);
  const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  return `${day.format(date)}, ${time.slice(11, 16)} UTC`;
}

export function letterOf(
  purpose: Purpose,
  to: Person,
  by: Pick<Person, "name" | "email">,
  link: { address: string; expiresAt: string },
): Mail {
  const until = `It works once, until ${minuteOf(link.expiresAt)}.`;
  const place = new URL(link.address).origin;
  const text =
    purpose === "invitation"
      ? [
          `${by.name} (${by.email}) made an account for you in Vouch at ${place}, as ${roleName(to.role)}.`,
          `Choose your password with this link. ${until}`,
          link.address,
          "Nothing is opened until the link is used. If you did not expect this, do not use it.",
        ]
      : [
          `${by.name} (${by.email}) made a link with which you choose a new password for Vouch at ${place}.`,
          `${until} Using it ends the sessions in which you are signed in.`,
          link.address,
          `If you did not ask for this, do not use the link, and ask ${by.name} about it. Your password stays as it is until then.`,
        ];
  return {
    to: { name: to.name, address: to.email },
    subject: purpose === "invitation" ? `${by.name} invites you to Vouch` : "A new password for Vouch",
    text: `${[`Hello ${to.name},`, ...text].join("\n\n")}\n`,
  };
}
