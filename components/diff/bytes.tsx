import type { Value } from "@/lib/event";
import { grouped } from "@/lib/event";
import { hex, sha256 } from "@/lib/integrity";

/** What stands in the leaf of a value that was too large to be taken along (docs/format.md §2.2). */
interface KeptDigest {
  type: string;
  sha256: string;
  length: string;
}

export function digestIn(value: Value): KeptDigest | undefined {
  if (!Array.isArray(value) || value.length !== 3) return undefined;
  const [type, sha, length] = ["type", "sha256", "length"].map((name, at) =>
    value[at]?.name === name ? value[at]?.value : undefined,
  );
  const whole = typeof type === "string" && typeof sha === "string" && typeof length === "string";
  return whole ? { type, sha256: sha, length } : undefined;
}

/** A value of which only the digest was kept. */
export function Digest({ type, sha256: digest, length }: KeptDigest) {
  return (
    <span>
      {grouped(length)} bytes of {type}, not kept whole.{" "}
      <span className="block text-meta text-ink-3">
        SHA-256 <code className="break-all">{digest}</code>
      </span>
    </span>
  );
}

/** Bytes as PostgreSQL writes them, `\x…`: how many there are, and what tells them from others. */
export function Binary({ text, className }: { text: string; className: string }) {
  const digits = text.slice(2);
  if (digits.length % 2 === 1 || !/^[0-9a-f]*$/i.test(digits)) return <bdi>{text.slice(0, 200)}</bdi>;
  const bytes = Uint8Array.from({ length: digits.length / 2 }, (_, at) =>
    Number.parseInt(digits.slice(at * 2, at * 2 + 2), 16),
  );
  if (bytes.length === 0) return <em className="text-ink-3">No bytes</em>;
  return (
    <span>
      <span className={className}>
        {grouped(String(bytes.length))} byte{bytes.length === 1 ? "" : "s"}
      </span>
      <span className="block text-meta text-ink-3">
        SHA-256 <code className="break-all">{hex(sha256(bytes))}</code>
      </span>
    </span>
  );
}
