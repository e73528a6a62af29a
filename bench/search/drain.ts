/**
 * What search costs the sequencer: what waits in an outbox is taken in by the worker as `npm start` runs it, which makes search columns
 * and settles beside; and by one that makes nothing for search. In turn, each in a process of its own, beside the same database.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { makeGround, reached, sizeOf, startWorker, type Worker } from "../ingest/ground.ts";
import { processorTime } from "../ingest/process.ts";
import { changeSingly } from "../ingest/shop.ts";
import { quantile } from "../ingest/visible.ts";
import { atLeast, type Measure } from "../report.ts";

type Ground = Awaited<ReturnType<typeof makeGround>>;

interface Drained {
  rate: number;
  /** Microseconds of the worker's processor time per entry. */
  processor: number;
}

export async function measureDrain(rounds = 3, count = 40_000): Promise<Measure[]> {
  const ground = await makeGround();
  try {
    const shop = await ground.addShop("shop");
    const found: { searched: Drained; unsearched: Drained }[] = [];
    for (let round = 0; round < rounds; round++) {
      await changeSingly(shop, count, "prepared");
      const unsearched = await drain(ground, count, startUnsearched(ground));
      await changeSingly(shop, count, "prepared");
      const searched = await drain(ground, count, startWorker(ground));
      found.push({ searched, unsearched });
      console.error(`drain, round ${round + 1}: ${JSON.stringify(found.at(-1), (_, n) => Math.round(n) || n)}`);
    }
    const median = (of: (one: (typeof found)[number]) => number) => quantile(found.map(of), 0.5);
    return [
      atLeast(
        0.6,
        "sequencer with search to without",
        median(({ searched, unsearched }) => searched.rate / unsearched.rate),
        "ratio",
      ),
      told(
        "sequencer with search",
        median(({ searched }) => searched.rate),
        "entries/s",
      ),
      told(
        "sequencer without",
        median(({ unsearched }) => unsearched.rate),
        "entries/s",
      ),
      told(
        "processor time of the worker with search",
        median(({ searched }) => searched.processor),
        "µs per entry",
      ),
      told(
        "processor time of the worker without",
        median(({ unsearched }) => unsearched.processor),
        "µs per entry",
      ),
    ];
  } finally {
    await ground.remove();
  }
}

/** The first batch is not counted: the worker starts meanwhile. */
async function drain(ground: Ground, count: number, worker: Worker): Promise<Drained> {
  const before = await sizeOf(ground);
  await reached(ground, before + 1, 2);
  const [from, began, used] = [await sizeOf(ground), performance.now(), processorTime(worker.process.pid)];
  await reached(ground, before + count, 5);
  const [to, took] = [await sizeOf(ground), (performance.now() - began) / 1_000];
  const processor = ((processorTime(worker.process.pid) - used) * 1e6) / (to - from);
  await worker.stop();
  return { rate: (to - from) / took, processor };
}

function startUnsearched({ home, loginUrl }: Ground): Worker {
  const child = spawn(process.execPath, ["--import", "tsx", join(import.meta.dirname, "unsearched.ts")], {
    env: { ...process.env, VOUCH_HOME: home.folder, VOUCH_SEQUENCER_URL: loginUrl("sequencer") },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const gone = once(child, "exit");
  process.once("exit", () => child.kill("SIGKILL"));
  return {
    process: child,
    async stop() {
      child.kill("SIGTERM");
      await gone;
    },
  };
}

function told(name: string, value: number, unit: string): Measure {
  return { name, value, unit, goal: "none", met: true };
}
