/** The same single-row updates by PostgreSQL's own program, where there is one: it hides less of the server's cost than Node does. */
import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Clients, connections } from "./clients.ts";

const run = promisify(execFile);

/** Nothing when there is no `pgbench` on the PATH. */
export function findPgbench(): Clients | undefined {
  if (spawnSync("pgbench", ["--version"], { stdio: "ignore" }).status !== 0) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "vouch-pgbench-"));
  const script = join(folder, "update.sql");
  return {
    async run({ url, sync, seconds, rows }) {
      writeFileSync(
        script,
        `\\set id random(1, ${rows})\nupdate customers set credit_limit = credit_limit + 1, updated = now() where id = :id;\n`,
      );
      const { hostname, port, username, password, pathname } = new URL(url);
      const place = ["-h", hostname, "-p", port, "-U", username];
      const manner = [
        "-n",
        "-M",
        "prepared",
        "-c",
        `${connections}`,
        "-j",
        "1",
        "-T",
        `${Math.ceil(seconds)}`,
        "-f",
        script,
      ];
      const env = {
        ...process.env,
        PGPASSWORD: decodeURIComponent(password),
        PGOPTIONS: `-c synchronous_commit=${sync}`,
      };
      const { stdout } = await run("pgbench", [...place, ...manner, pathname.slice(1)], { env });
      const rate = /^tps = ([\d.]+)/m.exec(stdout)?.[1];
      if (!rate) throw new Error(`Expected pgbench to say its tps, got:\n${stdout}`);
      return Number(rate);
    },
    stop: () => rmSync(folder, { recursive: true, force: true }),
  };
}
