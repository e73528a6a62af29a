/** Those of Harbor who use Vouch: invited, joined, signed in, by the functions that the pages call. */
import { hash } from "@node-rs/argon2";
import {
  createFirstAdministrator,
  createSetupCode,
  findPrincipal,
  invitePerson,
  join,
  type Principal,
  signIn,
  type Web,
} from "../access/index.ts";
import type { Sql } from "../database/index.ts";
import { instant } from "../event/index.ts";
import { people, type User, users } from "./cast.ts";
import type { StoryClock } from "./clock.ts";

export interface Account {
  who: User;
  email: string;
  password: string;
  address: string;
}
export type Users = Record<User, Account>;

const minute = 60_000_000n;
const day = 86_400_000_000n;

/** Everybody who uses Vouch, with the password that all of them have. */
export function accountsWith(password: string): Users {
  return Object.fromEntries(
    users.map(({ who }) => [who, { who, email: people[who].email, password, address: people[who].address }]),
  ) as Users;
}

export async function welcome(owner: Sql, web: Web, clock: StoryClock, password: string): Promise<Users> {
  const code = (await createSetupCode(owner)) ?? "";
  const { oliver } = people;
  const whence = { address: oliver.address, userAgent };
  await createFirstAdministrator({ code, name: oliver.name, email: oliver.email, password }, whence, web);
  const accounts = accountsWith(password);
  const administrator = await principalOf(accounts.oliver, web);
  for (const { who, role } of users) {
    if (who === "oliver") continue;
    clock.set(clock.now() + 3n * minute);
    await inviteAndJoin(administrator, who, role, password, web);
  }
  return accounts;
}

const userAgent = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0";

async function inviteAndJoin(by: Principal, who: User, role: string, password: string, web: Web): Promise<void> {
  const { email, name, address } = people[who];
  const now = web.clock();
  const from = now.slice(0, 10);
  const to = instant(BigInt(Date.parse(from)) * 1000n + 400n * day).slice(0, 10);
  const wish = { email, name, role, ...(role === "auditor" && { scope: { from, to } }) };
  const made = await locally(() => invitePerson(by, wish, web));
  const secret = new URL(made.address).hash.slice(1);
  await join({ secret, name, password }, { address, userAgent }, web);
}

/** Invitations hold the address of this Vouch, which need not be known yet, and no letter goes to people who do not exist. */
async function locally<T>(work: () => Promise<T>): Promise<T> {
  const { NEXTAUTH_URL, VOUCH_SMTP_URL } = process.env;
  process.env.NEXTAUTH_URL = "http://127.0.0.1";
  delete process.env.VOUCH_SMTP_URL;
  try {
    return await work();
  } finally {
    restore("NEXTAUTH_URL", NEXTAUTH_URL);
    restore("VOUCH_SMTP_URL", VOUCH_SMTP_URL);
  }
}

function restore(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}

/** Signs somebody in, as they would. */
export async function principalOf({ email, password, address }: Account, web: Web): Promise<Principal> {
  const whence = { address, userAgent };
  const result = await signIn({ email, password }, whence, web);
  const principal = result.outcome === "signed-in" ? await findPrincipal(result.secret, whence, web) : undefined;
  if (!principal) throw new Error(`expected ${email} to be signed in, but: ${result.outcome}`);
  return principal;
}

/** Hashing is slow on purpose, and these people sign in hundreds of times: meanwhile their passwords are hashed cheaply. Returns what undoes it. */
export async function hashCheaply(owner: Sql, password: string): Promise<() => Promise<void>> {
  const cheap = await hash(password, { memoryCost: 8, timeCost: 1, parallelism: 1 });
  const before = await owner<
    { id: string; password: string }[]
  >`select id, password from app.people where password is not null`;
  await owner`update app.people set password = ${cheap} where password is not null`;
  return async () => {
    for (const { id, password: real } of before) await owner`update app.people set password = ${real} where id = ${id}`;
  };
}
