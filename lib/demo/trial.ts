/** Who can be tried in the demo, one for each role. Pure. */
import { people, users } from "./cast.ts";

export const triable = users.map(({ who, role, words }) => {
  const { name, email } = people[who];
  return { name, email, role, words };
});

const words =
  "anchor amber birch bridge candle cedar cliff cloud copper coral daisy ember fern ferry flint garden glass harbor hazel heron ivory jetty juniper kettle ladder lantern linen maple meadow mill moss north oak olive orchard otter paper pebble pier pine plum quarry quill raven reed river robin saddle sail salt sand silver slate sparrow spruce stone thistle timber tulip velvet walnut willow window winter".split(
    " ",
  );

/** Seven words of 66: 42 bits, for an installation whose door counts attempts. `draw`: a whole number below its argument. */
export function demoPassword(draw: (below: number) => number): string {
  return Array.from({ length: 7 }, () => words[draw(words.length)]).join(" ");
}
