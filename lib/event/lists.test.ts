import fc from "fast-check";
import { expect, it } from "vitest";
import { differenceOfItems, listWords } from "./lists.ts";

it("takes from the list before and adds to it what makes the list after, whatever stands twice", () => {
  const list = fc.array(fc.constantFrom("a", "b", "c", ""), { maxLength: 8 });
  fc.assert(
    fc.property(list, list, (before, after) => {
      const { gone, come, removed, added, reordered } = differenceOfItems(before, after);
      const stayed = before.filter((_, at) => !gone[at]);
      const kept = after.filter((_, at) => !come[at]);
      expect([...stayed].sort()).toEqual([...kept].sort());
      if (!reordered) expect(stayed).toEqual(kept);
      expect(before.length - removed + added).toBe(after.length);
      const all = new Set([...before, ...after]);
      for (const item of all)
        expect(
          gone.some((is, at) => is && before[at] === item) && come.some((is, at) => is && after[at] === item),
        ).toBe(false);
    }),
  );
});

it("says a moved item as a change of order alone", () => {
  expect(listWords(differenceOfItems(["a", "b", "c"], ["c", "a", "b"]))).toBe("order changed");
  expect(listWords(differenceOfItems(["a", "a"], ["a"]))).toBe("1 removed");
  expect(listWords(differenceOfItems(["a"], ["b", "a", "a"]))).toBe("2 added");
});
