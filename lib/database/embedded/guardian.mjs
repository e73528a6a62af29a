/**
 * The parent of one embedded PostgreSQL, in a session of its own: `node guardian.mjs ORDER`, ORDER being the JSON that
 * start.ts makes. It holds the server for as long as anybody holds a connection to it, and then shuts it down. The kernel
 * closes the connections of a killed process, so nobody has to say goodbye.
 *
 * The lease file says where to connect: `{"port", "token", "postmaster"}`. A holder sends the token and a newline and
 * gets `held\n`. One that leaves half-closes; the guardian closes the other half at once when others remain, else with
 * its own exit, after the server's. Until the first holder has connected, the starter's IPC channel counts as one.
 *
 * Plain JavaScript, because it outlives those who started it and must not depend on a loader.
 */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";

const order = JSON.parse(process.argv[2] ?? "{}");
const token = randomBytes(24).toString("base64url");
const holders = new Set(["starter"]);
let stopping = false;
let leased = false;

const postgres = spawn(order.command, order.args, {
  ...order.account,
  cwd: order.folder,
  env: order.env,
  stdio: ["ignore", "inherit", "inherit"],
});
postgres.once("error", (error) => finish(`${error}`));
postgres.once("exit", (code, signal) => finish(`PostgreSQL ended with ${signal ?? code}`));

const door = createServer({ allowHalfOpen: true }, (socket) => {
  let said = "";
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk) => {
    if (holders.has(socket)) return;
    said += chunk;
    if (stopping || !`${token}\n`.startsWith(said)) return socket.destroy();
    if (said.length <= token.length) return;
    holders.add(socket);
    socket.write("held\n");
  });
  socket.on("end", () => {
    if (leave(socket)) socket.end();
  });
  socket.on("close", () => leave(socket));
});

/** Answers whether others remain. */
function leave(holder) {
  if (holders.delete(holder) && holders.size === 0) stop();
  return holders.size > 0;
}

function stop() {
  if (stopping) return;
  stopping = true;
  removeLease();
  postgres.kill("SIGINT"); // fast: ends the sessions, keeps the data
  setTimeout(() => postgres.kill("SIGQUIT"), 25_000); // immediate: the next start recovers from the log
  setTimeout(() => postgres.kill("SIGKILL"), 30_000);
}

function removeLease() {
  if (leased) rmSync(order.lease, { force: true });
  leased = false;
}

function finish(reason) {
  removeLease();
  if (!process.connected) process.exit();
  process.send({ ended: reason }, () => process.exit());
}

function announceWhenReady() {
  const lines = lockLines();
  if (stopping) return;
  if (Number(lines[0]) !== postgres.pid || lines[7]?.trim() !== "ready") return setTimeout(announceWhenReady, 15);
  door.listen(0, "127.0.0.1", () => {
    if (stopping) return;
    const lease = { port: door.address().port, token, postmaster: postgres.pid };
    writeFileSync(`${order.lease}.${process.pid}`, JSON.stringify(lease), { mode: 0o600 });
    renameSync(`${order.lease}.${process.pid}`, order.lease);
    leased = true;
    if (process.connected) process.send({ ready: true });
  });
}

function lockLines() {
  try {
    return readFileSync(`${order.data}/postmaster.pid`, "utf8").split("\n");
  } catch {
    return []; // not written yet
  }
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, stop);
process.on("disconnect", () => leave("starter"));
announceWhenReady();
