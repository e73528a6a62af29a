/**
 * Makes what upgrade.test.ts begins with: a small database as the code of a former commit leaves it, with its home. Run it in a checkout of
 * that commit, with its packages, on a PostgreSQL whose pg_dump is in the PATH:
 *
 *     VOUCH_TEST_PG18=postgres://superuser:password@host/postgres node --import tsx …/former/make.mjs FOLDER
 *
 * FOLDER gets database.sql (plain, with INSERTs) and home/ (checkpoints and the signer's key; the master key is the one of all tests).
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const at = (path) => import(join(process.cwd(), path));
const { anUpdate, anEvent } = await at("lib/event/builders.ts");
const { freshLedger } = await at("lib/ledger/builders.ts");
const { createFirstAdministrator, createSetupCode, openWeb } = await at("lib/access/index.ts");
const [folder] = process.argv.slice(2);

const billing = { source: { id: "0190f7d2-6f1e-7000-8000-00000000d001", kind: "postgres", name: "billing" } };
const update = (id) => anUpdate({ id }, { ...billing, id: `0190f7d2-6f1e-7000-8000-0000000000${id}` });

const ledger = await freshLedger();
const { database, home } = ledger;
const web = openWeb(database.urlOf("web"), home, ledger.clock);
const code = await createSetupCode(web.sql);
const amara = { code, name: "Amara Okafor", email: "amara@harbor.example", password: "a lamp, a ladder and rain" };
await createFirstAdministrator(amara, { address: "10.0.0.7" }, web);
await ledger.appendEvents([anEvent(billing), update("21"), update("22"), update("24")]);
await ledger.drain();
await ledger.sign();
await ledger.appendEvents([update("23")]);
const verdict = await ledger.verify();
if (verdict.verdict !== "verified") throw new Error(`expected it to verify: ${JSON.stringify(verdict)}`);

mkdirSync(join(folder, "home"), { recursive: true });
cpSync(join(home.folder, "checkpoints"), join(folder, "home", "checkpoints"), { recursive: true });
cpSync(join(home.folder, "keys", "signer"), join(folder, "home", "signer"));
const options = ["--no-owner", "--inserts", "--rows-per-insert=100", "--no-comments", "--no-security-labels"];
const { stdout, stderr, status } = spawnSync("pg_dump", [...options, database.url], { encoding: "utf8" });
if (status !== 0) throw new Error(stderr);
const lines = stdout.split("\n").filter((line) => !/^\\|^--( |$)/.test(line)); // without psql's own commands and the comments
writeFileSync(join(folder, "database.sql"), lines.join("\n"));
await web.sql.end();
await ledger.drop();
console.log(`${verdict.entries} entries, ${lines.length} lines`);
process.exit(0);
