import { isFree } from "../lib/database/embedded/index.ts";
import { Fault } from "../lib/event/index.ts";

/** Where the pages are served. */
export interface Address {
  host: string;
  port: number;
  url: string;
}

/** From HOST and PORT. Throws `invalid` when PORT is no port. */
export function readAddress(env: NodeJS.ProcessEnv): Address {
  const host = env.HOST || "127.0.0.1";
  const port = Number(env.PORT || 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Fault(
      "invalid",
      `PORT should be a number from 1 to 65535, and is "${env.PORT}". Set it right, or unset it for 3000.`,
    );
  }
  const shown = host === "0.0.0.0" || host === "::" ? "localhost" : host.includes(":") ? `[${host}]` : host;
  return { host, port, url: `http://${shown}:${port}` };
}

/** Throws `conflict` when another program listens there. */
export async function assertFree({ host, port }: Address): Promise<void> {
  if (await isFree(port, host)) return;
  throw new Fault(
    "conflict",
    `Vouch wants to serve its pages on port ${port} of ${host}, but another program is there or the port is not ours to take. ` +
      `Stop that program, or choose another port: PORT=${port + 1} npm start`,
  );
}
