import { countOf } from "@/lib/event";
import type { Webhook } from "@/lib/search";
import { dateOf } from "../../event/time";
import type { Zone } from "../../event/zone";
import { Card } from "../../ui/card";
import { Chip } from "../../ui/chip";
import { Link, linkStyle } from "../../ui/link";
import type { WebhookActs } from "./acts";
import { Deliveries } from "./deliveries";
import { MakeWebhook } from "./make";
import { RemoveWebhook } from "./remove";
import { TestWebhook } from "./test";

/** Where alerts may be sent, and what was sent there. */
export function WebhooksView({
  webhooks,
  acts,
  now,
  zone,
}: {
  webhooks: Webhook[];
  acts: WebhookActs;
  now: Date;
  zone: Zone;
}) {
  const { length } = webhooks;
  return (
    <div className="grid w-full max-w-[72.5rem] grid-cols-1 gap-5 px-8 pt-7 pb-10 max-md:px-0 max-md:pt-5">
      <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3 max-md:px-4">
        <div className="min-w-0">
          <h1 className="text-display text-balance max-md:text-verdict">
            {length === 0
              ? "Alerts stay in Vouch: no webhook is set up."
              : `Alerts may be sent to ${countOf(String(length), "webhook")}.`}
          </h1>
          <p className="prose-wrap mt-1 max-w-3xl text-ink-2">
            A webhook is an address of another system that is told when a saved search finds something new. Compliance
            officers and administrators choose one under{" "}
            <Link href="/queries" className={linkStyle}>
              Saved searches
            </Link>
            . Each alert that leaves is an entry.
          </p>
        </div>
        <MakeWebhook make={acts.make} />
      </header>
      {webhooks.map((webhook) => (
        <One key={webhook.id} of={webhook} acts={acts} now={now} zone={zone} />
      ))}
    </div>
  );
}

function One({ of: webhook, acts, now, zone }: { of: Webhook; acts: WebhookActs; now: Date; zone: Zone }) {
  const { id, name, place, inside, values, subscriptions, createdAt, createdBy, deliveries } = webhook;
  return (
    <Card
      id={id}
      title={<bdi>{name}</bdi>}
      aside={inside && <Chip look="attention">May lead into a private network</Chip>}
    >
      <div className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-4 gap-y-2.5 border-t border-line px-5 py-3.5 text-dense max-md:grid-cols-1 max-md:px-4">
        <div className="prose-wrap grid min-w-0 gap-1">
          <p>
            <code className="text-meta">{place}</code>
          </p>
          <p className="text-ink-2">
            {valuesSaid(values)} {usedSaid(subscriptions)}
          </p>
          <p className="text-meta text-ink-3">
            Made by <bdi>{createdBy}</bdi> on {dateOf(createdAt, zone)}.
          </p>
        </div>
        <div className="flex max-w-72 flex-wrap items-start gap-2">
          <TestWebhook id={id} name={name} test={acts.test} />
          <RemoveWebhook of={webhook} end={acts.end} />
        </div>
      </div>
      <Deliveries label={id} deliveries={deliveries} retry={acts.retry} now={now} />
    </Card>
  );
}

function valuesSaid(values: boolean | undefined): string {
  if (values === undefined)
    return "It was sealed with another master key and cannot be used: remove it and make it anew.";
  return values
    ? "Its sentences quote values, never concealed ones."
    : "Its sentences name fields and records, no values.";
}

function usedSaid(subscriptions: number): string {
  if (subscriptions === 0) return "Nobody’s alerts are sent there yet.";
  return `${countOf(String(subscriptions), "subscription")} ${subscriptions === 1 ? "sends" : "send"} there.`;
}
