"use client";
import { Eye } from "lucide-react";
import type { SearchAsk } from "@/lib/search/language";
import { useFrame } from "../shell/here";
import type { AskActs } from "./acts";
import { AskButton } from "./ask";

/** For the list of entries: revealing the concealed values of all that a search finds takes a second person. */
export function AskReveal({ ask, acts }: { ask: SearchAsk; acts: AskActs<Record<string, string>> }) {
  const frame = useFrame();
  if (!frame?.may.includes("values.reveal_many")) return null;
  const given = { q: ask.text, zone: ask.zone };
  return (
    <AskButton
      look="quiet"
      size="small"
      given={given}
      acts={acts}
      says={
        <>
          <Eye size={13} />
          <span>
            Reveal concealed values<span className="max-sm:hidden"> of these entries</span>…
          </span>
        </>
      }
      title="Ask to reveal the concealed values of these entries"
      does="Ask for a second person"
    />
  );
}
