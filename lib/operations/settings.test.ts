import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { effectiveSettings, readSettings, settingsTable } from "./read-settings.ts";
import { settings } from "./settings.ts";

const root = resolve(import.meta.dirname, "../..");
const env = (values: Record<string, string>) => values as unknown as NodeJS.ProcessEnv;

test("nothing set, or set to nothing, is in order", () => {
  expect(readSettings(env({}))).toMatchObject({ problems: [], warnings: [] });
  expect(readSettings(env({ DATABASE_URL: "", PORT: "", VOUCH_OIDC_ONLY: "0" })).problems).toEqual([]);
});

test("everything that is wrong is said at once, a sentence each, and no secret with it", () => {
  const { problems } = readSettings(
    env({
      PORT: "70000",
      DATABASE_URL: "mysql://app:s3cret@db/shop",
      NEXTAUTH_SECRET: "s3cret",
      VOUCH_SMTP_URL: "http://me:s3cret@mail.example",
      VOUCH_TRUST_PROXY: "yes",
      VOUCH_OIDC_ISSUER: "https://login.example",
      VOUCH_OIDC_ROLES: "staff=king",
    }),
  );
  const named = problems.map((sentence) => sentence.split(" ")[0]);
  expect(named).toEqual([
    "PORT",
    "DATABASE_URL",
    "NEXTAUTH_SECRET",
    "VOUCH_TRUST_PROXY",
    "VOUCH_SMTP_URL",
    "VOUCH_OIDC_ROLES",
    "VOUCH_MAIL_FROM",
    "VOUCH_OIDC_CLIENT_ID",
    "VOUCH_OIDC_CLIENT_SECRET",
  ]);
  expect(problems[0]).toBe(
    'PORT should be a number from 1 to 65535, and is "70000". Set it right, or unset it. Without it: 3000.',
  );
  expect(problems.join("\n")).not.toContain("s3cret");
});

test.each([
  ["PORT", ["1", "65535"], ["0", "3e3", "-1", "3000 "]],
  ["DATABASE_URL", ["postgres://database/vouch", "postgresql://a:b@h:1/x"], ["postgres://host", "host/db"]],
  ["VOUCH_MAIL_FROM", ["a@b.example", "Vouch <a@b.example>"], ["nobody", "a@b.example\r\nBcc: c@d.example"]],
  ["VOUCH_OIDC_ROLES", ["g=auditor", "a=b=auditor, staff=compliance"], ["auditor", "=auditor", "g=", "g=auditor,"]],
  ["VOUCH_METRICS_TOKEN", ["x".repeat(16)], ["short"]],
])("%s takes what its form says and nothing else", (name, right, wrong) => {
  for (const value of right) expect([value, readSettings(env({ [name]: value })).problems]).toEqual([value, []]);
  for (const value of wrong) expect([value, readSettings(env({ [name]: value })).problems.length]).toEqual([value, 1]);
});

test("a name that Vouch does not know is a warning, with the one that may have been meant", () => {
  const { warnings } = readSettings(
    env({ VOUCH_METRIC_TOKEN: "1", VOUCH_TRUSTPROXY: "1", VOUCH_COLOUR: "1", VOUCH_TEST_HOME: "1" }),
  );
  expect(warnings).toEqual([
    expect.stringMatching(/^VOUCH_METRIC_TOKEN .* Did you mean VOUCH_METRICS_TOKEN\?$/),
    expect.stringMatching(/^VOUCH_TRUSTPROXY .* Did you mean VOUCH_TRUST_PROXY\?$/),
    expect.stringMatching(/^VOUCH_COLOUR is no setting of Vouch and changes nothing\.$/),
  ]);
});

test("a secret may come from a file, from one place only, and is never shown", () => {
  const folder = mkdtempSync(join(tmpdir(), "vouch-settings-"));
  const file = join(folder, "url");
  writeFileSync(file, "postgres://vouch:s3cret@database/vouch\n");
  const read = readSettings(env({ DATABASE_URL_FILE: file }));
  expect(read).toMatchObject({
    problems: [],
    warnings: [],
    env: { DATABASE_URL: "postgres://vouch:s3cret@database/vouch" },
  });
  expect(read.env).not.toHaveProperty("DATABASE_URL_FILE");
  expect(JSON.stringify(effectiveSettings(read.env))).not.toContain("s3cret");
  expect(readSettings(env({ DATABASE_URL_FILE: file, DATABASE_URL: "postgres://a/b" })).problems).toEqual([
    expect.stringContaining("are both set"),
  ]);
  expect(readSettings(env({ DATABASE_URL_FILE: join(folder, "none") })).problems).toEqual([
    expect.stringMatching(/cannot be read \(ENOENT\)/),
  ]);
  rmSync(folder, { recursive: true });
});

test("what the code reads is declared, and what is declared stands in docs/operations.md as it is", () => {
  const declared = new Set(settings.map(({ name }) => name));
  const others = /^VOUCH_(TEST|E2E|BENCH|REPLAY)_|^(NODE_|NEXT_RUNTIME|NEXT_TELEMETRY|PW_)/;
  const read = ["app", "bin", "components", "lib"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((path) => /\.(tsx?|mjs)$/.test(path) && !/\.test\.tsx?$/.test(path))
      .map((path) => readFileSync(join(root, folder, path), "utf8"))
      .flatMap((text) => [...text.matchAll(/\benv\.([A-Z][A-Z0-9_]*)\b|\b(VOUCH_[A-Z_]*[A-Z])\b/g)])
      .map(([, name, mentioned]) => (name ?? mentioned ?? "").replace(/_FILE$/, "")),
  );
  expect([...new Set(read)].filter((name) => !declared.has(name) && !others.test(name))).toEqual([]);
  expect(readFileSync(join(root, "docs/operations.md"), "utf8")).toContain(settingsTable());
});
