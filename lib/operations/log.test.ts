/** What the log never holds: a canary is put wherever values come from, every kind of failure is provoked, and all output is searched. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { freshDatabase, type TestDatabase } from "../database/builders.ts";
import { connect, type Sql, tables } from "../database/index.ts";
import { Fault } from "../event/index.ts";
import { openLog } from "./log.ts";

const canary = "canary-7d41";
let database: TestDatabase;
let sql: Sql;
beforeAll(async () => {
  database = await freshDatabase();
  sql = database.as("web");
});
afterAll(() => database.drop());

let written = "";
const write = (line: string) => {
  written += line;
};
beforeEach(() => {
  written = "";
});

class Refused extends Error {}

const failures: Record<string, () => unknown> = {
  "a Fault with what somebody typed": () => {
    throw new Fault("invalid", `Expected an e-mail, got ${canary}.`);
  },
  "a message that looks like a stack": () => {
    throw new TypeError(`x\n    at ${canary} (/srv/${canary}.ts:1:1)\n    at ${canary}.ts:2:2`);
  },
  "a message changed afterwards": () => {
    const error = new Error(`\n    at ${canary} (/srv/x.ts:1:1)`);
    error.message = "another";
    throw error;
  },
  "a name and a code made of it": () => {
    throw Object.assign(new Refused(canary), { name: `${canary} x`, code: `${canary}!`, detail: canary });
  },
  "a cause, and the cause of that": () => {
    throw new Refused("outer", { cause: new Error("middle", { cause: new RangeError(canary) }) });
  },
  "no error at all": () => {
    throw { password: canary, toString: () => canary };
  },
  text: () => {
    throw canary;
  },
  JSON: () => JSON.parse(`{"${canary}`),
  zod: () => z.object({ a: z.number() }).parse({ a: canary }),
  "a URL": () => new URL(canary),
  "PostgreSQL repeats the value": () => sql`select ${canary}::text::int`,
  "PostgreSQL repeats the row": () =>
    sql`insert into app.people (id, email, name, role, password) select gen_random_uuid(), ${canary}, 'x', 'engineer', 'x' from generate_series(1, 2)`,
  "Drizzle repeats statement and parameters": () => tables(sql).execute(`select '${canary}' from nowhere`),
  "an address with a password, refused": async () => {
    const wrong = connect(`postgres://${canary}:${canary}@127.0.0.1:1/${canary}`, { application: canary });
    await wrong`select 1`.finally(() => wrong.end());
  },
  "an address that cannot be fetched": () => fetch(`http://127.0.0.1:1/${canary}`),
};

describe.each(["json", "text"])("as %s", (form) => {
  test.each(Object.entries(failures))("%s", async (_, fail) => {
    const log = openLog("test", { VOUCH_LOG: form } as unknown as NodeJS.ProcessEnv, { write });
    const error = await (async () => fail())().then(
      () => expect.unreachable("it should fail"),
      (reason: unknown) => reason,
    );
    const reference = log.failure("It failed", error, { route: "/events" });
    expect(written).not.toContain(canary);
    expect(written).toContain("It failed");
    expect(written).toContain(reference);
    expect(written.trimEnd().split("\n")).toHaveLength(1);
    const says = form === "json" ? JSON.parse(written).class : /class=(.*) code=/.exec(written)?.[1];
    expect(says).toMatch(/^[\w$.]+( < [\w$.]+)*$/);
  });
});

test("a failure is found again: class, code, causes, place, and the reference that was given", async () => {
  const log = openLog("test", { VOUCH_LOG: "json" } as unknown as NodeJS.ProcessEnv, {
    write,
  });
  log.failure("First", new Fault("held", "x", { cause: new RangeError("y") }), { reference: "4711" });
  log.failure("Second", await sql`select 1 / 0`.catch((error: unknown) => error));
  const [first, second] = written
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(first).toMatchObject({
    level: "error",
    part: "test",
    words: "First",
    class: "Fault < RangeError",
    code: "held",
    reference: "4711",
  });
  expect(first.at[0]).toMatch(/lib\/operations\/log\.test\.ts:\d+$|operations\/log\.test\.ts:\d+$/);
  expect(second).toMatchObject({ class: "PostgresError", code: "22012" });
});

test("VOUCH_LOG_LEVEL says how much", () => {
  const log = openLog("test", { VOUCH_LOG: "text", VOUCH_LOG_LEVEL: "warn" } as unknown as NodeJS.ProcessEnv, {
    write,
  });
  log.line("info", "Request", { route: "/" });
  log.line("warn", "Something", { ms: 4 });
  expect(written).toMatch(/^\d\d:\d\d:\d\d\.\d{3} warn {2}test: Something ms=4\n$/);
});
