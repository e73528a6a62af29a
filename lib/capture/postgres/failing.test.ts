/** A change that cannot be recorded: the write fails and says why, or is let through and leaves a gap that is counted. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { linesOf, majors, protectedShop, type TestShop } from "./builders.ts";

const schema = `
  create table strict (id int primary key);
  create table lenient (id int primary key);
  create table parts (id int) partition by range (id);
  create table parts_1 partition of parts for values from (0) to (10);
  create table base (id int); create table derived (more int) inherits (base);`;
const failing = { lenient: "pass", parts: "pass", base: "pass", derived: "pass" } as const;

describe.each(majors)("PostgreSQL %s", (version) => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await protectedShop(version, { failing }, schema);
  });
  afterAll(() => shop.drop());
  afterEach(async () => {
    await shop.taken();
  });
  const missed = async () => {
    const [row] = await shop.sql<{ last_value: bigint }[]>`select last_value from vouch.missed`;
    return Number(row?.last_value);
  };
  /** The outbox refuses rows of changes, as a full disk or a superuser's constraint would; `gaps`: those of gaps, too. */
  const refusing = async (work: () => Promise<unknown>, gaps = false) => {
    await shop.sql.unsafe(
      `alter table vouch.outbox add constraint refuse check (operation ${gaps ? "= 'X'" : "in ('X', 'G')"}) not valid`,
    );
    await work().finally(() => shop.sql`alter table vouch.outbox drop constraint refuse`);
    return (await shop.taken()).filter(({ type }) => type !== "table.altered");
  };

  test("under fail the write fails, nothing of it stays, and the error names Vouch", async () => {
    const events = await refusing(async () => {
      for (const statement of [
        "insert into strict values (1)",
        "insert into strict values (1), (2)",
        "truncate strict",
      ])
        await expect(shop.sql.unsafe(statement), statement).rejects.toMatchObject({
          code: "23514",
          schema_name: "vouch",
          where: expect.stringContaining("vouch.capture_"),
        });
    });
    expect(events).toEqual([]);
    expect(await shop.sql`select from strict`).toHaveLength(0);
  });

  test("under pass it goes through, and the gap is an entry on the table, by whom, with the error's code and the text", async () => {
    const before = await missed();
    const events = await refusing(async () => {
      await shop.sql`insert into lenient values (1)`;
      await shop.sql`insert into lenient values (2), (3)`;
      await shop.sql`update lenient set id = id + 10`;
      await shop.sql`delete from lenient where id = 11`;
      await shop.sql`truncate lenient`;
      await shop.sql`insert into parts values (1)`;
      await shop.sql`insert into parts_1 values (2)`;
    });
    expect(linesOf(events)).toEqual(Array(7).fill("change.missed"));
    expect(events[0]).toMatchObject({
      category: "coverage",
      target: { schema: "public", type: "lenient" },
      origin: { login: "postgres" },
      statement: { text: "insert into lenient values (?)", tables: ["public.lenient"] },
      data: [{ name: "error", value: "23514" }],
    });
    expect(events.at(-1)?.target?.type).toBe("parts");
    expect((await missed()) - before).toBe(7);
    expect(await shop.sql`select from parts`).toHaveLength(2);
  });

  test("row by row too: of a statement on a family of tables each row that could not be recorded is a gap", async () => {
    const events = await refusing(async () => {
      await shop.sql`insert into derived values (1, 1), (2, 2)`;
    });
    expect(new Set(linesOf(events))).toEqual(new Set(["change.missed"]));
    expect(events.length).toBeGreaterThanOrEqual(2);
    expect(await shop.sql`select from derived`).toHaveLength(2);
  });

  test("where not even the gap can be recorded, the write goes through and the count says so", async () => {
    const before = await missed();
    const events = await refusing(() => shop.sql`insert into lenient values (50)`, true);
    expect(events).toEqual([]);
    expect((await missed()) - before).toBe(1);
    expect(await shop.sql`select from lenient where id = 50`).toHaveLength(1);
    await shop.sql`delete from lenient`;
  });

  test("what was let through before in the transaction and what follows is recorded as ever", async () => {
    await shop.sql.begin(async (sql) => {
      await sql`insert into lenient values (60)`;
      await sql`insert into strict values (60)`;
    });
    expect(linesOf(await shop.taken())).toEqual(["lenient.created 60", "strict.created 60"]);
  });

  test.each(["lenient", "strict"])(
    "a statement timeout cancels a write to %s while it is being recorded",
    async (table) => {
      const holder = await shop.sql.reserve();
      const session = await shop.sql.reserve();
      try {
        await holder`begin`;
        await holder`lock table vouch.outbox in access exclusive mode`;
        await session`set statement_timeout = '200ms'`;
        await expect(session.unsafe(`insert into ${table} values (70)`)).rejects.toMatchObject({ code: "57014" });
      } finally {
        await session`reset statement_timeout`;
        session.release();
        await holder`rollback`;
        holder.release();
      }
      expect(await shop.sql.unsafe(`select from ${table} where id = 70`)).toHaveLength(0);
      expect(await shop.taken()).toEqual([]);
    },
  );

  test("a lock timeout is a failure to record like any other", async () => {
    const holder = await shop.sql.reserve();
    const session = await shop.sql.reserve();
    const before = await missed();
    try {
      await holder`begin`;
      await holder`lock table vouch.outbox in access exclusive mode`;
      await session`set lock_timeout = '100ms'`;
      await expect(session`insert into strict values (80)`).rejects.toMatchObject({ code: "55P03" });
      await session`insert into lenient values (80)`;
    } finally {
      await session`reset lock_timeout`;
      session.release();
      await holder`rollback`;
      holder.release();
    }
    expect(await shop.sql`select from lenient where id = 80`).toHaveLength(1);
    expect((await missed()) - before).toBe(1);
  });
});
