import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { whichVouch } from "./which.ts";

const folder = mkdtempSync(join(tmpdir(), "vouch-which-"));
afterAll(() => rmSync(folder, { recursive: true }));

const fresh = join(folder, "fresh");
const used = join(folder, "used");
mkdirSync(fresh);
mkdirSync(join(used, "keys"), { recursive: true });
writeFileSync(join(used, "keys", "master"), "00");
const database = "postgres://owner@db.example/vouch";

describe("which Vouch is served", () => {
  test.each([
    ["a fresh home", [], { VOUCH_HOME: fresh }, true],
    ["a fresh home and --no-demo", ["--no-demo"], { VOUCH_HOME: fresh }, false],
    ["a fresh home and VOUCH_DEMO=off", [], { VOUCH_HOME: fresh, VOUCH_DEMO: "off" }, false],
    ["a database of one's own", [], { VOUCH_HOME: fresh, DATABASE_URL: database }, false],
    ["a home that is in use", [], { VOUCH_HOME: used }, false],
    ["a home that is in use and --demo", ["--demo"], { VOUCH_HOME: used }, true],
    ["a home that is in use and VOUCH_DEMO=on", [], { VOUCH_HOME: used, VOUCH_DEMO: "on" }, true],
    ["a database of one's own and --demo", ["--demo"], { VOUCH_HOME: used, DATABASE_URL: database }, true],
    ["--no-demo against VOUCH_DEMO=on", ["--no-demo"], { VOUCH_HOME: fresh, VOUCH_DEMO: "on" }, false],
    ["an empty DATABASE_URL", [], { VOUCH_HOME: fresh, DATABASE_URL: "" }, true],
  ])("%s", (_what, args, env, demo) => {
    const which = whichVouch(args, env as unknown as NodeJS.ProcessEnv);
    expect(which.demo).toBe(demo);
    expect(which.folder).toBe(demo ? join(String(env.VOUCH_HOME), "demo") : env.VOUCH_HOME);
    // a database of one's own is never handed to the demo, and the other way is always said
    expect("DATABASE_URL" in which.env && Boolean(which.env.DATABASE_URL)).toBe(!demo && "DATABASE_URL" in env);
    expect(which.says).toContain(demo ? "--no-demo" : "--demo");
  });

  test("asking leaves no trace, and what is no answer is refused", () => {
    expect(readdirSync(fresh)).toEqual([]);
    expect(() => whichVouch(["--demos"], {} as NodeJS.ProcessEnv)).toThrow(/--no-demo, got --demos/);
    expect(() => whichVouch(["--demo", "--no-demo"], {} as NodeJS.ProcessEnv)).toThrow(/got both/);
  });
});
