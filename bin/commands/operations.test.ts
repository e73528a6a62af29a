/** `vouch config`, `migrate` and `worker` as an operator meets them: one process each, on a database whose owner is no superuser. */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { databaseUrl, dropDatabase, testServer } from "../../lib/database/builders.ts";
import { connect, loginUrl, openHome } from "../../lib/database/index.ts";
import { until } from "../../lib/ledger/builders.ts";

const name = `owned_${randomBytes(4).toString("hex")}`;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "vouch-operations-"));
  const admin = connect(testServer(), { application: "tests", max: 1 });
  await admin.unsafe(`create role ${name} login createrole password 's3cret'`);
  // groups that other tests made belong to their superuser; on a server of its own an owner makes them himself
  for (const group of ["capture", "sequencer", "web", "eraser", "verifier", "indexer"])
    await admin.unsafe(`
      do $$ begin create role vouch_${group} nologin; exception when duplicate_object then null; end $$;
      grant vouch_${group} to ${name} with admin option`);
  await admin.unsafe(`create database ${name} owner ${name}`);
  await admin.end();
});
afterAll(async () => {
  await dropDatabase(testServer(), name);
  const admin = connect(testServer(), { application: "tests", max: 1 });
  for (const { role } of await admin<{ role: string }[]>`
    select r.rolname as role from pg_auth_members m join pg_roles r on r.oid = m.member join pg_roles g on g.oid = m.grantor
    where g.rolname = ${name}`)
    await admin.unsafe(`drop role if exists "${role}"`);
  await admin.unsafe(`drop owned by ${name} cascade; drop role ${name}`);
  await admin.end();
  rmSync(folder, { recursive: true });
});

function vouch(command: string, env: Record<string, string>) {
  const child = spawn(process.execPath, ["--import", "tsx", "bin/vouch.ts", ...command.split(" ")], {
    cwd: resolve(import.meta.dirname, "../.."),
    env: { PATH: process.env.PATH, VOUCH_HOME: join(folder, "home"), ...env } as unknown as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { out: "", err: "" };
  child.stdout.on("data", (text) => (said.out += text));
  child.stderr.on("data", (text) => (said.err += text));
  const ended = new Promise<{ code: number | null; out: string; err: string }>((done) =>
    child.once("close", (code) => done({ code, ...said })),
  );
  return { child, said, ended };
}

test("what is set wrongly is said at once, by every process, and with 78; config shows no secret", async () => {
  const wrong = { PORT: "x", VOUCH_SMTP_URL: "http://me:s3cret@mail.example", VOUCH_HOMES: "x" };
  const [config, json, ...others] = await Promise.all(
    ["config", "config --json", "web", "worker"].map((command) => vouch(command, wrong).ended),
  );
  expect(config).toMatchObject({ code: 78, out: expect.stringMatching(/^PORT +x$/m) });
  expect(config?.out).toMatch(/^VOUCH_SMTP_URL +\(set, and not shown\)$/m);
  expect(JSON.parse(json?.out ?? "")).toMatchObject({
    problems: [expect.any(String), expect.any(String), expect.any(String)],
  });
  for (const { code, out, err } of others) {
    expect([code, out]).toEqual([78, ""]);
    expect(err).toMatch(/VOUCH_HOMES is no setting .* Did you mean VOUCH_HOME\?/);
    expect(err).toMatch(/PORT should be a number from 1 to 65535, and is "x"\./);
    expect(err).toMatch(/VOUCH_MAIL_FROM is missing/);
  }
  expect(JSON.stringify([config, json, others])).not.toContain("s3cret");
});

test("migrate prepares a database with its owner's rights alone, and the worker needs no owner", {
  timeout: 60_000,
}, async () => {
  const owner = new URL(databaseUrl(testServer(), name));
  owner.username = name;
  owner.password = "s3cret";
  const file = join(folder, "url");
  writeFileSync(file, `${owner.href}\n`);
  const place = `postgres://${owner.host}/${name}`;

  const before = await Promise.all([vouch("migrate", {}).ended, vouch("worker", { DATABASE_URL: place }).ended]);
  expect(before).toMatchObject([
    { code: 64, err: expect.stringContaining("Expected DATABASE_URL") },
    { code: 69, err: expect.stringContaining("vouch migrate") },
  ]);
  for (const _ of ["first", "again"])
    expect(await vouch("migrate", { DATABASE_URL_FILE: file }).ended).toMatchObject({ code: 0, err: "" });

  const { child, said, ended } = vouch("worker", { DATABASE_URL: place, VOUCH_LOG: "json" });
  const web = connect(loginUrl(openHome(join(folder, "home")), place, "web"), { application: "tests", max: 1 });
  await until("the worker to note that it reads", async () => (await web`select from ledger.positions`).length > 0);
  child.kill("SIGTERM");
  child.kill("SIGTERM"); // changes nothing
  expect(await ended).toMatchObject({ code: 0, out: "" });
  const words = said.err
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line).words);
  expect(words).toEqual(["The worker reads its sources", "Ended: what was read is in the ledger, the rest waits"]);
  await web.end();

  const reindexed = await Promise.all([
    vouch("reindex", { DATABASE_URL: place }).ended,
    vouch("reindex --from 7000000", { DATABASE_URL: place }).ended,
  ]);
  expect(reindexed).toMatchObject([
    { code: 0, err: "", out: expect.stringMatching(/^Done: \d entr/) },
    { code: 64, err: expect.stringContaining("Expected the number of an entry after --from") },
  ]);
});
