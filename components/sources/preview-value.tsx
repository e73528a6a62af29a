import { EyeOff } from "lucide-react";
import type { PreviewValue } from "@/lib/capture";
import type { Mode } from "@/lib/event";
import { readValue } from "@/lib/event";
import { Missing } from "../diff/value";
import { Chip } from "../ui/chip";

/** A value as an entry will show it. `value` may come from a look under another mode: what is hidden now is hidden at once. */
export function PreviewCell({
  mode,
  value,
  name,
  type,
}: {
  mode: Mode;
  value: PreviewValue | undefined;
  name: string;
  type: string;
}) {
  if (mode === "omit") return <Missing>Left out</Missing>;
  if (mode === "conceal") {
    return (
      <Chip look="claimed" small>
        <EyeOff size={12} /> Hidden
      </Chip>
    );
  }
  if (mode === "hash") return <Hashed value={value} />;
  if (value?.state !== "shown") return <span className="text-ink-3">Reading</span>;
  const { text, empty } = readValue(value.value, type, name);
  if (empty) return <Missing>{text}</Missing>;
  return (
    <bdi className="line-clamp-3 break-words">
      {text}
      {value.cut && "…"}
    </bdi>
  );
}

function Hashed({ value }: { value: PreviewValue | undefined }) {
  const nothing = value?.state === "shown" && value.value === null;
  return nothing ? <Missing>No value</Missing> : <span className="text-ink-3">Keyed hash</span>;
}
