import { expect, test } from "vitest";
import { Directory, type Identity } from "../../access/index.ts";
import { actorOf, type Claims } from "./claims.ts";

const source = "0190f7d2-6f1e-7000-8000-00000000d001";
const elsewhere = "0190f7d2-6f1e-7000-8000-00000000d002";

function anIdentity(
  actor: string,
  kind: Identity["kind"],
  name: string,
  matches: Partial<Identity["matches"]>,
): Identity {
  const all = { login: [], application: [], source: [], ...matches };
  return { id: actor, actor, kind, name, matches: all, note: "", createdAt: "2026-11-20T07:00:00.000000Z" };
}

const identities = [
  anIdentity("nightly-billing", "service", "Nightly billing", { login: ["billing_job"] }),
  anIdentity("import", "service", "Import", { application: ["import.py"] }),
  anIdentity("crm", "service", "CRM", { login: ["crm_app"], source: [elsewhere] }),
  anIdentity("tidy", "agent", "Tidying agent", { login: ["tidy_bot"] }),
];
const directory = new Directory(identities, source);
const actor = (claims: Claims, login = "app", application: string | null = null) =>
  actorOf(claims, login, application, directory);

const nightly = { kind: "service", id: "nightly-billing", name: "Nightly billing" };

test("a login that is named is that identity, verified", () => {
  expect(actor({}, "billing_job", "psql")).toEqual({ ...nightly, attribution: "verified" });
  expect(actor({}, "tidy_bot")).toMatchObject({ kind: "agent", id: "tidy", attribution: "verified" });
});

test("an application that is named is only claimed, since anybody may set its name", () => {
  const script = { kind: "service", id: "import", name: "Import", attribution: "claimed" };
  expect(actor({}, "app", "import.py")).toEqual(script);
  expect(actor({}, "billing_job", "import.py")).toEqual({ ...nightly, attribution: "verified" });
});

test("neither capitals nor parts nor another source's login match", () => {
  for (const login of ["BILLING_JOB", "billing_job2", "crm_app", "import.py"]) {
    expect(actor({}, login)).toEqual({ kind: "unknown", id: login, attribution: "verified" });
  }
  expect(actorOf({}, "crm_app", null, new Directory(identities, elsewhere))).toMatchObject({
    id: "crm",
    attribution: "verified",
  });
});

test("a claim wins over login and application, and stays a claim", () => {
  expect(actor({ actor: "dana@example.com" }, "billing_job", "import.py")).toEqual({
    kind: "human",
    id: "dana@example.com",
    attribution: "claimed",
  });
});

test("a claim to be an identity is true only where the login is that identity", () => {
  const said = { actor: "nightly-billing", name: "Trust me", on_behalf_of: "dana@example.com" };
  const behalf = { onBehalfOf: { id: "dana@example.com", attribution: "claimed" } };
  expect(actor(said, "billing_job")).toEqual({ ...nightly, attribution: "verified", ...behalf });
  expect(actor(said, "app")).toEqual({ ...nightly, name: "Trust me", attribution: "claimed", ...behalf });
  expect(actor({ actor: "nightly-billing" }, "tidy_bot")).toEqual({ ...nightly, attribution: "claimed" });
  expect(actor({ agent: "tidy", actor: "dana@example.com" }, "tidy_bot")).toEqual({
    kind: "agent",
    id: "tidy",
    name: "Tidying agent",
    attribution: "verified",
    ...behalf,
  });
  expect(actor({ agent: "tidy" }, "app")).toMatchObject({ kind: "agent", id: "tidy", attribution: "claimed" });
});

test("a claim that names nobody is no name; it is kept as it was said where nothing better is known", () => {
  for (const said of ["system", "System", "service_account", "n/a"]) {
    expect(actor({ actor: said, kind: "service" })).toEqual({ kind: "unknown", id: said, attribution: "claimed" });
    expect(actor({ actor: said }, "billing_job")).toEqual({ ...nightly, attribution: "verified" });
    expect(actor({ actor: said }, "app", "import.py")).toMatchObject({ id: "import", attribution: "claimed" });
  }
  expect(actor({ actor: "system", on_behalf_of: "dana@example.com" })).toEqual({
    kind: "service",
    id: "system",
    attribution: "claimed",
    onBehalfOf: { id: "dana@example.com", attribution: "claimed" },
  });
});

test("without names and claims it is the login, of which nobody said who it is", () => {
  expect(actorOf({}, "app")).toEqual({ kind: "unknown", id: "app", attribution: "verified" });
  expect(actor({}, "app", "psql")).toEqual({ kind: "unknown", id: "app", attribution: "verified" });
});
