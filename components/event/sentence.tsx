import type { Part } from "@/lib/event";
import { ActorName, type NamedActor } from "../actor/name";

/** A sentence with each part in its own voice. The actor stands first and brings its tags. */
export function Sentence({ parts, actor }: { parts: Part[]; actor: NamedActor }) {
  // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence keep their places
  return parts.map((part, at) => <Voice key={`${at}-${part.kind}`} part={part} actor={actor} />);
}

function Voice({ part, actor }: { part: Part; actor: NamedActor }) {
  switch (part.kind) {
    case "actor":
      return <ActorName {...actor} name={part.text} />;
    case "text":
      return part.text;
    case "field":
      return <span className="font-[520] text-ink">{part.text}</span>;
    case "old":
      return <bdi className="text-before">{part.text}</bdi>;
    case "new":
      return <bdi className="font-[560] text-ink">{part.text}</bdi>;
    case "record":
    case "count":
      return (
        <b className="text-ink">
          <bdi>{part.text}</bdi>
        </b>
      );
  }
}
