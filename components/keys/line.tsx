import type { ApiKey } from "@/lib/access";
import { ActorBadge } from "../actor/badge";
import { Ago } from "../event/ago";
import { dateOf, minuteTime } from "../event/time";
import type { Zone } from "../event/zone";
import { Chip } from "../ui/chip";
import { ReplaceKey, RevokeKey } from "./end";
import type { Acts } from "./make";
import { categoriesSaid, endsSoon, kindWords } from "./words";

/** A key: what it is called, for whom it speaks, what it may report, and how long it works. */
export function KeyLine({
  of: key,
  system,
  acts,
  now,
  zone,
}: {
  of: ApiKey;
  system: string;
  acts: Acts;
  now: Date;
  zone: Zone;
}) {
  const { name, identity, categories, createdAt, lastUsedAt, state } = key;
  return (
    <li className="grid grid-cols-[1.5rem_minmax(0,1fr)_auto] items-start gap-x-3 gap-y-2 px-5 py-3 max-md:grid-cols-[1.5rem_minmax(0,1fr)] max-md:px-4">
      <ActorBadge kind={identity.kind} attribution="verified" name={identity.name} decorative />
      <div className="prose-wrap min-w-0 text-dense">
        <p>
          <b>
            <bdi>{name}</bdi>
          </b>{" "}
          <span className="text-ink-2">
            speaks for <bdi className="text-ink">{identity.name}</bdi> ({kindWords[identity.kind]}, in entries as{" "}
            <code className="text-meta">{identity.actor}</code>)
          </span>{" "}
          {state !== "works" && <Chip look="unknown">{state === "revoked" ? "Revoked" : "Expired"}</Chip>}
          {endsSoon(key, now) && <Chip look="attention">Ends soon</Chip>}
        </p>
        <p className="text-ink-2">{categoriesSaid(categories)}.</p>
        <p className="text-meta text-ink-3">
          Made on {dateOf(createdAt, zone)}.{" "}
          {lastUsedAt ? (
            <>
              Last used <Ago time={lastUsedAt} now={now.toISOString()} />.
            </>
          ) : (
            "Never used."
          )}{" "}
          {endSaid(key, zone)}
        </p>
      </div>
      {state === "works" && (
        <div className="flex flex-wrap items-center gap-2 max-md:col-start-2">
          <ReplaceKey of={key} system={system} replace={acts.replace} />
          <RevokeKey of={key} system={system} end={acts.end} />
        </div>
      )}
    </li>
  );
}

function endSaid({ state, expiresAt, revokedAt }: ApiKey, zone: Zone): string {
  if (state === "revoked" && revokedAt) return `Revoked on ${minuteTime(revokedAt, zone)}.`;
  if (!expiresAt) return "Does not end by itself.";
  return `${state === "expired" ? "Ended" : "Ends"} on ${minuteTime(expiresAt, zone)}.`;
}
