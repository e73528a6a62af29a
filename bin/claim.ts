import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Fault } from "../lib/event/index.ts";

/**
 * One server to a home. The claim is a listening socket and a file that names it, so that it ends with this process,
 * however that ends. Throws `conflict` when another process has it.
 */
export async function claimHome(home: string, url: string): Promise<void> {
  const file = join(home, "serving.json");
  await assertUnclaimed(file, home);
  const mark = randomBytes(16).toString("hex");
  const server = createServer((socket) => socket.on("error", () => socket.destroy()).end(mark));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  server.unref();
  const { port } = server.address() as { port: number };
  writeFileSync(`${file}.${process.pid}`, JSON.stringify({ port, mark, url }), { mode: 0o600 });
  renameSync(`${file}.${process.pid}`, file);
  await pause(50); // of two that started in the same moment, the one that wrote last has it
  if (readClaim(file)?.mark !== mark) await assertUnclaimed(file, home);
}

async function assertUnclaimed(file: string, home: string): Promise<void> {
  const claim = readClaim(file);
  if (!claim || (await answer(claim.port)) !== claim.mark) return;
  throw new Fault(
    "conflict",
    `Vouch already runs from ${home}, at ${claim.url}. Use that one, stop it first, or set VOUCH_HOME and PORT for a second one.`,
  );
}

function readClaim(file: string): { port: number; mark: string; url: string } | undefined {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

function answer(port: number): Promise<string> {
  return new Promise((resolve) => {
    let said = "";
    const socket = connect({ port, host: "127.0.0.1" });
    socket.setTimeout(2_000, () => socket.destroy());
    socket.on("data", (chunk) => {
      said += chunk;
    });
    socket.on("error", () => socket.destroy());
    socket.on("close", () => resolve(said));
  });
}
