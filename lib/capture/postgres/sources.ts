/** The protected databases that Vouch knows. */
import { type Identity, readIdentities } from "../../access/index.ts";
import type { Home, Sql, Transaction } from "../../database/index.ts";
import type { Hints } from "../../event/index.ts";
import type { Outbox } from "../../ledger/index.ts";
import { openAddress } from "./address.ts";
import type { FieldModes } from "./fields.ts";
import { postgresOutbox } from "./outbox.ts";
import type { Failing, Later } from "./plan.ts";

export interface SourceSettings {
  /** System identifier and database, which tell one database from another. */
  system: string;
  /** `schema.table` of everything captured. */
  tables: string[];
  modes: FieldModes;
  /** What becomes of tables made later: they are captured too, or only reported. Captured where nobody has chosen. */
  later?: Later;
  /** What happens to a write that cannot be recorded, by table: it fails where nobody has chosen. */
  failing?: Record<string, Failing>;
  /** Bytes that the outbox may hold; an alarm sounds at 80 % of it, and at 1 GB where nobody has chosen. */
  outboxLimit?: number;
  /** How values are read and what records are called, by table: found in the catalogue, or set by somebody (lib/event/hints.ts). */
  hints?: Hints;
}

export interface RegisteredSource {
  id: string;
  name: string;
  address: Buffer;
  settings: SourceSettings;
  paused: boolean;
}

export async function listSources(sql: Sql | Transaction): Promise<RegisteredSource[]> {
  return sql<RegisteredSource[]>`
    select id, name, address, settings, paused from app.sources where kind = 'postgres' and removed_at is null order by created_at`;
}

/** Keeps one open outbox per source that is to be read, and closes those that are no longer. For the sequencer's process. */
export class PostgresOutboxes {
  #open = new Map<string, { key: string; outbox: Outbox }>();
  #identities: Identity[] = [];

  constructor(
    private readonly sql: Sql,
    private readonly home: Home,
  ) {}

  /** Also reads anew who logins and applications are, which holds for what is read from then on. */
  async list(): Promise<Outbox[]> {
    this.#identities = await readIdentities(this.sql);
    const wanted = (await listSources(this.sql)).filter(({ paused }) => !paused);
    for (const [id, { outbox }] of this.#open) {
      if (wanted.some((source) => source.id === id)) continue;
      this.#open.delete(id);
      await outbox.close();
    }
    for (const { id, name, address, settings } of wanted) {
      const key = `${name} ${address.toString("hex")} ${JSON.stringify(settings)}`;
      const open = this.#open.get(id);
      if (open?.key === key) continue;
      await open?.outbox.close();
      this.#open.set(id, {
        key,
        outbox: postgresOutbox({
          id,
          name,
          address: openAddress(this.home, id, address),
          modes: settings.modes,
          identities: () => this.#identities,
        }),
      });
    }
    return [...this.#open.values()].map(({ outbox }) => outbox);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open.values()].map(({ outbox }) => outbox.close()));
    this.#open.clear();
  }
}
