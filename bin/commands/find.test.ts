/** `vouch find` as scripts meet it: what it says, and its exit codes. */
import { spawnSync } from "node:child_process";
import { userInfo } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { anUpdate } from "../../lib/event/builders.ts";
import { aSource, freshLedger } from "../../lib/ledger/builders.ts";

test("a line for each that is found, in the zone that was asked for; a mistake finds nothing and is 64", async () => {
  const ledger = await freshLedger("2026-11-20T11:00:00.000000Z");
  const source = { id: aSource, kind: "postgres", name: "billing" } as const;
  await ledger.appendEvents([anUpdate({ table: "customers", id: "\u001b[31m7" }, { source })], 1);
  const vouch = (...args: string[]) =>
    spawnSync(process.execPath, ["--import", "tsx", "bin/vouch.ts", "find", ...args], {
      cwd: path.resolve(import.meta.dirname, "../.."),
      env: { ...process.env, VOUCH_HOME: ledger.home.folder, DATABASE_URL: ledger.database.url } as NodeJS.ProcessEnv,
      encoding: "utf8",
    });
  const found = vouch("record:customers amount=1200", "--zone", "Asia/Tokyo");
  expect(found).toMatchObject({ status: 0, stderr: "" });
  expect(found.stdout).toMatch(/^0 {2}2026-11-20 16:00:00 {2}Amara Okafor changed amount from 120.* to 1,?200.*\n$/);
  expect(found.stdout).not.toContain("\u001b");
  const { owner } = ledger.database;
  const recorded = await owner<{ event: string }[]>`select event from inbox.events order by position`;
  expect(recorded.map(({ event }) => JSON.parse(event))).toMatchObject([
    { type: "event.searched", actor: { id: userInfo().username, attribution: "claimed" } },
  ]);

  const wrong = vouch("acter:dana", "--csv");
  expect(wrong).toMatchObject({ status: 64, stdout: "", stderr: expect.stringMatching(/Did you mean actor:dana/) });
  expect(await owner`select from inbox.events`).toHaveLength(1);
  await ledger.drop();
});
