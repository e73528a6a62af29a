/**
 * Sending to an address that somebody else typed. Nothing of ours that only we can reach may be reached through it: the name is
 * resolved here, each of its addresses is judged, and the connection goes to an address that was judged, whatever the name
 * means a moment later. Redirects are not followed.
 */
import { lookup as resolveName } from "node:dns/promises";
import { type IncomingMessage, type RequestOptions, request as requestPlain } from "node:http";
import { request as requestSecure } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";
import { legible } from "../../access/index.ts";
import { Fault } from "../../event/index.ts";

export interface Destination {
  address: string;
  /** It may lead into a private network. */
  inside: boolean;
}

export interface Resolved {
  address: string;
  family: number;
}

/** All addresses of a name, as the operating system resolves it. */
export type Resolve = (host: string) => Promise<Resolved[]>;

/** What came of one attempt; `says` may be stored and shown. */
export interface Answer {
  taken: boolean;
  /** "Answered 200 OK", or why nothing was answered. */
  says: string;
}

/** Milliseconds for all of it: resolving, connecting, sending, and the answer. */
export const patience = 10_000;
/** Bytes of an answer that are read, and characters of it that are kept. */
const mostRead = 1_024;
const mostKept = 200;
const longestAddress = 2_000;

/** Never reached, also where private networks are allowed: they answer whoever asks with what a machine may do. */
const metadata = ["169.254.0.0/16", "168.63.129.16/32", "100.100.100.200/32", "192.0.0.192/32"];

/** An address that alerts may be sent to. Throws `invalid`; the message does not repeat what may be secret in it. */
export function readDestination(given: string, inside: boolean): URL {
  const text = given.trim();
  if (text.length > longestAddress || !URL.canParse(text)) {
    throw new Fault("invalid", "Expected a whole address such as https://hooks.example.com/vouch. Correct it.");
  }
  const url = new URL(text);
  if (url.protocol !== "https:" && !(inside && url.protocol === "http:")) {
    throw new Fault(
      "invalid",
      inside
        ? "Expected an address that begins with https:// or http://. Correct it."
        : "Expected an address that begins with https://, so that nobody on the way reads what is sent. Correct it.",
    );
  }
  if (url.username || url.password) {
    throw new Fault(
      "invalid",
      "Expected an address without a user name and password: it is shown to others. Put a secret into its path instead.",
    );
  }
  url.hash = "";
  const port = Number(url.port || (url.protocol === "https:" ? 443 : 80));
  if (!inside && port !== 443 && port < 1_024) {
    throw new Fault("invalid", `Expected port 443 or one from 1024 on, got ${port}. Correct the address.`);
  }
  const literal = literalOf(url);
  const refusal = literal === undefined ? undefined : refusalOf(literal, inside);
  if (refusal) throw new Fault("invalid", refusal);
  return url;
}

/** What of an address may be shown: never its path, which may be a secret. */
export function placeOf(url: URL): string {
  return url.pathname === "/" && url.search === "" ? url.origin : `${url.origin}/…`;
}

/** Why nothing is sent to an address of the network; undefined where it may be. */
export function refusalOf(address: string, inside: boolean): string | undefined {
  const plain = address.replace(/%.*$/, ""); // a zone says on which of our own wires
  if (isIP(plain) === 0) return "The name leads to something that is no address of the network.";
  const read = ipaddr.process(plain); // an address of version 4 in the dress of version 6 is what it is
  const range = read.range();
  const never = ["multicast", "broadcast", "unspecified", "linkLocal"].includes(range) || isMetadata(read);
  if (never) return `It leads to ${plain}, which is never sent to: such an address belongs to a machine or to many.`;
  if (inside) return undefined;
  // of version 6 only what is given out to the world (RFC 4291 §2.4, 2000::/3)
  const global = range === "unicast" && (read.kind() === "ipv4" || read.match(ipaddr.parseCIDR("2000::/3")));
  if (global) return undefined;
  return `It leads to ${plain}, which lies in a private or reserved network. An administrator can allow that for a webhook.`;
}

function isMetadata(read: ReturnType<typeof ipaddr.process>): boolean {
  if (read.kind() === "ipv6") return read.toString() === "fd00:ec2::254";
  return metadata.some((range) => read.match(ipaddr.parseCIDR(range)));
}

/** Sends one body. Never throws for what the other side does: what came of it is the answer. */
export async function send(
  { address, inside }: Destination,
  body: string,
  headers: Record<string, string>,
  resolve: Resolve = (host) => resolveName(host, { all: true, verbatim: true }),
  within = patience,
): Promise<Answer> {
  try {
    const url = readDestination(address, inside);
    const signal = AbortSignal.timeout(within);
    const judged = await Promise.race([judge(url, inside, resolve), ended(signal)]);
    return await exchange(url, judged, body, headers, signal, !inside);
  } catch (error) {
    return { taken: false, says: whyNot(error, within) };
  }
}

/** The addresses of a name, each of which may be sent to. One that may not refuses all: whoever holds the name chose it. */
async function judge(url: URL, inside: boolean, resolve: Resolve): Promise<Resolved[]> {
  const literal = literalOf(url);
  const found = literal === undefined ? await resolve(url.hostname) : [{ address: literal, family: isIP(literal) }];
  if (found.length === 0) throw new Fault("invalid", "Its name leads nowhere.");
  for (const { address } of found) {
    const refusal = refusalOf(address, inside);
    if (refusal) throw new Fault("invalid", refusal);
  }
  return found;
}

function exchange(
  url: URL,
  judged: Resolved[],
  body: string,
  headers: Record<string, string>,
  signal: AbortSignal,
  quotes: boolean,
): Promise<Answer> {
  const options: RequestOptions = {
    method: "POST",
    agent: false, // a connection of its own, which nobody else opened
    lookup: lookupOf(judged),
    signal,
    headers: { ...headers, "content-length": Buffer.byteLength(body) },
  };
  return new Promise((done, fail) => {
    const sending = (url.protocol === "https:" ? requestSecure : requestPlain)(url, options, (answer) => {
      const status = answer.statusCode ?? 0;
      const taken = status >= 200 && status < 300;
      readSome(answer, (text) => {
        sending.destroy();
        done({ taken, says: saysOf(answer, taken || !quotes ? "" : text) });
      });
    });
    sending.on("error", fail);
    sending.end(body);
  });
}

/** In the place of the system's: whoever connects gets the addresses that were judged, and no others. */
function lookupOf(judged: Resolved[]): LookupFunction {
  return (_host, options, callback) => {
    const [first] = judged;
    if (options.all) callback(null, judged);
    else callback(null, first?.address ?? "", first?.family);
  };
}

/** Hands on at most the first kilobyte, once, whatever else comes. */
function readSome(answer: IncomingMessage, hand: (text: string) => void): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let handed = false;
  const finish = () => {
    if (handed) return;
    handed = true;
    hand(Buffer.concat(chunks).subarray(0, mostRead).toString("utf8"));
  };
  answer.on("data", (chunk: Buffer) => {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= mostRead) finish();
  });
  for (const event of ["end", "error", "aborted", "close"]) answer.on(event, finish);
}

function saysOf({ statusCode = 0, statusMessage = "" }: IncomingMessage, text: string): string {
  const status = legible(`Answered ${statusCode} ${statusMessage}`.trim(), 80);
  if (statusCode >= 300 && statusCode < 400) return `${status}. Redirects are not followed: enter where it leads.`;
  const said = legible(text.replace(/\s+/g, " ").trim(), mostKept);
  return said === "" ? status : `${status}: ${said}`;
}

function ended(signal: AbortSignal): Promise<never> {
  return new Promise((_, fail) => signal.addEventListener("abort", () => fail(signal.reason), { once: true }));
}

const codes: Record<string, string> = {
  ENOTFOUND: "Its name leads nowhere",
  EAI_AGAIN: "Its name could not be resolved just now",
  ECONNREFUSED: "Nothing listens there",
  ECONNRESET: "The connection was cut",
  EHOSTUNREACH: "The network leads nowhere",
  ENETUNREACH: "The network leads nowhere",
  ETIMEDOUT: "Nothing answered",
};

function whyNot(error: unknown, within: number): string {
  if (error instanceof Fault) return error.message;
  const { name, code, cause } = error as { name?: string; code?: unknown; cause?: { name?: string } };
  if (name === "TimeoutError" || cause?.name === "TimeoutError") return `No answer within ${within / 1_000} seconds.`;
  const said = typeof code === "string" ? code : "no code";
  if (/CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)/.test(said))
    return `Its certificate cannot be trusted (${said}). Nothing was sent.`;
  return `${codes[said] ?? "It could not be reached"} (${said}).`;
}

/** An address of the network in the place of a name; of version 6 without its brackets. */
function literalOf({ hostname }: URL): string | undefined {
  const bare = hostname.replace(/^\[|\]$/g, "");
  return isIP(bare) ? bare : undefined;
}
