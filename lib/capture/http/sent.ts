/** A request's body as the events in it, in any of the forms that it may have. */
import { createHash } from "node:crypto";
import { Fault } from "../../event/index.ts";
import { readBody, readBytes } from "./body.ts";
import { check } from "./check.ts";
import { binaryCloudEvent, fromCloudEvent } from "./cloudevents.ts";
import { type ReportedEvent, reportedEvent } from "./declaration.ts";
import { canonicalText, isObject, type JsonObject, type JsonValue, readJson } from "./json.ts";
import { limits } from "./limits.ts";
import { Refusal } from "./problem.ts";

/** One event as it was sent; of one that cannot be read, why. */
export type Sent =
  | {
      id: string;
      event: ReportedEvent;
      /** SHA-256 of what makes it unique in its source. */
      key: Buffer;
      /** All that it says, in its canonical form. */
      text: string;
    }
  | { id?: string; fault: Fault };

export interface Reading {
  /** Whether one event was sent by itself, and is answered by itself. */
  single: boolean;
  events: Sent[];
}

export const mediaTypes = {
  json: "application/json",
  lines: "application/x-ndjson",
  cloudEvent: "application/cloudevents+json",
  cloudEvents: "application/cloudevents-batch+json",
} as const;

/** Throws a `Refusal` for a body that cannot be taken apart into events. */
export async function readSent(request: Request): Promise<Reading> {
  const [given = "", ...parameters] = (request.headers.get("content-type") ?? "").toLowerCase().split(";");
  const type = given.trim();
  if (parameters.some((parameter) => /charset/.test(parameter) && !/=\s*"?(utf-?8|us-ascii)"?\s*$/.test(parameter))) {
    throw new Refusal(
      "media-type",
      "Expected a body in UTF-8, got one that says it is in another charset. Send UTF-8.",
    );
  }
  if (request.headers.has("ce-specversion")) {
    const event = binaryCloudEvent(request.headers, await readData(request, type));
    return { single: true, events: [sentOf(event, fromCloudEvent)] };
  }
  if (type === mediaTypes.lines || type === "application/ndjson") return lines(await readBody(request));
  const form =
    type === mediaTypes.json ? ownEvent : type.startsWith("application/cloudevents") ? fromCloudEvent : undefined;
  if (!form || ![mediaTypes.json, mediaTypes.cloudEvent, mediaTypes.cloudEvents].some((known) => known === type)) {
    throw new Refusal(
      "media-type",
      `Expected one of ${Object.values(mediaTypes).join(", ")} as Content-Type. Say which it is.`,
    );
  }
  const value = read(await readBody(request));
  const many = Array.isArray(value);
  if ((type === mediaTypes.cloudEvents) !== many && type !== mediaTypes.json) {
    throw new Refusal(
      "unreadable",
      `Expected ${many ? "one event" : "a list of events"} as ${type}, got the other. Correct the Content-Type.`,
    );
  }
  if (!many) return { single: true, events: [sentOf(value, form)] };
  countOf(value.length);
  return { single: false, events: value.map((one) => sentOf(one, form)) };
}

function lines(text: string): Reading {
  const given = text.split("\n").filter((line) => line.trim() !== "");
  countOf(given.length);
  const events = given.map((line) => {
    try {
      return sentOf(read(line), ownEvent);
    } catch (fault) {
      return refused(fault);
    }
  });
  return { single: false, events };
}

function countOf(events: number): void {
  if (events <= limits.events) return;
  throw new Refusal(
    "too-large",
    `Expected at most ${limits.events} events in a request, got ${events}. Send several requests.`,
  );
}

/** Throws `unreadable`, which of a whole body is 400. */
function read(text: string): JsonValue {
  try {
    return readJson(text, limits.depth);
  } catch (fault) {
    if (fault instanceof Fault) throw new Refusal("unreadable", fault.message);
    throw fault;
  }
}

/** What a CloudEvent in binary mode brings: JSON, text, or bytes. */
async function readData(request: Request, type: string): Promise<JsonValue | Uint8Array | undefined> {
  if (/^application\/([\w.-]+\+)?json$/.test(type)) {
    const text = await readBody(request);
    return text === "" ? undefined : read(text);
  }
  if (type.startsWith("text/")) return readBody(request);
  const bytes = await readBytes(request);
  return bytes.length === 0 ? undefined : bytes;
}

type Form = (value: JsonValue) => { unique: string[]; event: JsonValue };

function ownEvent(value: JsonValue): ReturnType<Form> {
  check(reportedEvent, value);
  return { unique: [(value as { id: string } & JsonObject).id], event: value };
}

function sentOf(value: JsonValue, form: Form): Sent {
  const id = isObject(value) && typeof value.id === "string" ? value.id : undefined;
  try {
    const { unique, event } = form(value);
    const text = canonicalText(event);
    if (Buffer.byteLength(text) > limits.event) {
      throw new Refusal(
        "too-large",
        `Expected an event of at most ${limits.event / 1024} KiB, got a larger one. Send less of it.`,
      );
    }
    return {
      id: (event as JsonObject).id as string,
      event: event as unknown as ReportedEvent,
      key: createHash("sha256").update(JSON.stringify(unique)).digest(),
      text,
    };
  } catch (fault) {
    return refused(fault, id);
  }
}

function refused(fault: unknown, id?: string): Sent {
  if (!(fault instanceof Fault)) throw fault;
  // an id that is refused is repeated only as far as anybody would need it
  return { ...(id !== undefined && { id: id.slice(0, 200).toWellFormed() }), fault };
}
