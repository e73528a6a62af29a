/**
 * A CSV of up to a million entries, as people export them, beside COPY: of the same columns, field by field out of the leaves, and of
 * what is stored as it is. The export runs in a process of its own, whose memory is told at a tenth and at the end.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { peakMemory } from "../ingest/process.ts";
import { atLeast, atMost, type Measure } from "../report.ts";
import type { Ground } from "./ground.ts";

export async function measureExport(ground: Ground): Promise<Measure[]> {
  const { rows, owner, ledger } = ground;
  const [from, entries] = [Math.max(0, rows - 1_000_000), Math.min(rows, 1_000_000)];
  const within = `p.ledger = '${ledger}' and p.index >= ${from} and p.index < ${rows}`;
  const leaf = "ledger.entries e on e.ledger = p.ledger and e.index = p.index and e.recorded_at = p.recorded_at";
  const asIs = await timed(() =>
    copy(owner, `select p.*, e.leaf from ledger.projection p join ${leaf} where ${within} order by p.index`),
  );
  const same = await timed(() =>
    copy(
      owner,
      `
    select p.index, p.occurred_at, p.recorded_at, p.actor, p.actor_kind, p.attribution, p.on_behalf_of, p.action, p.category, p.type, p.system,
      p.record_type, p.record_id, f ->> 'name', f ->> 'type', f ->> 'before', f ->> 'after', p.channel, p.address, p.login,
      said -> 'origin' ->> 'application', said -> 'statement' ->> 'text', p.statement, p.rows, p.decision, p.ticket, p.transaction,
      p.session, encode(e.leaf_hash, 'hex')
    from ledger.projection p join ${leaf}
    -- offset 0: each leaf is parsed once, not once for each column
    cross join lateral (select convert_from(e.leaf, 'UTF8')::jsonb -> 'event' as said offset 0) as read
    left join lateral jsonb_array_elements(said -> 'change' -> 'fields') as f on true
    where ${within} order by p.index`,
    ),
  );
  const query = from === 0 ? "own:shown" : `own:shown entry>=${from}`;
  const made = await exportOne(ground, query);
  return [
    atLeast(0.5, `CSV of ${entries} entries: rate to COPY of the same columns`, same / made.seconds, "ratio"),
    told("CSV: rate to COPY of what is stored as it is", asIs / made.seconds, "ratio"),
    told("CSV: from asking to the certificate", made.seconds, "s"),
    told("CSV: entries", entries / made.seconds, "/s"),
    atMost(1.5, "CSV: largest memory of the process to that at a tenth", made.peak / made.early, "ratio"),
    told("CSV: largest memory of the process", made.peak, "MB"),
  ];
}

/** Into nothing: what the disk takes is not measured. */
async function copy(owner: Ground["owner"], query: string): Promise<void> {
  await owner.unsafe(`copy (${query}) to program 'cat > /dev/null' (format csv)`);
}

async function exportOne(ground: Ground, query: string): Promise<{ seconds: number; early: number; peak: number }> {
  const child = spawn(
    process.execPath,
    [
      "--import",
      "tsx",
      join(import.meta.dirname, "export-one.ts"),
      JSON.stringify({ url: ground.url, home: ground.home.folder, query }),
    ],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  let early = Number.NaN;
  let [peak, seconds] = [0, Number.NaN];
  child.stdout.on("data", (said: Buffer) => {
    peak = Math.max(peak, peakMemory(child.pid) || 0);
    for (const line of String(said).split("\n")) {
      if (line === "a tenth") early = peak;
      if (line.startsWith("done ")) seconds = Number(line.slice(5));
    }
  });
  const watch = setInterval(() => {
    peak = Math.max(peak, peakMemory(child.pid) || 0);
  }, 200);
  const [code] = await once(child, "exit");
  clearInterval(watch);
  if (code !== 0 || Number.isNaN(seconds)) throw new Error(`The export ended with code ${code}.`);
  return { seconds, early, peak };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1_000;
}

function told(name: string, value: number, unit: string): Measure {
  return { name, value, unit, goal: "none", met: true };
}
