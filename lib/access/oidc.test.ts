import { expect, test } from "vitest";
import { readProvider } from "./oidc.ts";

const whole = {
  VOUCH_OIDC_ISSUER: "https://id.example.org",
  VOUCH_OIDC_CLIENT_ID: "vouch",
  VOUCH_OIDC_CLIENT_SECRET: "secret",
  VOUCH_OIDC_ROLES: "it=engineer",
};

test("without an issuer there is no provider; with one, what is missing or wrong is named, and no secret repeated", () => {
  expect(readProvider({ ...whole, VOUCH_OIDC_ISSUER: " " })).toBeUndefined();
  for (const name of ["CLIENT_ID", "CLIENT_SECRET", "ROLES"]) {
    expect(() => readProvider({ ...whole, [`VOUCH_OIDC_${name}`]: "" })).toThrow(`VOUCH_OIDC_${name}`);
  }
  for (const roles of ["it", "=engineer", "it=root", "it=engineer,", "it=constructor"]) {
    expect(() => readProvider({ ...whole, VOUCH_OIDC_ROLES: roles })).toThrow(/VOUCH_OIDC_ROLES as group=role/);
  }
});

test("codes and tokens travel in clear within this machine alone", () => {
  for (const issuer of ["http://id.example.org", "http://127.0.0.1.example.org", "ftp://id.example.org", "id"]) {
    expect(() => readProvider({ ...whole, VOUCH_OIDC_ISSUER: issuer })).toThrow(/https/);
  }
  expect(readProvider({ ...whole, VOUCH_OIDC_ISSUER: "http://127.0.0.1:4000" })?.name).toBe("127.0.0.1");
});

test("groups may hold an equals sign; the order of the mapping is kept", () => {
  const roles = "cn=admins=administrator, it = engineer,it=auditor";
  expect(readProvider({ ...whole, VOUCH_OIDC_ROLES: roles })?.roles).toEqual([
    { group: "cn=admins", role: "administrator" },
    { group: "it", role: "engineer" },
    { group: "it", role: "auditor" },
  ]);
});
