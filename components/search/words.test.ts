import { expect, test } from "vitest";
import { parseQuery } from "@/lib/search/language";
import { chipOf, type LabelOf, saying } from "./words";

const said = (text: string, labelOf?: LabelOf) => saying(chipOf(parseQuery(text).tree, labelOf));

test("a token says what it asks for in words", () => {
  expect(said("actor:dana", (_, value) => (value === "dana" ? "Dana Lee" : undefined))).toBe("Actor: Dana Lee");
  expect(said("-action:read")).toBe("not Action: Read");
  expect(said("action:updated")).toBe("Action: Changed");
  expect(said("credit_limit>10000")).toBe("Credit limit: over 10,000");
  expect(said("was.tier=gold")).toBe("Tier before: gold");
  expect(said("became:gold")).toBe("Value after: gold");
  expect(said("ticket:none")).toBe("Ticket: none recorded");
  expect(said("after:7d")).toBe("From: 7 days ago");
  expect(said("on:2026-03-03")).toBe("On: 3 March 2026");
  expect(said("before:2026-03")).toBe("Until: March 2026");
  expect(said("rows>=200")).toBe("Rows affected: at least 200");
  expect(said("own:shown")).toBe("Vouch’s own entries too");
  expect(said('"Acme Corp"')).toBe("Words: Acme Corp");
});

test("a group says its members, many of one field by the first and a number", () => {
  expect(said("actor:(dana OR joao)")).toBe("Actor: dana or joao");
  expect(said("record:(a OR b OR c OR d)")).toBe("Table: A and 3 more");
  expect(said("actor:dana OR kind:agent")).toBe("Actor: dana or Kind of actor: AI agents");
  expect(said("-(actor:dana kind:agent)")).toBe("not Actor: dana and Kind of actor: AI agents");
});
