import type { SeenEntry } from "@/lib/event";
import { grouped } from "@/lib/event";
import { ActorBadge } from "../actor/badge";
import { secondTime } from "../event/time";
import type { Zone } from "../event/zone";
import { Facts } from "../ui/card";
import { Link, linkStyle } from "../ui/link";
import { Block, Part } from "./section";

/** Who decided that this may happen, by which rule, and whether what ran is what was predicted. */
export function Decision({ entry, zone }: { entry: SeenEntry; zone: Zone }) {
  const { decision } = entry.event;
  if (!decision || (decision.outcome === "allowed" && !decision.rule)) return null;
  const title = { allowed: "Decision", denied: "Denied", approved: "Approval" }[decision.outcome];
  const facts = factsOf(entry);
  return (
    <Block id="decision" title={title}>
      <Part>
        <div className="grid gap-2.5 text-dense">
          {decision.approvers?.map((approver) => (
            <div key={`${approver.id}${approver.at}`} className="grid grid-cols-[1.5rem_minmax(0,1fr)] gap-2.5">
              <ActorBadge kind="human" attribution="verified" name={approver.name ?? approver.id} />
              <p className="prose-wrap min-w-0">
                <b>
                  <bdi>{approver.name ?? approver.id}</bdi>
                </b>{" "}
                approved, {secondTime(approver.at, zone)}
                {approver.reason && <span className="block text-ink-2">“{approver.reason}”</span>}
              </p>
            </div>
          ))}
          {decision.outcome === "approved" && !decision.approvers?.length && (
            <p className="text-ink-2">Approved. Who approved it is not recorded.</p>
          )}
          {facts.length > 0 && <Facts facts={facts} />}
          {decision.outcome === "denied" && <p className="text-ink-2">Nothing ran.</p>}
        </div>
      </Part>
    </Block>
  );
}

function factsOf({ event }: SeenEntry) {
  const { rule, policy, request } = event.decision ?? {};
  const seen = event.data?.find(({ name }) => name === "predicted rows")?.value;
  const predicted = seen?.state === "shown" ? seen.value : undefined;
  const actual = event.statement?.rows;
  const rows = typeof predicted === "string" && /^\d+$/.test(predicted) ? predicted : undefined;
  return [
    ...(rule ? [{ name: "Rule", value: policy ? `${rule}, policy ${policy}` : rule }] : []),
    ...(rows === undefined
      ? []
      : [
          {
            name: "Rows",
            value: (
              <>
                {grouped(rows)} predicted
                {actual !== undefined && (
                  <>
                    , <b>{grouped(actual)} changed</b>
                  </>
                )}
              </>
            ),
          },
        ]),
    ...(request
      ? [
          {
            name: "Request",
            value: /^\d{1,9}$/.test(request) ? (
              <Link className={linkStyle} href={`/approvals/${request}`}>
                {request}
              </Link>
            ) : (
              request
            ),
          },
        ]
      : []),
  ];
}
