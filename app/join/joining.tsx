"use client";
import { useCallback, useEffect, useRef, useState } from "react";
import { Entrance } from "@/components/shell/entrance";
import { Button, ButtonLink } from "@/components/ui/button";
import type { OpenedLink } from "@/lib/access";
import { readLink } from "./actions";
import { JoinForm } from "./form";
import { refusalOf } from "./refusal";

type Stand = OpenedLink | { outcome: "reading" } | { outcome: "none" } | { outcome: "failed"; sentence: string };

/** What the link in this address is good for, then the form, or why there is none. */
export function Joining() {
  const [secret, setSecret] = useState("");
  const [stand, setStand] = useState<Stand>({ outcome: "reading" });
  const asked = useRef<string>(undefined);
  const read = useCallback(async () => {
    const found = location.hash.slice(1);
    asked.current = found;
    setSecret(found);
    setStand(found ? { outcome: "reading" } : { outcome: "none" });
    const answer = found ? await ask(found) : undefined;
    if (answer && asked.current === found) setStand(answer); // unless another link was pasted meanwhile
  }, []);
  useEffect(() => {
    // once, however often React runs this: an answer that refuses is recorded
    if (asked.current === undefined) read();
    // pasting another link into the same tab loads nothing anew
    addEventListener("hashchange", read);
    return () => removeEventListener("hashchange", read);
  }, [read]);

  if (stand.outcome === "reading") {
    return (
      <Entrance title="Reading the link">
        <p role="status" className="text-dense text-ink-2">
          Vouch is asked what it is good for.
        </p>
      </Entrance>
    );
  }
  if (stand.outcome === "good") return <JoinForm key={secret} secret={secret} link={stand} refuse={setStand} />;
  if (stand.outcome === "failed") {
    return (
      <Entrance title="The link could not be read" intro={stand.sentence}>
        <Button look="primary" onClick={read}>
          Try again
        </Button>
      </Entrance>
    );
  }
  const { title, sentence } = refusalOf(stand);
  return (
    <Entrance title={title} intro={<p role="alert">{sentence}</p>}>
      <ButtonLink href="/signin">Go to sign-in</ButtonLink>
    </Entrance>
  );
}

async function ask(secret: string): Promise<Stand> {
  const form = new FormData();
  form.set("secret", secret);
  try {
    const answer = await readLink(form);
    return "refusal" in answer ? { outcome: "failed", sentence: answer.refusal } : answer;
  } catch {
    return { outcome: "failed", sentence: "Vouch did not answer, and nothing was used up. Try again in a moment." };
  }
}
