/** `vouch sources` as scripts meet it: what it says, and the exit code that a monitor goes by. */
import { spawnSync } from "node:child_process";
import path from "node:path";
import { expect, test } from "vitest";
import { systemClock } from "../../lib/event/index.ts";
import { aSource, freshLedger } from "../../lib/ledger/builders.ts";

test("0 while all is well, 1 while there is an alarm or a gap; --json is one line", async () => {
  const ledger = await freshLedger();
  const vouch = (...args: string[]) =>
    spawnSync(process.execPath, ["--import", "tsx", "bin/vouch.ts", "sources", ...args], {
      cwd: path.resolve(import.meta.dirname, "../.."),
      env: { ...process.env, VOUCH_HOME: ledger.home.folder, DATABASE_URL: ledger.database.url } as NodeJS.ProcessEnv,
      encoding: "utf8",
    });
  expect(vouch()).toMatchObject({ status: 0, stdout: expect.stringMatching(/^No source is connected yet\./) });

  const { owner, ledger: id } = ledger;
  const summary = (captured: number, missing: string[]) => owner.json({ summary: { tables: 2, captured, missing } });
  await owner`insert into app.sources (id, ledger, kind, name) values (${aSource}, ${id}, 'postgres', 'billing')`;
  await owner`
    insert into ledger.patrols (ledger, source, looked_at, reachable, waiting_rows, waiting_bytes, state)
    values (${id}, ${aSource}, ${systemClock()}, true, 0, 0, ${summary(2, [])})`;
  expect(vouch()).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/^billing \(postgres\): 2 tables captured\n.*nothing waits/s),
  });

  await owner`update ledger.patrols set looked_at = ${systemClock()}, alarms = '{behind}', state = ${summary(1, ["public.orders"])}`;
  const troubled = vouch();
  expect(troubled.status).toBe(1);
  expect(troubled.stdout).toMatch(
    /billing \(postgres\): 1 of 2 tables captured\n {2}ALARM: what was captured waits too long.*\n.*: orders\./,
  );
  const json = vouch("--json");
  expect(json.status).toBe(1);
  expect(JSON.parse(json.stdout)).toMatchObject([{ name: "billing", captured: 1, alarms: ["behind"] }]);

  await owner`update ledger.patrols set looked_at = looked_at - interval '1 minute', alarms = '{}', state = ${summary(2, [])}`;
  expect(vouch()).toMatchObject({ status: 1, stdout: expect.stringContaining("nobody is looking") });
  await ledger.drop();
});
