/** What the story plays on: Vouch's own database, two captured ones, the ledger, the sources, and who is who. */
import { createIdentity, makeKey, openWeb, type Principal, type Web } from "../access/index.ts";
import { PostgresOutboxes, protect } from "../capture/index.ts";
import { connect, type Home, loginUrl, prepareDatabase, type Sql } from "../database/index.ts";
import { instant } from "../event/index.ts";
import { createLedger, post, vouchSource } from "../ledger/index.ts";
import type { Place, SystemName } from "./act.ts";
import { identities } from "./cast.ts";
import { type StoryClock, storyClock } from "./clock.ts";
import { billingSchema, databaseNames, fieldModes, payrollSchema, roles } from "./databases.ts";
import { hints } from "./hints.ts";
import { principalOf, type Users, welcome } from "./people.ts";
import { makeSourceClock, setSourceClock } from "./source-clock.ts";

export interface Wish {
  home: Home;
  /** The superuser's address of a database on the demo's own server, which is made where there is none. */
  database(name: "vouch" | Place): Promise<string>;
  /** When the story is told: UTC, six decimals. It ends there. */
  now: string;
  /** Of everybody who can be tried. */
  password: string;
  /** 1: all of it. */
  scale: number;
  say(line: string): void;
}

export interface Source {
  id: string;
  url: string;
  /** A superuser, with one connection. */
  owner: Sql;
  /** The login with which Vouch reads. */
  reader: string;
}

export interface Ground {
  wish: Wish;
  clock: StoryClock;
  ledger: string;
  /** Vouch's own database, as its owner, and with the sequencer's login. */
  owner: Sql;
  sequencer: Sql;
  web: Web;
  outboxes: PostgresOutboxes;
  sources: Record<Place, Source>;
  /** Secrets of the keys with which systems report. */
  keys: Record<SystemName, string>;
  users: Users;
  close(): Promise<void>;
}

/** Makes all of it in the first morning of the story. */
export async function makeGround(wish: Wish, began: bigint): Promise<Ground> {
  const clock = storyClock(began);
  const url = await wish.database("vouch");
  await prepareDatabase(url, wish.home);
  const owner = connect(url, { application: "vouch demo", max: 2 });
  await owner.unsafe(quickly(url));
  const ledger = await beginLedger(owner, clock, began);
  const web = openWeb(loginUrl(wish.home, url, "web"), wish.home, clock);
  const sequencer = connect(loginUrl(wish.home, url, "sequencer"), { application: "vouch sequencer", max: 2 });
  const users = await welcome(owner, web, clock, wish.password);
  const pass = (minutes: number) => clock.set(clock.now() + BigInt(minutes) * 60_000_000n);
  pass(7);
  const engineer = await principalOf(users.jonas, web);
  const sources = {} as Record<Place, Source>;
  for (const place of ["billing", "payroll"] as const) {
    pass(4);
    sources[place] = await protectPlace(place, wish, { web, ledger, engineer, clock });
  }
  for (const identity of identities) {
    pass(1);
    await createIdentity(engineer, identity, web);
  }
  const keys = await makeKeys(engineer, web);
  const outboxes = new PostgresOutboxes(sequencer, wish.home);
  const close = async () => {
    await outboxes.close();
    const all = [owner, sequencer, web.sql, ...Object.values(sources).map((source) => source.owner)];
    await Promise.all(all.map((sql) => sql.end({ timeout: 2 })));
  };
  return { wish, clock, ledger, owner, sequencer, web, outboxes, sources, keys, users, close };
}

/** What is lost in a crash is told again from the beginning, so nothing waits for the disk. */
function quickly(url: string): string {
  return `alter database "${decodeURIComponent(new URL(url).pathname.slice(1))}" set synchronous_commit = off`;
}

async function beginLedger(owner: Sql, clock: StoryClock, began: bigint): Promise<string> {
  const ledger = await createLedger(owner, "Harbor Clinic Pay", clock);
  await owner`update ledger.ledgers set demo = true where id = ${ledger}`;
  await owner`update app.sources set created_at = ${instant(began)} where id = ${vouchSource.id}`;
  await owner`select ledger.make_partitions(${instant(began)}, 10)`;
  await post(
    owner,
    {
      type: "ledger.demo_began",
      category: "configuration",
      actor: { kind: "service", id: "vouch", name: "Vouch", attribution: "verified" },
      target: { system: "vouch", type: "ledger", id: ledger },
      data: [
        { name: "name", type: "text", mode: "keep", value: "Harbor Clinic Pay" },
        { name: "says", type: "text", mode: "keep", value: "This is a demo. Nothing in this ledger happened." },
      ],
    },
    clock,
  );
  return ledger;
}

interface Protector {
  web: Web;
  ledger: string;
  engineer: Principal;
  clock: StoryClock;
}

async function protectPlace(place: Place, wish: Wish, by: Protector): Promise<Source> {
  const url = await wish.database(place);
  const owner = connect(url, { application: "vouch demo", max: 1 });
  await owner.unsafe(quickly(url));
  await owner.unsafe("set synchronous_commit = off");
  await owner.unsafe(roles);
  await makeSourceClock(owner, by.clock.now());
  await owner.unsafe(place === "billing" ? billingSchema(wish.scale) : payrollSchema);
  const { source } = await protect(
    { url, fields: fieldModes[place], later: "report" },
    { ...protecting(by, wish.home), demo: true },
  );
  await by.web.sql`
    update app.sources set name = ${databaseNames[place]}, created_at = ${by.clock()}, settings = settings || ${by.web.sql.json({ hints: hints[place] } as never)}
    where id = ${source}`;
  const [found] = await owner<{ reader: string }[]>`
    select rolname as reader from pg_roles r where rolname like 'vouch\\_reader\\_%'
      and has_table_privilege(r.oid, 'vouch.outbox', 'select') limit 1`;
  const reader = found?.reader ?? "";
  await setSourceClock(owner, reader);
  return { id: source, url, owner, reader };
}

/** What `protect` is told; the engineer does it. */
export function protecting({ web, ledger, engineer, clock }: Protector, home: Home) {
  const { email, name } = engineer.person;
  const actor = { kind: "human", id: email, name, attribution: "verified" } as const;
  return { sql: web.sql, home, ledger, actor, clock };
}

const systems = {
  clinic: {
    name: "Clinic portal",
    actor: "clinic-portal",
    categories: ["authentication", "sensitive_read", "statement"],
  },
  payroll: { name: "Payroll app", actor: "payroll-app", categories: ["authentication", "sensitive_read"] },
  agents: { name: "Agent platform", actor: "agent-platform", categories: ["agent_decision"] },
  identity: { name: "Identity provider", actor: "identity-provider", categories: ["authentication", "permission"] },
} as const;

async function makeKeys(engineer: Principal, web: Web): Promise<Record<SystemName, string>> {
  const keys = {} as Record<SystemName, string>;
  for (const system of Object.keys(systems) as SystemName[]) {
    const { name, actor, categories } = systems[system];
    const wish = {
      system: { name, flagged: ["*"] },
      identity: { actor, kind: "service", name },
      name: "production",
      categories: [...categories],
    };
    keys[system] = (await makeKey(engineer, wish, web)).secret;
  }
  return keys;
}
