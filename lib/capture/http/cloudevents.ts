/**
 * CloudEvents 1.0 (github.com/cloudevents/spec) as our events. Its attributes and its data are free fields; what Vouch understands
 * may stand in the extension attributes category, actorid, actorkind, actorname and targettype, or under `vouch` in the data.
 */
import { check } from "./check.ts";
import { aboutEvent, cloudEvent, reportedEvent } from "./declaration.ts";
import { isObject, type JsonObject, type JsonValue } from "./json.ts";
import { Refusal } from "./problem.ts";

const context = new Set(["specversion", "id", "source", "type", "time", "subject", "data", "data_base64"]);
const understood = new Set(["category", "actorid", "actorkind", "actorname", "targettype"]);

/** Our event, and what makes it unique: its source and id. Throws `invalid`. */
export function fromCloudEvent(value: JsonValue): { unique: string[]; event: JsonObject } {
  check(cloudEvent, value);
  const sent = value as JsonObject & { id: string; source: string; type: string };
  const extensions = extensionsOf(sent);
  const { about, data } = split(sent);
  const event: JsonObject = Object.assign(Object.create(null), about, { id: sent.id, type: sent.type });
  if (sent.time !== undefined) event.occurredAt = sent.time;
  if (extensions.category !== undefined) event.category ??= extensions.category;
  if (extensions.actorid !== undefined) event.actor ??= actorOf(extensions);
  const target = targetOf(sent, extensions, about.target);
  if (target) event.target = target;
  event.data = { ...data, cloudevent: attributesOf(sent, extensions) };
  check(reportedEvent, event);
  return { unique: [sent.source, sent.id], event };
}

function extensionsOf(sent: JsonObject): JsonObject {
  const names = Object.keys(sent).filter((name) => !context.has(name));
  for (const name of names) {
    const fits = /^[a-z0-9]{1,100}$/.test(name) && !isObject(sent[name]) && !Array.isArray(sent[name]);
    if (fits) continue;
    const detail =
      "Expected attributes named in lower-case letters and digits, with a text, a whole number, true or false.";
    throw new Refusal("invalid", detail, [{ pointer: "", detail }]);
  }
  return Object.fromEntries(names.map((name) => [name, sent[name] as JsonValue]));
}

/** What `data.vouch` says, and the rest of the data as free fields. */
function split(sent: JsonObject): { about: JsonObject; data: JsonObject } {
  if (sent.data_base64 !== undefined) return { about: {}, data: { data_base64: sent.data_base64 } };
  if (sent.data === undefined) return { about: {}, data: {} };
  if (!isObject(sent.data)) return { about: {}, data: { data: sent.data } };
  const { vouch, cloudevent, ...rest } = sent.data;
  if (cloudevent !== undefined) {
    const detail =
      "Expected data without a member cloudevent: the event's own attributes are recorded under that name.";
    throw new Refusal("invalid", detail, [{ pointer: "/data/cloudevent", detail }]);
  }
  if (vouch === undefined) return { about: {}, data: rest };
  check(aboutEvent, vouch, "/data/vouch");
  const { data: more, ...about } = vouch as JsonObject;
  return { about, data: { ...rest, ...(more as JsonObject | undefined) } };
}

function actorOf({ actorid, actorkind, actorname }: JsonObject): JsonObject {
  return {
    id: actorid as JsonValue,
    ...(actorkind !== undefined && { kind: actorkind }),
    ...(actorname !== undefined && { name: actorname }),
  };
}

/** The subject is the record's id; of which type, the sender says, or the word before the verb: com.example.order.shipped. */
function targetOf(sent: JsonObject, { targettype }: JsonObject, said: JsonValue | undefined): JsonObject | undefined {
  const target = isObject(said) ? said : undefined;
  if (sent.subject === undefined && targettype === undefined) return target;
  const noun = String(sent.type).split(".").at(-2) ?? "";
  return {
    type: targettype ?? noun,
    ...(sent.subject !== undefined && { id: sent.subject }),
    ...target,
  };
}

function attributesOf(sent: JsonObject, extensions: JsonObject): JsonObject {
  const rest = Object.entries(extensions).filter(([name]) => !understood.has(name));
  return { source: sent.source as JsonValue, ...Object.fromEntries(rest) };
}

/** An event in binary mode: attributes in headers, whose values are percent-encoded UTF-8, and data in the body. */
export function binaryCloudEvent(headers: Headers, data: JsonValue | Uint8Array | undefined): JsonObject {
  const event: JsonObject = Object.create(null);
  for (const [name, value] of headers) {
    if (!name.startsWith("ce-")) continue;
    try {
      event[name.slice(3)] = decodeURIComponent(value);
    } catch {
      const detail = `Expected percent-encoded UTF-8 in the header ${name}. Encode it.`;
      throw new Refusal("invalid", detail, [{ pointer: `/${name.slice(3)}`, detail }]);
    }
  }
  if (data instanceof Uint8Array) event.data_base64 = Buffer.from(data).toString("base64");
  else if (data !== undefined) event.data = data;
  return event;
}
