/** What a page was given of a database that is to be connected, checked before anything is done with it. */
import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";
import { z } from "zod";
import { Fault, modes } from "../../event/index.ts";

/** How the connection is encrypted: PostgreSQL's own words for `sslmode`. */
export const encryptions = ["prefer", "require", "verify-full", "disable"] as const;

/** The owner's address in its parts, as a form has them. */
export interface GivenAddress {
  host: string;
  port: string;
  database: string;
  user: string;
  password: string;
  encryption: (typeof encryptions)[number];
}

/** What is to be captured, and how. Tables are `schema.table`. */
export interface GivenWish {
  tables: string[];
  /** Chosen modes by table and field; a table that stands here has the defaults for its other fields. */
  modes: Record<string, Record<string, (typeof modes)[number]>>;
  later: "capture" | "report";
  failing: Record<string, "fail" | "pass">;
}

const name = z.string().min(1).max(63); // PostgreSQL's own limit on names, in bytes
const table = z.string().min(3).max(300);
const wish = z.strictObject({
  tables: z.array(table).min(1).max(5_000),
  modes: z.record(table, z.record(z.string().max(64 * 4), z.enum(modes))),
  later: z.enum(["capture", "report"]),
  failing: z.record(table, z.enum(["fail", "pass"])),
});
/** Characters of all modes together. */
const longestModes = 1_000_000;

/** Throws `invalid`. The parts come from a browser and may be anything. */
export function readGivenWish(given: GivenWish): GivenWish {
  const read = wish.safeParse(given);
  if (!read.success || JSON.stringify(read.data.modes).length > longestModes) {
    throw new Fault(
      "invalid",
      "Expected at least one table, and a way to record for each chosen field, but got something else. Load the page again and choose.",
    );
  }
  return read.data;
}

export function readGivenModes(given: GivenWish["modes"][string]): GivenWish["modes"][string] {
  const read = wish.shape.modes.safeParse({ "a.table": given });
  const chosen = read.data?.["a.table"];
  if (!chosen || JSON.stringify(chosen).length > longestModes) {
    throw new Fault("invalid", "Expected a way to record for each chosen field, but got something else. Choose again.");
  }
  return chosen;
}

/**
 * The address as a URL, with its host looked up: databases live in private networks, but where a cloud keeps the credentials of
 * its machines no database does. Throws `invalid`, and `unavailable` where the host has no address.
 */
export async function readGivenAddress(given: GivenAddress): Promise<string> {
  const { host, port, database, user, password, encryption } = readParts(given);
  await refuseLinkLocal(host);
  const url = new URL(`postgres://${host}:${port}`);
  url.username = encodeURIComponent(user);
  url.password = encodeURIComponent(password);
  url.pathname = `/${encodeURIComponent(database)}`;
  if (encryption !== "disable") url.searchParams.set("sslmode", encryption);
  return url.href;
}

/** Where an address points, as pages and entries say it: `postgres://app@db.example:5432/billing`. */
export function placeOfGiven({ host, port, database, user }: GivenAddress): string {
  const said = `postgres://${user}@${host}:${port}/${database}`;
  return said.slice(0, 400);
}

function readParts(given: GivenAddress): GivenAddress {
  const wrong = (sentence: string) => new Fault("invalid", sentence);
  const { host, port, database, user, password, encryption } = given;
  if (![host, port, database, user, password].every((part) => typeof part === "string"))
    throw wrong("Expected host, port, database, user and password, but one is missing. Fill it in.");
  // the driver reads blanks, commas, slashes and colons in a host as something else than one
  if (!/^[a-z\d_]([a-z\d_.-]{0,251}[a-z\d_.])?$/i.test(host))
    throw wrong(
      "Expected the host as a name or an IPv4 address, such as db.example.org or 10.0.0.12. Correct the host.",
    );
  if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65_535)
    throw wrong("Expected a port from 1 to 65535; PostgreSQL’s own is 5432. Correct the port.");
  if (!name.safeParse(database).success)
    throw wrong("Expected the name of a database, 1 to 63 characters. Correct the database.");
  if (!name.safeParse(user).success) throw wrong("Expected the name of a user, 1 to 63 characters. Correct the user.");
  if (password.length > 1_000 || /\0/.test(`${password}${user}${database}`))
    throw wrong("Expected a password of at most 1,000 characters. Correct the password.");
  if (!encryptions.includes(encryption)) throw wrong("Expected one of the ways to encrypt. Choose one.");
  return { host, port, database, user, password, encryption };
}

const refused = new BlockList();
refused.addSubnet("169.254.0.0", 16); // RFC 3927: link-local, where clouds answer with credentials; also within IPv6
refused.addSubnet("fe80::", 10, "ipv6"); // RFC 4291 §2.5.6
refused.addSubnet("64:ff9b::a9fe:0", 112, "ipv6"); // RFC 6052: the first of these behind NAT64
refused.addAddress("fd00:ec2::254", "ipv6"); // the same service of one cloud over IPv6

async function refuseLinkLocal(host: string): Promise<void> {
  let found: { address: string }[];
  try {
    found = await lookup(host, { all: true });
  } catch (cause) {
    throw new Fault(
      "unavailable",
      `Expected a server named ${host}, but no address is known for that name. Check the host.`,
      { cause },
    );
  }
  if (found.some(({ address }) => refused.check(address, isIP(address) === 6 ? "ipv6" : "ipv4"))) {
    throw new Fault(
      "invalid",
      `Expected the host of a database, but ${host} is a link-local address, which Vouch does not connect to. Give the address that the database has in its network.`,
    );
  }
}
