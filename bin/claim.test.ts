import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { assertFree, readAddress } from "./address.ts";
import { claimHome } from "./claim.ts";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "vouch-home-"));
});
afterEach(() => rmSync(home, { recursive: true }));

const env = (values: Record<string, string>) => values as unknown as NodeJS.ProcessEnv;

test("a home has one server, and a second is told where the first is", async () => {
  await claimHome(home, "http://127.0.0.1:3000");
  await expect(claimHome(home, "http://127.0.0.1:4000")).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("already runs from"),
  });
});

test("the claim of a server that is gone, or a port that now speaks otherwise, is no claim", async () => {
  const other = createServer((socket) => socket.end("hello"));
  await new Promise<void>((listening) => other.listen(0, "127.0.0.1", listening));
  const { port } = other.address() as { port: number };
  writeFileSync(join(home, "serving.json"), JSON.stringify({ port, mark: "gone", url: "http://127.0.0.1:1" }));
  await claimHome(home, "http://127.0.0.1:3000");
  other.close();
});

test("PORT and HOST say where the pages are; 127.0.0.1:3000 unless they do", () => {
  expect(readAddress(env({}))).toEqual({ host: "127.0.0.1", port: 3000, url: "http://127.0.0.1:3000" });
  expect(readAddress(env({ HOST: "0.0.0.0", PORT: "80" })).url).toBe("http://localhost:80");
  for (const PORT of ["no", "0", "70000", "3.5"]) expect(() => readAddress(env({ PORT }))).toThrow(/PORT should be/);
});

test("a port that is taken is said to be, with what to do", async () => {
  const other = createServer();
  await new Promise<void>((listening) => other.listen(0, "127.0.0.1", listening));
  const { port } = other.address() as { port: number };
  const address = readAddress(env({ PORT: String(port) }));
  await expect(assertFree(address)).rejects.toThrow(`PORT=${port + 1} npm start`);
  other.close();
  await new Promise((closed) => other.once("close", closed));
  await assertFree(address);
});
