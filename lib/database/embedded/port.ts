import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import { Fault } from "../../event/index.ts";

/** Ports from 32768 on are handed out to outgoing connections on Linux, and may be gone a moment after they were free. */
const lowest = 20_000;
const beyond = 32_768;

/** A port of 127.0.0.1 that was free a moment ago. Somebody may still take it first: whoever binds it tries again. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const port = randomInt(lowest, beyond);
    if (await isFree(port, "127.0.0.1")) return port;
  }
  throw new Fault("unavailable", `No free port between ${lowest} and ${beyond - 1} was found in 100 attempts.`);
}

export function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
