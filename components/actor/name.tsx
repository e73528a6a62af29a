import type { ActorKind, Attribution } from "@/lib/event";
import { Chip, Tag } from "../ui/chip";

export interface NamedActor {
  kind: ActorKind;
  attribution: Attribution;
  name: string;
  /** The database login of an actor whom nobody knows. */
  login?: string;
}

/** The name with the words that belong beside it: "AI agent", "Claimed", the login of somebody unknown. */
export function ActorName({ kind, attribution, name, login }: NamedActor) {
  return (
    <>
      <b className="text-ink">
        <bdi>{name}</bdi>
      </b>
      {kind === "agent" && (
        <>
          {" "}
          <Tag tone="agent">AI agent</Tag>
        </>
      )}
      {kind === "unknown" && login && login !== name && (
        <>
          {" "}
          <Tag tone="none">{login}</Tag>
        </>
      )}
      {attribution === "claimed" && (
        <>
          {" "}
          <Chip look="claimed" small>
            Claimed
          </Chip>
        </>
      )}
    </>
  );
}
