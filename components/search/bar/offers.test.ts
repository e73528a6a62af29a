import { expect, test } from "vitest";
import { fieldOffers, isAskable, isMeant, knownOffers, wishOf, written } from "./offers";

test("the end of what is typed says what is wished for", () => {
  expect(wishOf("")).toEqual({ lead: "", text: "" });
  expect(wishOf("acme act")).toEqual({ lead: "acme ", text: "act" });
  expect(wishOf("-actor:da")).toEqual({ lead: "-", text: "da", field: "actor", sign: ":" });
  expect(wishOf('(actor:dana OR actor:"Dana L')).toMatchObject({
    lead: "(actor:dana OR ",
    field: "actor",
    text: "Dana L",
  });
  expect(wishOf("credit_limit>100")).toMatchObject({ field: "became", of: "credit_limit", sign: ">", text: "100" });
  expect(wishOf("was.tier=go")).toMatchObject({ field: "was", of: "tier", text: "go" });
  expect(wishOf("was.cre")).toEqual({ lead: "", field: "was", text: "cre" });
  expect(wishOf("nonsense:x").field).toBeUndefined();
});

test("fields are offered by their name, by what they are called, and by what they are for", () => {
  const said = (text: string) => fieldOffers(wishOf(text)).map((offer) => offer.says);
  expect(said("").length).toBeGreaterThan(25);
  expect(said("act")[0]).toBe("Actor");
  expect(said("table")).toContain("Table");
  expect(fieldOffers(wishOf("x -tick"))[0]).toMatchObject({ text: "x -ticket:", done: false });
  expect(said("zzz")).toEqual([]);
});

test("closed lists and times are offered without asking anybody", () => {
  const said = (typed: string) => knownOffers(wishOf(typed)).map((offer) => [offer.says, offer.text]);
  expect(said("kind:ag")).toEqual([["AI agents", "kind:agent"]]);
  expect(said("kind:peo")).toEqual([["People", "kind:human"]]);
  expect(said("after:7")).toEqual([["7 days ago", "after:7d"]]);
  expect(said("on:this").map(([says]) => says)).toEqual(["This week", "This month", "This year"]);
  expect(said("ticket:n")).toEqual([["None recorded", "ticket:none"]]);
  expect(isAskable(wishOf("kind:ag"))).toBe(false);
  expect(isAskable(wishOf("actor:da"))).toBe(true);
});

test("Enter takes the first offer for the beginning of a name, never for a number, a day or a whole value", () => {
  const offer = (text: string, says = text) => [{ key: text, text, says, done: true }];
  expect(isMeant(wishOf("actor:da"), offer("actor:dana@example.com", "Dana Lee"))).toBe(true);
  expect(isMeant(wishOf("actor:dana@example.com"), offer("actor:dana@example.com", "Dana Lee"))).toBe(false);
  expect(isMeant(wishOf("id:104"), offer("id:10482"))).toBe(false);
  expect(isMeant(wishOf("after:7"), offer("after:7d"))).toBe(false);
  expect(isMeant(wishOf("da"), offer("actor:dana"))).toBe(false);
});

test("a value stands in quotation marks where it would be read otherwise", () => {
  expect(written(wishOf("-actor:da"), "dana")).toBe("-actor:dana");
  expect(written(wishOf("record:"), 'say "hi"')).toBe('record:"say \\"hi\\""');
  expect(written(wishOf("x was.tier=g"), "gold")).toBe("x was.tier=gold");
  expect(written(wishOf("credit_limit>1"), "10000")).toBe("credit_limit>10000");
});
