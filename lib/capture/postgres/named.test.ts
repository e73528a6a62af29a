/** Naming a login or an application, from the administrator's act to the entries that follow. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { aPrincipal } from "../../access/builders.ts";
import { createIdentity, removeIdentity, type Web } from "../../access/index.ts";
import { connect } from "../../database/index.ts";
import { protectedShop, type TestShop } from "./builders.ts";
import { PostgresOutboxes } from "./index.ts";

let shop: TestShop;
let web: Web;
let outboxes: PostgresOutboxes;
beforeAll(async () => {
  shop = await protectedShop();
  const { ledger } = shop;
  web = { sql: ledger.database.as("web"), home: ledger.home, clock: ledger.clock };
  outboxes = new PostgresOutboxes(ledger.sql, ledger.home);
});
afterAll(async () => {
  await outboxes.close();
  await shop.drop();
});

/** Brings into the ledger what was captured, with the names as they are now, and says who did it. */
async function who(): Promise<string[]> {
  const before = (await shop.ledger.entries()).length;
  await shop.ledger.drain(...(await outboxes.list()));
  const entries = (await shop.ledger.entries()).slice(before);
  return entries
    .map(({ leaf: { event } }) => event)
    .filter(({ target }) => target?.type === "orders")
    .map(
      ({ actor, origin, target }) =>
        `${target?.id}: ${actor.name ?? actor.id} (${actor.kind}, ${actor.attribution}), ${origin?.login}`,
    );
}

test("a name holds for what is captured after it was given, until it is taken away; entries stay as they were", async () => {
  const ines = aPrincipal("engineer");
  const clerk = await shop.role();
  await shop.sql.unsafe(`grant all on orders to ${clerk.name}`);
  const script = connect(shop.url, { application: "import.py", max: 1 });
  const work = async (id: number) => {
    await clerk.sql`insert into orders (id, amount) values (${id}, 1)`;
    await script`insert into orders (id, amount) values (${id + 1}, 1)`;
  };
  const superuser = new URL(shop.url).username;
  const nobody = (id: number) => [
    `${id}: ${clerk.name} (unknown, verified), ${clerk.name}`,
    `${id + 1}: ${superuser} (unknown, verified), ${superuser}`,
  ];

  await work(1);
  expect(await who()).toEqual(nobody(1));
  const matches = { login: [clerk.name], source: [shop.source] };
  const nightly = await createIdentity(ines, { actor: "nightly", kind: "service", name: "Nightly", matches }, web);
  const given = { actor: "import", kind: "agent", name: "Import", matches: { application: ["import.py"] } };
  const imports = await createIdentity(ines, given, web);
  await work(3);
  expect(await who()).toEqual([
    `3: Nightly (service, verified), ${clerk.name}`,
    `4: Import (agent, claimed), ${superuser}`,
  ]);
  await removeIdentity(ines, nightly.id, web);
  await removeIdentity(ines, imports.id, web);
  await work(5);
  expect(await who()).toEqual(nobody(5));

  const first = (await shop.ledger.entries()).find(({ leaf }) => leaf.event.target?.id === "1");
  expect(first?.leaf.event.actor).toEqual({ kind: "unknown", id: clerk.name, attribution: "verified" });
  await shop.ledger.sign();
  expect(await shop.ledger.verify()).toMatchObject({ verdict: "verified" });
  await script.end();
});
