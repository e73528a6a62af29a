/** Test builders: a ledger with people who search it, entries that they find, and what they were told. */
import type { Principal, Role, Scope, Web } from "../../access/index.ts";
import { readNotices } from "../../access/index.ts";
import { anEvent, anEventId, aTime } from "../../event/builders.ts";
import { type Event, plainSentence, type SeenEvent } from "../../event/index.ts";
import { aSource, freshLedger, type TestLedger } from "../../ledger/builders.ts";

export interface TestSearches {
  ledger: TestLedger;
  web: Web;
  /** Somebody with an account. */
  person(role: Role, scope?: Scope): Promise<Principal>;
  /** Makes entries of deletions by an agent, one for each id, at the clock's time. */
  deleted(...ids: string[]): Promise<void>;
  /** Makes an entry of a change by the same agent, of a field that is shown and of one that is concealed. */
  changed(table: string, id: string): Promise<void>;
  /** Events that wait in the inbox, in order. */
  posted(type?: string): Promise<Event[]>;
  /** What the inbox says, in sentences. */
  sentences(): Promise<string[]>;
  /** What somebody was told, newest first. */
  told(who: Principal): Promise<{ sentence: string; address: string }[]>;
  /** Lets time pass. */
  pass(minutes: number): void;
}

export async function someSearches(): Promise<TestSearches> {
  const ledger = await freshLedger();
  const { owner, clock } = ledger;
  const web: Web = { sql: ledger.database.as("web"), home: ledger.home, clock };
  let count = 0;
  const posted = async (type?: string) => {
    const rows = await owner<{ event: string }[]>`select event from inbox.events order by position`;
    const events = rows.map(({ event }) => JSON.parse(event) as Event);
    return type ? events.filter((event) => event.type === type) : events;
  };
  const byAgent = (type: string, id: string, verb: string, change: Event["change"]) =>
    anEvent({
      id: anEventId(count++),
      type: `${type}.${verb}`,
      category: "record",
      occurredAt: clock(),
      source: { id: aSource, kind: "postgres", name: "billing" },
      actor: { kind: "agent", id: "billing-assistant", name: "Billing assistant", attribution: "claimed" },
      target: { system: "billing", type, id },
      change,
    });
  const keep = { type: "text", mode: "keep" } as const;
  const conceal = { type: "text", mode: "conceal" } as const;
  return {
    ledger,
    web,
    async person(role, scope = {}) {
      const id = anEventId(9_000 + count++);
      const person = { id, email: `${role}.${count}@example.org`, name: `${role} ${count}`, role };
      await owner`
        insert into app.people (id, email, name, role, scope)
        values (${id}, ${person.email}, ${person.name}, ${role}, ${JSON.stringify(scope)}::text::jsonb)`;
      return { person, session: "5e55105e55105e55", scope, address: "10.0.0.7", userAgent: "Test/1" };
    },
    async deleted(...ids) {
      const fields = [
        { name: "tier", before: "gold-of-nobody", ...keep },
        { name: "iban", before: "DE00-canary", ...conceal },
      ];
      await ledger.appendEvents(ids.map((id) => byAgent("customers", id, "deleted", { operation: "delete", fields })));
    },
    async changed(table, id) {
      const fields = [
        { name: "tier", changed: true, before: "bronze", after: "gold", ...keep },
        { name: "iban", changed: true, before: "DE00-canary", after: "DE01-canary", ...conceal },
      ];
      await ledger.appendEvents([byAgent(table, id, "updated", { operation: "update", fields })]);
    },
    posted,
    sentences: async () => (await posted()).map(sentenceOf),
    told: async (who) => {
      const { notices } = await readNotices(who, web);
      return notices.map(({ sentence, address }) => ({ sentence, address }));
    },
    pass: (minutes) => clock.set(aTimeAfter(clock(), minutes)),
  };
}

function aTimeAfter(time: string, minutes: number): string {
  return `${new Date(Date.parse(time) + minutes * 60_000 + 1).toISOString().slice(0, -1)}000Z`;
}

/** As a reader who may see everything reads it. */
function sentenceOf(event: Event): string {
  const seen = (value: unknown) => ({ state: "shown", value });
  const fields = (list: Event["data"]) =>
    list?.map(({ before, after, value, ...field }) => ({
      ...field,
      ...(before !== undefined && { before: seen(before) }),
      ...(after !== undefined && { after: seen(after) }),
      ...(value !== undefined && { value: seen(value) }),
    }));
  const { change, data } = event;
  const read = {
    ...event,
    data: fields(data),
    ...(change && { change: { ...change, fields: fields(change.fields) } }),
  };
  return plainSentence({
    ledger: "",
    index: "1",
    recordedAt: aTime(),
    event: read as SeenEvent,
    proof: { state: "waiting" },
  });
}
