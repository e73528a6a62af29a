import type { Seen } from "@/lib/event";
import { readValue } from "@/lib/event";
import { Missing } from "../diff/value";

/** A text of the entry, or plainly why there is none to read. */
export function SeenText({ seen, quoted }: { seen: Seen; quoted?: boolean }) {
  if (seen.state === "shown") {
    const { text } = readValue(seen.value, "text");
    return <bdi>{quoted ? `“${text}”` : text}</bdi>;
  }
  if (seen.state === "erased") return <Missing>Erased; its proof still holds</Missing>;
  return <Missing>{seen.state === "hidden" ? "Hidden" : "Not recorded"}</Missing>;
}
