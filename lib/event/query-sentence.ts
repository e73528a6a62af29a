/** What is done with saved searches, their alerts and webhooks, as sentences. Pure. */
import { count, type Part, record, shownData, text } from "./part.ts";
import { countOf } from "./reading.ts";
import type { SeenEvent } from "./seen.ts";

export const ofQueries: Record<string, (event: SeenEvent) => Part[]> = {
  "query.saved": (event) => {
    const shared = textOf(event, "shared") === "yes";
    return [
      text("saved the search "),
      titled(event),
      text(shared ? " and shared it with everybody who may search" : ""),
    ];
  },
  "query.changed": (event) => {
    const changed = (event.change?.fields ?? [])
      .filter((field) => field.changed)
      .map(({ name }) => parts[name] ?? name);
    const what = changed.length > 0 ? changed.join(" and ").replace(/ and (?=.* and )/g, ", ") : "something";
    return [text(`changed ${what} of `), search(event)];
  },
  "query.shared": (event) => [text("shared "), search(event), text(" with everybody who may search")],
  "query.unshared": (event) => [text("no longer shares "), search(event)],
  "query.removed": (event) => [text("removed "), search(event)],
  "query.restored": (event) => [text("brought back "), search(event)],
  "query.pinned": (event) => [text("pinned "), search(event), text(" to Home")],
  "query.unpinned": (event) => [text("took "), search(event), text(" off Home")],
  "subscription.started": (event) => {
    const webhook = textOf(event, "webhook");
    const way =
      webhook === undefined ? [text(", in Vouch")] : [text(", in Vouch and by the webhook "), record(webhook)];
    return [text("asked to be alerted to "), search(event), ...way];
  },
  "subscription.ended": (event) =>
    textOf(event, "reason") === "deactivated"
      ? [text("ended the alerts of somebody who was deactivated, to "), search(event)]
      : [text("ended the alerts to "), search(event)],
  "webhook.made": (event) => {
    const inside = textOf(event, "inside") === "yes" ? ", also in a private network" : "";
    const values = textOf(event, "values") === "yes" ? ", with values" : ", without values";
    return [text("let alerts be sent to "), webhook(event), text(`${inside}${values}`)];
  },
  "webhook.tested": (event) => [text("sent a test to "), webhook(event)],
  "webhook.removed": (event) => [text("removed "), webhook(event)],
  "webhook.retried": (event) => [text("had an alert that was given up sent again to "), webhook(event)],
  "alert.sent": (event) => [text("sent an alert of "), ...found(event), text(" to "), told(event)],
  "alert.failed": (event) => [text("gave up sending an alert of "), ...found(event), text(" to "), told(event)],
};

/** What a person tried whose role does not allow it, by the permission: to follow “tried to”. */
export const deniedToQueries: Record<string, string> = {
  "queries.save": "save searches",
  "queries.share": "share or change a saved search",
  "subscriptions.manage": "be alerted to a saved search",
  "alerts.send": "have alerts sent out of Vouch",
  "webhooks.manage": "say where alerts may be sent",
};

const parts: Record<string, string> = { name: "the name", description: "the description", query: "the query" };

function search(event: SeenEvent): Part {
  const name = textOf(event, "name");
  return record(name === undefined ? "a saved search" : `the saved search “${name}”`);
}

function titled(event: SeenEvent): Part {
  const name = textOf(event, "name");
  return record(name === undefined ? "whose name was erased" : `“${name}”`);
}

function webhook(event: SeenEvent): Part {
  const name = textOf(event, "name");
  return record(name === undefined ? "a webhook" : `the webhook ${name}`);
}

function told(event: SeenEvent): Part {
  const name = textOf(event, "webhook");
  return record(name === undefined ? "a webhook" : `the webhook ${name}`);
}

/** "4 new entries for the saved search “Agent deletions”" */
function found(event: SeenEvent): Part[] {
  const entries = textOf(event, "entries") ?? "0";
  return [count(countOf(entries, "new entry", "new entries")), text(" for "), search(event)];
}

function textOf(event: SeenEvent, name: string): string | undefined {
  const value = shownData(event, name);
  return typeof value === "string" ? value : undefined;
}
