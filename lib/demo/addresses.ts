/** Where the demo's databases are: its own server takes another port with each start. */
import { listSources, openAddress, sealAddress } from "../capture/index.ts";
import { connect, type Home } from "../database/index.ts";

/** Tells Vouch the port at which its sources are reached now. `url`: the owner's address of Vouch's own database, on the same server. */
export async function moveSources(url: string, home: Home): Promise<void> {
  const { port } = new URL(url);
  const sql = connect(url, { application: "vouch demo", max: 1 });
  try {
    for (const { id, address } of await listSources(sql)) {
      const moved = new URL(openAddress(home, id, address));
      if (moved.port === port) continue;
      moved.port = port;
      await sql`update app.sources set address = ${sealAddress(home, id, moved.href)} where id = ${id}`;
    }
  } finally {
    await sql.end({ timeout: 2 });
  }
}
