/**
 * A token with which a page may go on asking what is new for a search that was recorded: it names the search, and is good for this
 * person alone, for 12 hours. Nothing else lets anybody poll, so no query is polled that no entry tells of.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import type { Principal } from "../../access/index.ts";
import type { Home } from "../../database/index.ts";
import { instant, microseconds } from "../../event/index.ts";

export interface Tail {
  /** Text of the query, and the zone of its days. */
  text: string;
  zone: string;
}

const lasting = 12n * 3_600_000_000n;
const longest = 20_000;

export function makeTail(home: Home, { person }: Principal, { text, zone }: Tail, now: string): string {
  const said = Buffer.from(JSON.stringify([instant(microseconds(now) + lasting), zone, text])).toString("base64url");
  return `${said}.${signed(home, person.id, said).toString("base64url")}`;
}

/** The search that a token names; nothing where it is not this person's, over, or not ours. */
export function readTail(home: Home, { person }: Principal, token: string, now: string): Tail | undefined {
  const [said = "", signature = "", ...more] = token.length > longest ? [] : token.split(".");
  const given = Buffer.from(signature, "base64url");
  const expected = signed(home, person.id, said);
  if (more.length > 0 || given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  const [until, zone, text] = JSON.parse(Buffer.from(said, "base64url").toString("utf8")) as [string, string, string];
  return until > now ? { text, zone } : undefined;
}

function signed(home: Home, person: string, said: string): Buffer {
  return createHmac("sha256", home.secret("search tokens")).update(`${person}\0${said}`).digest();
}
