/** The `vouch` command as its users and their scripts meet it: exit codes, one sentence for every mistake, never a stack trace. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openShop } from "../lib/capture/postgres/builders.ts";
import { freshLedger, someEvents, type TestLedger } from "../lib/ledger/builders.ts";

let ledger: TestLedger;
let folder: string;
beforeAll(async () => {
  ledger = await freshLedger();
  await ledger.appendEvents(someEvents(6));
  folder = mkdtempSync(path.join(tmpdir(), "vouch-cli-"));
});
afterAll(async () => {
  await ledger.drop();
  rmSync(folder, { recursive: true });
});

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

function vouch(args: string[], env: Record<string, string> = {}): Promise<Ended> {
  const child = spawn(process.execPath, ["--import", "tsx", "bin/vouch.ts", ...args], {
    cwd: path.resolve(import.meta.dirname, ".."),
    env: {
      ...process.env,
      VOUCH_HOME: ledger.home.folder,
      DATABASE_URL: ledger.database.url,
      ...env,
    } as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [out, err] = ["", ""];
  child.stdout.on("data", (text) => (out += text));
  child.stderr.on("data", (text) => (err += text));
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, out, err })));
}

/** It ended with `code` and one sentence on standard error: no trace, no password, nothing on standard output. */
function expectSentence(ended: Ended, code: number, sentence: RegExp): void {
  expect(ended).toMatchObject({ code, out: "", err: expect.stringMatching(sentence) });
  expect(ended.err.trim().split("\n")).toHaveLength(1);
  expect(ended.err).not.toMatch(/^\s+at |node:internal|\.ts:\d|Error:|s3cret/m);
}

describe("verify", () => {
  test("2 without a checkpoint, 0 when verified, 1 when tampered with; --json is one object", async () => {
    const unchecked = await vouch(["verify"]);
    expect(unchecked).toMatchObject({
      code: 2,
      err: "",
      out: expect.stringMatching(/^Not checked: nothing is amiss within 6 entries/),
    });
    await ledger.sign();
    const verified = await vouch(["verify"]);
    expect(verified).toMatchObject({
      code: 0,
      err: "",
      out: expect.stringMatching(/^Verified: 6 entries; up to entry 5 /),
    });
    expect(verified.out).toContain("What this cannot exclude:");
    const json = await vouch(["verify", "--json"]);
    expect(json).toMatchObject({ code: 0, err: "" });
    expect(json.out.trim().split("\n")).toHaveLength(1);
    expect(JSON.parse(json.out)).toMatchObject({ verdict: "verified", entries: "6", checkedTo: "6", findings: [] });

    const key = path.join(folder, "key.pub");
    writeFileSync(key, readFileSync(path.join(ledger.folder, "key.pub")));
    expect(await vouch(["verify", "--key", key, "--checkpoints", ledger.folder])).toMatchObject({ code: 0 });

    await ledger.owner`update ledger.entries set leaf = convert_to(replace(convert_from(leaf, 'UTF8'), 'amara', 'smith'), 'UTF8') where index = 3`;
    const tampered = await vouch(["verify"]);
    expect(tampered).toMatchObject({
      code: 1,
      err: "",
      out: expect.stringMatching(/^Tampered: \d+ findings? in 6 entries\.\n {2}.*[Ee]ntry 3/),
    });
    const found = await vouch(["verify", "--json"]);
    expect(found.code).toBe(1);
    expect(JSON.parse(found.out)).toMatchObject({ verdict: "tampered" });
    await ledger.owner`update ledger.entries set leaf = convert_to(replace(convert_from(leaf, 'UTF8'), 'smith', 'amara'), 'UTF8') where index = 3`;
  });

  test("what keeps it from checking is a sentence, and never looks like verified or tampered", async () => {
    const other = await freshLedger();
    await other.appendEvents(someEvents(1));
    await other.sign();
    const nonsense = path.join(folder, "nonsense.pub");
    writeFileSync(nonsense, "not a key");
    const empty = mkdtempSync(path.join(folder, "home-"));
    const [none, badKey, otherKey, option, more, nobody, unprepared] = await Promise.all([
      vouch(["verify", "--key", path.join(folder, "no-such-file")]),
      vouch(["verify", "--key", nonsense]),
      vouch(["verify", "--key", path.join(other.folder, "key.pub")]),
      vouch(["verify", "--jsno"]),
      vouch(["verify", "now"]),
      vouch(["verify"], { DATABASE_URL: "postgres://app:s3cret@127.0.0.1:1/vouch" }),
      vouch(["verify"], { VOUCH_HOME: empty }),
    ]);
    expectSentence(none, 2, /Expected a verifier key in .*no-such-file/);
    expectSentence(badKey, 2, /Expected a verifier key in .*nonsense/);
    expectSentence(otherKey, 2, /signed by the trusted key/);
    expectSentence(option, 2, /Expected vouch verify \[--json\].*--jsno/);
    expectSentence(more, 2, /Expected vouch verify/);
    expectSentence(nobody, 2, /Expected Vouch's database, but it is not there/);
    expectSentence(unprepared, 2, /Expected Vouch's database, but it is not there/);
    await other.drop();
  });
});

test("help is no mistake, and a command that does not exist is one", async () => {
  const [help, none, typo, proto] = await Promise.all([
    vouch(["--help"]),
    vouch([]),
    vouch(["protcet"]),
    vouch(["constructor"]),
  ]);
  for (const ended of [help, none])
    expect(ended).toMatchObject({ code: 0, err: "", out: expect.stringContaining("vouch protect DATABASE-URL") });
  for (const ended of [typo, proto])
    expect(ended).toMatchObject({ code: 64, out: "", err: expect.stringContaining("vouch protect DATABASE-URL") });
});

describe("protect and unprotect", () => {
  test("from a dry run to no trace", { timeout: 60_000 }, async () => {
    const shop = await openShop();
    const dry = await vouch(["protect", shop.url, "--dry-run"]);
    expect(dry).toMatchObject({ code: 0, err: "" });
    expect(dry.out).toMatch(
      /^public\.customers\n {2}keep {6}id, .*\n {2}erasable {2}name, .*\n {2}conceal {3}ssn\n {2}omit {6}password_hash\n/,
    );
    expect(dry.out).toMatch(/public\.visits\n.*\n? {2}Note: It has no primary key/s);
    expect(dry.out).toMatch(/Nothing was changed: this was a dry run\.\n$/);
    expect(await shop.sql`select from pg_namespace where nspname = 'vouch'`).toHaveLength(0);
    const done = await vouch(["protect", shop.url, "--tables", "orders, public.stock"]);
    expect(done).toMatchObject({
      code: 0,
      err: "",
      out: expect.stringMatching(/is protected: 2 tables are captured from now on\.\n$/),
    });
    expect(await vouch(["protect", shop.url, "--tables", "orders"])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/was protected already; nothing was changed\.\n$/),
    });
    const removed = await vouch(["unprotect", shop.url]);
    expect(removed).toMatchObject({ code: 0, err: "", out: expect.stringMatching(/is no longer captured/) });
    expect(await shop.sql`select from pg_namespace where nspname = 'vouch'`).toHaveLength(0);
    await shop.drop();
  });

  test("every mistake has one sentence and an exit code that scripts can tell apart", { timeout: 60_000 }, async () => {
    const shop = await openShop();
    const clerk = await shop.role();
    const wrong = clerk.url.replace("open%20sesame", "s3cret");
    const fields = path.join(folder, "fields.json");
    writeFileSync(fields, '{"customers": {"email": "hide"}}');
    const cases: [string[], number, RegExp][] = [
      [["protect"], 64, /Expected vouch protect DATABASE-URL.*got 0 of 1 arguments/],
      [["protect", shop.url, "extra"], 64, /got 2 of 1 arguments/],
      [["protect", "--force", shop.url], 64, /--force/],
      [["protect", "not a url"], 64, /Expected an address such as/],
      [
        ["protect", "postgres://app:s3cret@127.0.0.1:1/shop"],
        69,
        /Expected a PostgreSQL server at postgres:\/\/app@127\.0\.0\.1:1\/shop/,
      ],
      [["protect", wrong], 77, /refused the user name or password/],
      [["protect", clerk.url], 77, /may create a schema/],
      [["protect", shop.url, "--tables", "nothing"], 66, /Expected a table named public\.nothing/],
      [["protect", shop.url, "--fields", "/no/such/file"], 66, /Expected a fields file at/],
      [["protect", shop.url, "--fields", fields], 64, /Expected one of keep/],
      [["protect", ledger.database.url], 64, /Vouch's own/],
      [["unprotect", shop.url], 66, /put nothing there/],
      [["export"], 64, /Expected vouch export FILE/],
      [["export", "/no/such/folder/x"], 64, /Expected a file that can be written/],
    ];
    for (let at = 0; at < cases.length; at += 4) {
      const some = cases.slice(at, at + 4);
      const ended = await Promise.all(some.map(([args]) => vouch(args)));
      for (const [i, [, code, sentence]] of some.entries()) expectSentence(ended[i] as Ended, code, sentence);
    }
    expect(await shop.sql`select from pg_namespace where nspname = 'vouch'`).toHaveLength(0);
    await shop.drop();
  });
});

test("an export holds every leaf, in order, as docs/format.md says", async () => {
  const file = path.join(folder, "export.jsonl");
  expect(await vouch(["export", file])).toMatchObject({
    code: 0,
    err: "",
    out: expect.stringMatching(/^\d+ entries are in /),
  });
  const [head, ...lines] = readFileSync(file, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  const entries = await ledger.entries();
  expect(head).toEqual({ export: "vouch/1", ledger: ledger.ledger, from: "0", to: `${entries.length}` });
  expect(lines).toEqual(
    entries.map(({ index, bytes, leafHash, chain }) => ({
      index: `${index}`,
      leaf: bytes.toString("utf8"),
      leafHash: leafHash.toString("base64"),
      chain: chain.toString("base64"),
    })),
  );
  const waiting = await ledger.owner<{ event: string }[]>`select event from inbox.events order by position`;
  const exports = waiting.map(({ event }) => JSON.parse(event)).filter(({ type }) => type === "ledger.exported");
  expect(exports).toMatchObject([{ category: "export", actor: { attribution: "claimed" } }]);
});
