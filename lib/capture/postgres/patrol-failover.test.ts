/** A source that came up on another timeline, as after a failover or a restore to an earlier time. */
import { appendFileSync, chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Embedded, ensureDatabase, placeCluster, startEmbedded } from "../../database/embedded/index.ts";
import { connect } from "../../database/index.ts";
import { coverageOf, readObservation, systemClock } from "../../event/index.ts";
import { freshLedger, type TestLedger } from "../../ledger/builders.ts";
import { openAddress, sealAddress } from "./address.ts";
import { protecting } from "./builders.ts";
import { Patrol, protect } from "./index.ts";

/** Archive recovery that finds no more archives ends at once, on a new timeline (PostgreSQL manual §25.3.6). */
function recoverAtNextStart(data: string): void {
  writeFileSync(join(data, "recovery.signal"), "");
  appendFileSync(join(data, "postgresql.auto.conf"), "\nrestore_command = 'false'\n");
}

async function moveTo(server: Embedded, ledger: TestLedger, source: string): Promise<void> {
  const [row] = await ledger.owner<{ address: Buffer }[]>`select address from app.sources where id = ${source}`;
  const address = new URL(openAddress(ledger.home, source, row?.address ?? Buffer.alloc(0)));
  address.port = String(server.port);
  await ledger.owner`update app.sources set address = ${sealAddress(ledger.home, source, address.href)} where id = ${source}`;
}

test("a source on another timeline is unknown from the last look before to the first after, and captured again", async () => {
  const home = mkdtempSync(join(tmpdir(), "vouch-failover-"));
  chmodSync(home, 0o755);
  const options = { home, version: "18", durable: false, settings: { wal_level: "replica" } } as const;
  let server = await startEmbedded(options);
  const ledger = await freshLedger();
  const { sql, ledger: id } = ledger;
  const start = () =>
    new Patrol({
      sql,
      home: ledger.home,
      ledger: id,
      clock: systemClock,
      signal: new AbortController().signal,
      report: () => {},
    });
  let patrol = start();
  try {
    const url = await ensureDatabase(server, "shop");
    const owner = connect(url, { application: "shop", max: 1 });
    await owner`create table orders (id int primary key)`;
    await owner.end();
    const { source } = await protect({ url }, protecting(ledger));
    await patrol.round();
    await patrol.round();

    await patrol.close();
    await server.stop();
    recoverAtNextStart(placeCluster(home, "18").data);
    server = await startEmbedded(options);
    await moveTo(server, ledger, source);
    patrol = start();
    await patrol.round();
    await patrol.round();

    await ledger.drain();
    const events = (await ledger.entries()).map(({ leaf }) => leaf.event);
    const observations = events.flatMap((event) => readObservation(event as never) ?? []);
    const strip = coverageOf(observations)
      .get("public.orders")
      ?.map(({ state, cause }) => `${state} ${cause}`);
    expect(strip).toEqual(["captured watched", "unknown failed_over", "captured watched"]);
  } finally {
    await patrol.close();
    await ledger.drop();
    await server.remove();
    rmSync(home, { recursive: true, force: true });
  }
}, 90_000);
