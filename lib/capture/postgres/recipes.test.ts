/** The recipes of docs/recipes.md, run as they stand there: what they say of who acts reaches the ledger, and nobody else. */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import pg from "pg";
import postgres from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import * as withDrizzle from "../../../recipes/drizzle.ts";
import * as withPg from "../../../recipes/node-postgres.ts";
import * as withPostgres from "../../../recipes/postgres-js.ts";
import * as withPrisma from "../../../recipes/prisma.ts";
import type { Who } from "../../../recipes/who.ts";
import type { Event } from "../../event/index.ts";
import { protectedShop, type TestShop } from "./builders.ts";
import { claimNames } from "./claims.ts";

const folder = join(import.meta.dirname, "../../../recipes");
let shop: TestShop;
let clerk: Awaited<ReturnType<TestShop["role"]>>;
let pool: pg.Pool;
beforeAll(async () => {
  shop = await protectedShop();
  clerk = await shop.role();
  await shop.sql.unsafe(`grant all on all tables in schema public to ${clerk.name}`);
  pool = new pg.Pool({ connectionString: clerk.url, max: 1 });
});
afterAll(async () => {
  await pool.end();
  await shop.drop();
});
beforeEach(async () => {
  await shop.sql`truncate orders cascade`;
  await shop.taken();
});

/** With everything that makes quoting go wrong. */
const dana: Who = {
  actor: "dana@example.com",
  name: `Dana "D'" Lee \\ 👩‍⚕️`,
  ticket: "CHG-2214",
  reason: "It's paid: $1",
};
const bot: Who = {
  agent: "billing-assistant",
  on_behalf_of: "dana@example.com",
  model: "assistant-4",
  run: "run-81",
  prompt: "sha256:0f0f",
};
const nobody = () => ({ kind: "unknown", id: clerk.name, attribution: "verified" });

function expectDana(event: Event | undefined) {
  expect(event).toMatchObject({
    actor: { kind: "human", id: dana.actor, name: dana.name, attribution: "claimed" },
    origin: { login: clerk.name },
    correlation: { ticket: dana.ticket, reason: dana.reason },
  });
}

interface Driver {
  /** Inserts the order `id` with the recipe; fails after it where told to. */
  insert(who: Who, id: number, fails?: boolean): Promise<unknown>;
  /** The same without it, on the same connection. */
  plain(id: number): Promise<unknown>;
}

const drivers: Record<string, () => Driver> = {
  "postgres.js": () => ({
    insert: (who, id, fails) =>
      withPostgres.actingAs(clerk.sql as unknown as postgres.Sql, who, async (sql) => {
        await sql`insert into orders (id, amount) values (${id}, 1)`;
        if (fails) throw new Error("not today");
      }),
    plain: (id) => clerk.sql`insert into orders (id, amount) values (${id}, 1)`,
  }),
  "node-postgres": () => ({
    insert: (who, id, fails) =>
      withPg.actingAs(pool, who, async (client) => {
        await client.query("insert into orders (id, amount) values ($1, 1)", [id]);
        if (fails) throw new Error("not today");
      }),
    plain: (id) => pool.query("insert into orders (id, amount) values ($1, 1)", [id]),
  }),
  Drizzle: () => {
    const sql = postgres(clerk.url, { max: 1 });
    const db = drizzle(sql);
    closing.push(() => sql.end());
    return {
      insert: (who, id, fails) =>
        withDrizzle.actingAs(db, who, async (tx) => {
          await tx.execute(`insert into orders (id, amount) values (${id}, 1)`);
          if (fails) throw new Error("not today");
        }),
      plain: (id) => db.execute(`insert into orders (id, amount) values (${id}, 1)`),
    };
  },
};
const closing: (() => Promise<void>)[] = [];
afterAll(() => Promise.all(closing.map((close) => close())));

describe.each(Object.entries(drivers))("%s", (_, open) => {
  test("says who acts for one transaction and not for the next on the same connection", async () => {
    const driver = open();
    await driver.insert(dana, 1);
    await driver.plain(2);
    await driver.insert(bot, 3);
    await expect(driver.insert(dana, 4, true)).rejects.toThrow("not today");
    await driver.plain(5);
    const [first, second, third, last, ...none] = await shop.taken();
    expectDana(first);
    expect(second).toMatchObject({ target: { id: "2" }, actor: nobody() });
    expect(second?.correlation).toEqual({ transaction: expect.any(String) });
    expect(third).toMatchObject({
      actor: {
        kind: "agent",
        id: "billing-assistant",
        attribution: "claimed",
        onBehalfOf: { id: "dana@example.com", attribution: "claimed" },
      },
      agent: { model: "assistant-4", run: "run-81", prompt: "sha256:0f0f" },
    });
    expect(last).toMatchObject({ target: { id: "5" }, actor: nobody() });
    expect(none).toEqual([]);
  });
});

test("what the recipes can say is what is read, each under its own name", async () => {
  const whole = Object.fromEntries(claimNames.map((name) => [name, `the ${name}`]));
  const who: Required<Who> = { ...(whole as unknown as Required<Who>), kind: "service", origin: "automation" };
  await withPostgres.actingAs(
    clerk.sql as unknown as postgres.Sql,
    who,
    (sql) => sql`insert into orders values (1, null, 1)`,
  );
  const [event] = await shop.taken();
  expect(event).toMatchObject({
    actor: { id: "the agent", name: "the name", onBehalfOf: { id: "the on_behalf_of" } },
    agent: { model: "the model", run: "the run", prompt: "the prompt" },
    origin: { channel: "automation", address: "the address", userAgent: "the user_agent" },
    correlation: { session: "the session", request: "the request", ticket: "the ticket", reason: "the reason" },
  });
});

/** Prisma's client is made by a generator of 300 MB, so its recipe meets the same calls as Prisma makes of them here. */
test("Prisma's recipe, on a client with the methods that it uses", async () => {
  const client = {
    $transaction: <T>(
      work: (tx: { $executeRaw: (text: TemplateStringsArray, ...values: unknown[]) => Promise<number> }) => Promise<T>,
    ) =>
      clerk.sql.begin((sql) =>
        work({ $executeRaw: async (text, ...values) => (await sql(text, ...(values as string[]))).count }),
      ) as Promise<T>,
  };
  await withPrisma.actingAs(client, dana, (tx) => tx.$executeRaw`insert into orders (id, amount) values (${1}, 1)`);
  const [event] = await shop.taken();
  expectDana(event);
});

const has = (program: string, ...args: string[]) => spawnSync(program, args, { stdio: "ignore" }).status === 0;

const psql = has("psql", "--version");
test.skipIf(!psql)(`job.sh${psql ? "" : " (skipped: psql is not installed)"}`, async () => {
  const run = (statements: string) =>
    spawnSync(join(folder, "job.sh"), [clerk.url, "T'9"], { input: statements, encoding: "utf8" });
  expect(run("insert into orders (id, amount) values (1, 1);")).toMatchObject({ status: 0, stderr: "" });
  expect(run("insert into orders (id, amount) values (2, 1); select 1/0;").status).toBe(3);
  const events = await shop.taken();
  expect(events).toMatchObject([
    {
      actor: { kind: "service", id: "nightly-billing", attribution: "claimed" },
      origin: { channel: "automation", application: "nightly-billing" },
      correlation: { ticket: "T'9" },
    },
  ]);
});

test("migration.sql", async () => {
  const head = readFileSync(join(folder, "migration.sql"), "utf8");
  await clerk.sql.begin(async (sql) => {
    await sql.unsafe(head);
    await sql`insert into orders (id, amount) values (1, 1)`;
  });
  expect(await shop.taken()).toMatchObject([
    {
      actor: { kind: "service", id: "migration 0042_tiers" },
      origin: { channel: "migration" },
      correlation: { ticket: "CHG-2214" },
    },
  ]);
});

const python = process.env.VOUCH_TEST_PYTHON ?? "python3";
const scripts = {
  psycopg: `
import psycopg
from psycopg_recipe import acting_as
with psycopg.connect(url, autocommit=True) as connection:
    with acting_as(connection, **who):
        connection.execute("insert into orders (id, amount) values (1, 1)")
    connection.execute("insert into orders (id, amount) values (2, 1)")`,
  sqlalchemy: `
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session
from sqlalchemy_recipe import acting_as, say_who
engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"), pool_size=1)
with acting_as(engine, **who) as connection:
    connection.execute(text("insert into orders (id, amount) values (1, 1)"))
with Session(engine) as session:
    session.execute(text("insert into orders (id, amount) values (2, 1)"))
    session.commit()
    say_who(session, **who)
    session.execute(text("insert into orders (id, amount) values (3, 1)"))
    session.commit()`,
};
describe.each(Object.entries(scripts))("Python", (module, script) => {
  const there = has(python, "-c", `import psycopg, ${module}`);
  test.skipIf(!there)(
    `${module}${there ? "" : ` (skipped: ${python} has no ${module}; VOUCH_TEST_PYTHON names one that has)`}`,
    async () => {
      const url = clerk.url.replace(/^postgres:/, "postgresql:");
      const begin = `import json, sys\nsys.dont_write_bytecode = True\nsys.path.insert(0, ${JSON.stringify(folder)})\nurl, who = sys.argv[1], json.loads(sys.argv[2])`;
      const ran = spawnSync(python, ["-c", begin + script, url, JSON.stringify(dana)], { encoding: "utf8" });
      expect(ran).toMatchObject({ status: 0, stderr: "" });
      const [first, second, third] = await shop.taken();
      expectDana(first);
      expect(second).toMatchObject({ target: { id: "2" }, actor: nobody() });
      if (module === "sqlalchemy") expectDana(third);
    },
  );
});

test("the page shows each recipe exactly as it stands in its file", () => {
  const page = readFileSync(join(folder, "../docs/recipes.md"), "utf8");
  for (const name of readdirSync(folder).filter((file) => !file.startsWith("__"))) {
    expect(page, name).toContain(`\`recipes/${name}\``);
    expect(page, name).toContain(`\n${readFileSync(join(folder, name), "utf8")}\`\`\`\n`);
  }
  for (const name of claimNames) expect(page).toContain(`| \`vouch.${name}\``);
});
