/** An entry as programs read it: for GET /api/entries and `vouch find --json`. */
import { plainSentence, type SeenField } from "../../event/index.ts";
import type { FoundLine, FoundLines } from "../find/index.ts";
import { printQuery } from "../language/index.ts";
import type { EntryAnswer, FoundAnswer } from "./declaration.ts";

export function foundAnswer({ lines, older, newer, total, ask, asOf }: FoundLines): FoundAnswer {
  return {
    entries: lines.map(entryAnswer),
    ...(older && { older }),
    ...(newer && { newer }),
    total,
    query: printQuery(ask.tree),
    zone: ask.zone,
    mistakes: ask.mistakes,
    size: asOf,
  };
}

export function entryAnswer({ entry, matched }: FoundLine): EntryAnswer {
  const { index, recordedAt, event, proof, names } = entry;
  const { type, category, occurredAt, actor, source, target, change, decision, correlation } = event;
  return {
    index,
    page: `/events/${index}`,
    sentence: plainSentence(entry),
    occurredAt,
    recordedAt,
    type,
    action: type.slice(type.lastIndexOf(".") + 1),
    category,
    actor,
    source: { id: source.id, name: source.name, kind: source.kind },
    ...originOf(event),
    ...(target && { record: { ...target, ...(names?.record !== undefined && { name: names.record }) } }),
    ...(change && { operation: change.operation }),
    changes: (change?.fields ?? []).map(fieldOf),
    data: (event.data ?? []).map(fieldOf),
    ...statementOf(event),
    ...(matched && { matched: { rows: matched.rows, more: matched.more } }),
    ...(decision && {
      decision: {
        outcome: decision.outcome,
        rule: decision.rule,
        request: decision.request,
        approvers: decision.approvers?.map(({ id, name, at }) => ({ id, name, at })),
      },
    }),
    ...(correlation?.ticket !== undefined && { ticket: correlation.ticket }),
    ...(correlation?.transaction !== undefined && { transaction: correlation.transaction }),
    proof: { state: proof.state, ...(proof.checkpointSize && { checkpointSize: proof.checkpointSize }) },
  };
}

function fieldOf({ name, type, mode, changed, before, after, value }: SeenField): EntryAnswer["changes"][number] {
  return { name, type, mode, changed, before, after, value };
}

function originOf({ origin }: FoundLine["entry"]["event"]): Pick<EntryAnswer, "origin"> {
  if (!origin) return {};
  const { channel, address, login, application } = origin;
  return { origin: { channel, address, login, application } };
}

function statementOf({ statement }: FoundLine["entry"]["event"]): Pick<EntryAnswer, "statement"> {
  if (!statement) return {};
  const { id, partOf, text, rows } = statement;
  return { statement: { id, partOf, text, rows } };
}
