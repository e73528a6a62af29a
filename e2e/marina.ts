/** A database that Vouch has never seen, for tests that connect one on the pages. */
import { randomBytes } from "node:crypto";
import { connect, type Sql } from "../lib/database/index.ts";
import type { Story } from "./story.ts";

/** In no page and no answer, unless somebody chose to see it. */
export const secret = { ssn: "531-90-2217", key: "sk-of-nobody" };

export interface Marina {
  name: string;
  /** The owner's address; the owner is no superuser. */
  url: string;
  password: string;
  sql: Sql;
  drop(): Promise<void>;
}

/** Somebody's database that Vouch has never seen: berths, and the people who rent them. */
export async function openMarina({ owner }: Story): Promise<Marina> {
  const name = `marina_${randomBytes(4).toString("hex")}`;
  const password = "tide & rope/7@9";
  const { host, port } = owner.options;
  await owner.unsafe(`create role ${name} login createrole password '${password}'`);
  await owner.unsafe(`create database ${name} owner ${name}`);
  const url = new URL(`postgres://${host[0]}:${port[0]}/${name}`);
  url.username = name;
  url.password = encodeURIComponent(password);
  const sql = connect(url.href, { application: "harbour office", max: 1 });
  await sql.unsafe(`
    create table berths (id int primary key, pier text not null, metres numeric(5,2));
    create table ${name}_renters (id int primary key, name text, ssn text, api_key text, note text);
    create table tides (at timestamptz, height numeric);
    insert into berths values (1, 'North', 12.50), (2, 'South', 8);
    insert into ${name}_renters values (1, 'Mira Okeke', '${secret.ssn}', '${secret.key}', 'Pays in cash'), (2, 'Jon', null, null, '');
    analyze berths`);
  return {
    name,
    url: url.href,
    password,
    sql,
    drop: async () => {
      await sql.end({ timeout: 2 });
      await owner.unsafe(`drop database ${name} with (force)`);
      await owner.unsafe(`drop role ${name}`);
    },
  };
}
