"use client";
import { countOf } from "@/lib/event";
import type { Delivery } from "@/lib/search";
import { Ago } from "../../event/ago";
import { Button } from "../../ui/button";
import { FieldError } from "../../ui/field";
import { useSend } from "../use-send";
import type { WebhookActs } from "./acts";
import { deliverySaid } from "./words";

interface DeliveriesProps {
  /** Id of the webhook's heading. */
  label: string;
  deliveries: Delivery[];
  retry: WebhookActs["retry"];
  now: Date;
}

/** What was sent last, and what came of it. */
export function Deliveries({ label, deliveries, retry, now }: DeliveriesProps) {
  if (deliveries.length === 0) {
    return <p className="border-t border-line px-5 py-3 text-meta text-ink-3 max-md:px-4">Nothing was sent yet.</p>;
  }
  const failed = deliveries.filter(({ state }) => state === "failed").length;
  const said = failed === 0 ? "" : `, ${failed} given up`;
  return (
    <details className="border-t border-line" open={failed > 0}>
      <summary className="cursor-pointer px-5 py-2.5 text-dense font-[520] text-accent max-md:min-h-11 max-md:px-4">
        The last {countOf(String(deliveries.length), "alert")}
        {said}
      </summary>
      <ul aria-label={`Alerts sent to ${label}`} className="divide-y divide-line border-t border-line">
        {deliveries.map((delivery) => (
          <DeliveryLine key={delivery.id} of={delivery} retry={retry} now={now} />
        ))}
      </ul>
    </details>
  );
}

function DeliveryLine({ of, retry, now }: { of: Delivery; retry: WebhookActs["retry"]; now: Date }) {
  const { id, search, person, state, createdAt } = of;
  const { send, wrong, busy } = useSend();
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-5 py-2.5 text-dense max-md:px-4">
      <div className="prose-wrap min-w-0">
        <p>
          “<bdi>{search}</bdi>” <span className="text-ink-2">for</span> <bdi>{person}</bdi>{" "}
          <span className="text-meta text-ink-3">
            <Ago time={createdAt} now={now.toISOString()} />
          </span>
        </p>
        <p className={state === "failed" ? "text-tampered" : "text-ink-2"}>{deliverySaid(of, now)}</p>
        {wrong && <FieldError>{wrong}</FieldError>}
      </div>
      {state === "failed" && (
        <Button size="small" disabled={busy} onClick={() => send(retry, { id })} aria-label={`Send again: ${search}`}>
          Send again
        </Button>
      )}
    </li>
  );
}
