import { rmSync } from "node:fs";
import { removeCluster, startEmbedded } from "../lib/database/embedded/index.ts";
import { home } from "./server.ts";

/** Runs after the server was told to stop: waits until its database has, and deletes the run's home. */
export default async function teardown(): Promise<void> {
  const database = await startEmbedded({ home, version: "18", durable: false });
  await database.stop();
  removeCluster(home, "18");
  rmSync(home, { recursive: true, force: true });
}
