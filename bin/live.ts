/** The process in which the demo goes on living; bin/demo.ts starts it and tells it where. */
import { keepLiving, type Living } from "../lib/demo/index.ts";

const told = JSON.parse(process.env.VOUCH_DEMO_LIFE ?? "{}") as Omit<Living, "signal">;
const ending = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => ending.abort());
await keepLiving({ ...told, signal: ending.signal });
process.exit(0);
