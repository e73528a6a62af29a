/**
 * Mail, where an operator has set it up: VOUCH_SMTP_URL (smtps://user:password@host:465, or smtp:// with STARTTLS where the
 * server offers it) and VOUCH_MAIL_FROM. Plain text to one person. Nothing depends on it: what a mail says stands on a page too.
 */
import { Fault } from "../event/index.ts";
import { isEmail } from "./people.ts";

export interface Mail {
  to: { name: string; address: string };
  subject: string;
  text: string;
}

/** What became of a mail; `sentence` says why it was not sent, and names no secret. */
export type Sent = { outcome: "sent" } | { outcome: "off" } | { outcome: "failed"; sentence: string };

export interface MailSettings {
  url: string;
  from: string;
}

/** Milliseconds for each step; a person waits. */
const patience = 8_000;

/** Undefined where no mail is set up. Throws `invalid` for settings that cannot work; the message holds no password. */
export function readMailSettings(env: NodeJS.ProcessEnv = process.env): MailSettings | undefined {
  const { VOUCH_SMTP_URL: url, VOUCH_MAIL_FROM: from } = env;
  if (!url && !from) return undefined;
  if (!url || !URL.canParse(url) || !/^smtps?:$/.test(new URL(url).protocol)) {
    throw new Fault(
      "invalid",
      "Expected VOUCH_SMTP_URL such as smtps://user:password@mail.example:465, got something else. Correct it.",
    );
  }
  const address = /<([^<>]+)>\s*$/.exec(from ?? "")?.[1] ?? from ?? "";
  if (!from || /[\r\n]/.test(from) || !isEmail(address.trim().toLowerCase())) {
    throw new Fault(
      "invalid",
      "Expected VOUCH_MAIL_FROM such as Vouch <vouch@example.org>, got something else. Correct it.",
    );
  }
  return { url, from };
}

/** Sends one mail, and says what became of it instead of throwing: whoever asked for it has another way. */
export async function sendMail(mail: Mail, env: NodeJS.ProcessEnv = process.env): Promise<Sent> {
  try {
    const settings = readMailSettings(env);
    if (!settings) return { outcome: "off" };
    await deliver(mail, settings);
    return { outcome: "sent" };
  } catch (error) {
    const reason = error instanceof Fault ? error.message : whyNot(error);
    console.error(`mail: ${reason}`);
    return { outcome: "failed", sentence: `The mail was not sent. ${reason}` };
  }
}

async function deliver({ to, subject, text }: Mail, { url, from }: MailSettings): Promise<void> {
  const { createTransport } = await import("nodemailer");
  const timeouts = { connectionTimeout: patience, greetingTimeout: patience, socketTimeout: patience };
  const transport = createTransport({ url, ...timeouts, disableFileAccess: true, disableUrlAccess: true });
  try {
    const headers = { "Auto-Submitted": "auto-generated" }; // RFC 3834 §5: nobody's absence answers it
    await transport.sendMail({ from, to, subject, text, headers });
  } finally {
    transport.close();
  }
}

/** What a server answers may repeat addresses and passwords: its codes alone are said. */
function whyNot(error: unknown): string {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  const answered = typeof responseCode === "number" ? `, ${responseCode}` : "";
  const said = typeof code === "string" ? code : "no code";
  if (said === "EAUTH") return `The mail server refused the user name or password (${said}${answered}).`;
  if (typeof responseCode === "number") return `The mail server refused it (${said}${answered}).`;
  return `The mail server could not be reached (${said}).`;
}
