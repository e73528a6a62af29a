import { afterEach, beforeEach, expect, test } from "vitest";
import { aPassword, aSession, type TestWeb, testWeb } from "./builders.ts";
import { createFirstAdministrator, createSetupCode, needsSetup } from "./setup.ts";

let web: TestWeb;
beforeEach(async () => {
  web = await testWeb();
});
afterEach(() => web.drop());

const ada = { name: "Ada  Lovelace", email: "Ada@Example.org", password: aPassword };
const create = (code: string | undefined, setup = ada, address = "10.0.0.7") =>
  createFirstAdministrator({ ...setup, code: code ?? "none" }, { address }, web);

/** How many of the pages' connections wait for a lock. */
const waiting = async () => {
  const rows = await web.database.owner`
    select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  return rows.length;
};

test("the code makes one administrator, who can sign in, and is used up", async () => {
  expect(await needsSetup(web.sql)).toBe(true);
  const code = await createSetupCode(web.database.owner);
  expect(code).toMatch(/^([0-9a-f]{4}-){7}[0-9a-f]{4}$/);
  const { id } = await create(code?.toUpperCase().replaceAll("-", " "));
  expect(await needsSetup(web.sql)).toBe(false);
  expect(await web.posted()).toMatchObject([
    {
      type: "person.created",
      category: "permission",
      target: { type: "person", id },
      actor: { attribution: "claimed" },
    },
  ]);
  await aSession(web, "ada@example.org");
  await expect(create(code, { ...ada, email: "eve@example.org" })).rejects.toMatchObject({ code: "forbidden" });
  expect(await createSetupCode(web.sql)).toBeUndefined();
  const inbox = await web.inbox();
  for (const secret of [aPassword, code ?? "", code?.replaceAll("-", "") ?? ""]) expect(inbox).not.toContain(secret);
});

test("only the newest code counts, and only its hash is stored", async () => {
  const [old, code] = [await createSetupCode(web.sql), await createSetupCode(web.sql)];
  await expect(create(old)).rejects.toMatchObject({ code: "forbidden" });
  const [row] = await web.database.owner<{ text: string }[]>`select string_agg(c::text, ' ') as text from app.codes c`;
  expect(row?.text).not.toContain(code?.replaceAll("-", ""));
  await create(code);
});

test("of several at once exactly one succeeds", async () => {
  const code = await createSetupCode(web.sql);
  // nobody can be inserted until all have checked what they check
  const gate = await web.database.owner.reserve();
  await gate`begin`;
  await gate`lock table app.people in share mode`;
  const tries = Array.from({ length: 6 }, (_, i) =>
    create(code, { ...ada, email: `p${i}@example.org` }, `10.0.0.${i}`),
  );
  await expect.poll(waiting, { timeout: 10_000 }).toBe(6);
  await gate`commit`;
  gate.release();
  const results = await Promise.allSettled(tries);
  expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
  expect(await web.database.owner`select from app.people`).toHaveLength(1);
  expect(await web.posted("person.created")).toHaveLength(1);
  expect(await web.posted("person.setup_refused")).toHaveLength(5);
});

test("wrong codes are recorded and lock the address", async () => {
  const code = await createSetupCode(web.sql);
  for (let i = 0; i < 10; i++) await expect(create("0000")).rejects.toMatchObject({ code: "forbidden" });
  await expect(create(code)).rejects.toThrow(/Too many/);
  expect(await web.posted("person.setup_refused")).toHaveLength(10);
  web.pass(16);
  await create(code);
});

test("what was typed wrongly is said without repeating a password, and the code stays good", async () => {
  const code = await createSetupCode(web.sql);
  const long = `${"x".repeat(250)}@example.org`;
  for (const faulty of [
    { ...ada, email: "ada" },
    { ...ada, email: "a b@example.org" },
    { ...ada, email: "ädä@example.org" },
    { ...ada, email: long, password: aPassword },
    { ...ada, name: " \0 " },
    { ...ada, name: "n".repeat(121) },
    { ...ada, password: "elevenchars" },
    { ...ada, password: "p".repeat(201) },
    { ...ada, password: "ADA@example.org" },
  ]) {
    const fault = await create(code, faulty).catch((error) => error);
    expect(fault).toMatchObject({ name: "Fault", code: "invalid" });
    expect(fault.message).not.toContain(faulty.password);
  }
  expect((await create(code)).email).toBe("ada@example.org");
});

test("an administrator who could not be recorded is not made", async () => {
  const code = await createSetupCode(web.sql);
  await web.database.owner`revoke execute on function inbox.post(text) from vouch_web`;
  await expect(create(code)).rejects.toMatchObject({ code: "unavailable" });
  await web.database.owner`grant execute on function inbox.post(text) to vouch_web`;
  expect(await needsSetup(web.sql)).toBe(true);
  await create(code);
});
