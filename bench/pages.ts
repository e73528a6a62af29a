/**
 * The pages as people meet them: `npm run bench -- pages [--demo] [--entries 150000] [--seconds 20] [--people 8] [--only load,cost,script,first]`.
 *
 * On the production build, served as `npm start` serves it, in a home of its own: with --demo on the demo, else on entries that are
 * made here. So many people with real sessions, of all roles, open one page after the other and look at each for half a second; then
 * without looking, which is what the machine can serve at most. Whoever asks, server and database share the machine. The page to
 * sign in reads nothing and records nothing: beside it stands what reading and recording cost.
 *
 * cost: processor time of the pages' process for one page, which says the same whatever else the machine does; the database's is not in it.
 * script: what a page's scripts weigh, gzipped. first: a browser that knows nothing yet, until the page answers to clicks.
 */
import { parseArgs } from "node:util";
import { quantile } from "./ingest/visible.ts";
import { type Loaded, loadPages } from "./pages/browser.ts";
import { type Product, startProduct } from "./pages/product.ts";
import { findAddresses, signInEverybody, type Visitor, type Walked, walk } from "./pages/walk.ts";
import { atMost, type Measure } from "./report.ts";

const parts = ["load", "cost", "script", "first"] as const;

export async function bench(args: string[]): Promise<Measure[]> {
  const { values } = parseArgs({
    args,
    options: {
      demo: { type: "boolean" },
      entries: { type: "string" },
      seconds: { type: "string" },
      people: { type: "string" },
      only: { type: "string" },
    },
  });
  const only = values.only?.split(",") ?? parts;
  const product = await startProduct({ demo: values.demo === true, entries: Number(values.entries ?? 150_000) });
  try {
    const people = await signInEverybody(product, Number(values.people ?? 8));
    const addresses = await findAddresses(product, people);
    console.error(`Pages: ${addresses.join(" ")}`);
    const measures: Measure[] = [];
    if (only.includes("load")) {
      const seconds = Number(values.seconds ?? 20);
      await walk(product.url, people, addresses, { seconds: Math.min(seconds, 5), pause: 0 }); // a start that is warm
      const looked = await walk(product.url, people, addresses, { seconds, pause: 500 });
      const pressed = await walk(product.url, people, addresses, { seconds, pause: 0 });
      measures.push(...load(looked, pressed, people.length, await product.size()));
    }
    if (only.includes("cost")) {
      for (const address of addresses)
        measures.push(told(`${address}: processor time`, await cost(product, people, address), "ms"));
    }
    if (only.includes("script") || only.includes("first")) {
      const loaded = await loadPages(product.url, people, addresses);
      measures.push(...browser(loaded, only));
    }
    return measures;
  } finally {
    await product.stop();
  }
}

/** Milliseconds of processor time for one page, the mean of 20 that one person opens one after the other. */
async function cost(product: Product, people: Visitor[], address: string): Promise<number> {
  const visitor = people.slice(0, 1);
  await walk(product.url, visitor, [address], { pages: 5 });
  const before = await product.processor();
  await walk(product.url, visitor, [address], { pages: 20 });
  return (((await product.processor()) - before) / 20) * 1_000;
}

function load(looked: Walked[], pressed: Walked[], people: number, size: number): Measure[] {
  const times = (walked: Walked[], address?: string) =>
    walked.filter((one) => address === undefined || one.address === address).map(({ took }) => took);
  const pages = looked.filter(({ address }) => address !== "/signin");
  const floor = quantile(times(looked, "/signin"), 0.5);
  const name = `${people} people, ${size.toLocaleString("en")} entries`;
  const each = [...new Set(pages.map(({ address }) => address))].flatMap((address) => [
    told(`${address}: p50`, quantile(times(looked, address), 0.5), "ms"),
    atMost(100, `${address}: p95`, quantile(times(looked, address), 0.95), "ms"),
    told(`${address}: p99`, quantile(times(looked, address), 0.99), "ms"),
    told(`${address}: p50 to the page to sign in`, quantile(times(looked, address), 0.5) / floor, "ratio"),
  ]);
  const span = Math.max(...pressed.map(({ at }) => at)) / 1_000;
  return [
    atMost(100, `${name}: p95 of all pages`, quantile(times(pages), 0.95), "ms"),
    told(`${name}: p50`, quantile(times(pages), 0.5), "ms"),
    told(`${name}: p99`, quantile(times(pages), 0.99), "ms"),
    told(`${name}: pages opened`, pages.length, ""),
    told("the page to sign in, which reads nothing: p50", floor, "ms"),
    told("pages a second at most", pressed.length / span, "/s"),
    told("the same: p95", quantile(times(pressed), 0.95), "ms"),
    ...each,
  ];
}

function browser(loaded: Loaded[], only: readonly string[]): Measure[] {
  return loaded.flatMap(({ address, script, usable }) => [
    ...(only.includes("script") ? [atMost(250, `${address}: script, gzipped`, script / 1_000, "kB")] : []),
    ...(only.includes("first")
      ? [atMost(1_000, `${address}: until it can be used, the first time`, usable, "ms")]
      : []),
  ]);
}

/** A figure without a goal. */
function told(name: string, value: number, unit: string): Measure {
  return { name, value, unit, goal: "none", met: true };
}
