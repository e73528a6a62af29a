/**
 * How a table looked when a row of the outbox was captured. The source keeps every shape with the place from which on it holds
 * (drizzle/sql/source/2-shapes.sql): exact where capture's own functions saw the change, else by the transaction that made it.
 */
import type { Sql } from "../../database/index.ts";
import type { Mode } from "../../event/index.ts";
import type { OutboxRow } from "./event.ts";
import { type FieldModes, modesOf } from "./fields.ts";
import { readImage } from "./image.ts";
import type { Column } from "./table.ts";

/** A table as it was, and how its fields are treated. A partition's records are those of its root. */
export interface Shape {
  table: {
    schema: string;
    name: string;
    root: { schema: string; name: string } | null;
    columns: Column[];
    primaryKey: string[];
  };
  modes: Record<string, Mode>;
}

interface Noted extends Shape {
  since: bigint;
  position: bigint | null;
}

export class Shapes {
  #noted = new Map<string, Noted[]>();

  constructor(
    private readonly sql: Sql,
    private readonly modes: FieldModes,
  ) {}

  /** Reads the shapes of the tables in `rows`, the present ones among them. */
  async learn(rows: OutboxRow[]): Promise<void> {
    const relations = [...new Set(rows.filter(hasImages).map(({ relation }) => relation))];
    if (relations.length === 0) return;
    const found = await this.sql<{ relation: string; since: string; position: bigint | null; shape: Shape["table"] }[]>`
      select relation::text, since::text, position, shape from vouch.shapes_of(${relations}::oid[])`;
    for (const relation of relations) this.#noted.delete(relation);
    for (const { relation, since, position, shape } of found) {
      const { schema, name } = shape.root ?? shape;
      const noted = {
        table: shape,
        modes: modesOf({ ...shape, schema, name }, this.modes),
        since: BigInt(since),
        position,
      };
      this.#noted.set(relation, [noted, ...(this.#noted.get(relation) ?? [])]);
    }
  }

  /** Whose records a row's are: a partition's are those of its root. */
  tableOf({ relation }: OutboxRow): string {
    const table = this.#noted.get(relation)?.[0]?.table;
    const { schema, name } = table?.root ?? table ?? { schema: "", name: relation };
    return `${schema}.${name}`;
  }

  /** The newest shape that held when the row was captured; one with another number of fields cannot be it. */
  of(row: OutboxRow): Shape | undefined {
    const shapes = this.#noted.get(row.relation) ?? [];
    const image = row.after?.[0] ?? row.before?.[0];
    if (shapes.length < 2) return shapes[0];
    const length = image === undefined ? undefined : readImage(image).length; // TRUNCATE shows no rows
    const possible = shapes.filter(({ table }) => length === undefined || table.columns.length === length);
    return possible.find((shape) => holdsFor(shape, row)) ?? possible.at(-1) ?? shapes[0];
  }
}

function holdsFor({ since, position }: Noted, row: OutboxRow): boolean {
  return position === null ? BigInt(row.xid) >= since : row.position > position;
}

function hasImages({ operation }: OutboxRow): boolean {
  return operation !== "X";
}
