import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { placesOf } from "../shell/places";
import { helpOf } from "./pages";

test("every place of the navigation has a help of its own", () => {
  const places = placesOf(() => true).flatMap((group) => group.places);
  const titles = places.map(({ address }) => helpOf(address)?.title);
  expect(titles).toEqual(places.map(({ name }) => name));
});

test("every page inside has help: what it answers, how to read it, what is recorded", () => {
  const pages = readdirSync("app/(inside)", { recursive: true, encoding: "utf8" })
    .filter((path) => /(^|\/)page\.tsx$/.test(path))
    .map((path) => `/${path.replace(/\/?page\.tsx$/, "").replaceAll(/\[[^\]]+\]/g, "17")}`);
  expect(pages.length).toBeGreaterThan(8);
  for (const page of pages) {
    const help = helpOf(page);
    expect(help?.answers.length, page).toBeGreaterThan(0);
    expect(help?.read.length, page).toBeGreaterThan(1);
    expect(help?.recorded, page).toMatch(/\.$/);
  }
});

test("an entry is explained as one, and not as the list", () => {
  expect(helpOf("/events/1204331")?.title).toBe("An entry");
  expect(helpOf("/sources/new")?.title).toBe("Sources");
  expect(helpOf("/eventsandmore")).toBeUndefined();
});
