import { afterEach, expect, test, vi } from "vitest";
import { letterOf } from "./letter.ts";
import { readMailSettings, sendMail } from "./mail.ts";
import { closeMailServers, mailPassword, mailServer } from "./test-mail.ts";

const ines = { id: "1", name: "Inés Roth", email: "ines@harbor.example", role: "auditor" } as const;
const ada = { name: "Ada Marsh", email: "ada@harbor.example" };
const link = { address: "https://vouch.example/join#s3cret", expiresAt: "2026-11-27T13:40:12.000000Z" };
const from = "Vouch <vouch@harbor.example>";

afterEach(async () => {
  await closeMailServers();
  vi.restoreAllMocks();
});

const env = (url: string | undefined, more = {}): NodeJS.ProcessEnv => ({
  NODE_ENV: "test",
  VOUCH_SMTP_URL: url,
  VOUCH_MAIL_FROM: from,
  ...more,
});

test("a letter arrives as plain text, to one person, with the link whole on a line of its own", async () => {
  const { url, received } = await mailServer();
  expect(await sendMail(letterOf("invitation", ines, ada, link), env(url))).toEqual({ outcome: "sent" });
  expect(received).toMatchObject([{ from: "vouch@harbor.example", to: ["ines@harbor.example"] }]);
  const [{ text } = { text: "" }] = received;
  expect(text).toMatch(/^Content-Type: text\/plain/im);
  expect(text).toMatch(/^Subject: Ada Marsh invites you to Vouch/m);
  expect(text).toMatch(/^Auto-Submitted: auto-generated/m);
  const body = text.slice(text.indexOf("\r\n\r\n") + 4);
  const plain = /quoted-printable/i.test(text) ? unquoted(body) : body;
  expect(plain).toMatch(/^https:\/\/vouch\.example\/join#s3cret$/m);
  expect(plain).toContain("as external auditor");
  expect(plain).toContain("until 27 November 2026, 13:40 UTC");
});

test("a name cannot add a header or a recipient", async () => {
  const { url, received } = await mailServer();
  const name = 'Mallory"\r\nBcc: everybody@harbor.example\r\n\r\n<x@evil.example>, y';
  await sendMail(letterOf("reset", { ...ines, name }, { ...ada, name }, link), env(url));
  expect(received).toMatchObject([{ to: ["ines@harbor.example"] }]);
  const [head] = received[0]?.text.split("\r\n\r\n") ?? [];
  expect(head).toMatch(/^To:/m);
  expect(head).not.toMatch(/^Bcc:/im);
});

test("what goes wrong is said by its code, without the password, the address or what the server answered", async () => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => {});
  const refusing = await mailServer({ refuse: true });
  const good = await mailServer();
  const wrong = good.url.replace(mailPassword, "wrong-secret");
  const closed = "smtp://127.0.0.1:1";
  const letter = letterOf("reset", ines, ada, link);
  const said = [];
  for (const url of [refusing.url, wrong, closed, "https://mail.example"]) {
    const sent = await sendMail(letter, env(url));
    said.push(sent.outcome === "failed" ? sent.sentence : sent.outcome);
  }
  expect(said[0]).toMatch(/refused it \(EENVELOPE, 550\)/);
  expect(said[1]).toMatch(/user name or password \(EAUTH, 535\)/);
  expect(said[2]).toMatch(/could not be reached \(ESOCKET\)|\(ECONNECTION\)/);
  expect(said[3]).toMatch(/VOUCH_SMTP_URL/);
  for (const text of [...said, ...logged.mock.calls.flat()]) {
    expect(text).not.toMatch(/wrong-secret|never-shown|s3cret|ines@/);
  }
  expect(good.received).toEqual([]);
});

test("without settings no mail is sent, and settings that cannot work are told apart at the start", async () => {
  expect(await sendMail(letterOf("reset", ines, ada, link), env(undefined, { VOUCH_MAIL_FROM: undefined }))).toEqual({
    outcome: "off",
  });
  expect(readMailSettings(env("smtps://u:p@mail.example:465"))).toEqual({ url: "smtps://u:p@mail.example:465", from });
  for (const faulty of [
    env("mail.example:25"),
    env("smtp://m", { VOUCH_MAIL_FROM: "Vouch" }),
    env("smtp://m", { VOUCH_MAIL_FROM: "" }),
    env(""),
  ]) {
    expect(() => readMailSettings(faulty)).toThrow(/Expected VOUCH_/);
  }
});

function unquoted(text: string): string {
  return text
    .replace(/=\r\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_all, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\r/g, "");
}
