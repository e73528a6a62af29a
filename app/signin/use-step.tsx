"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import type { Step } from "./actions";

/** Takes a step of signing in: what came of it, or a sentence that says why nothing did. A session that ended goes back to the password. */
export function useStep(next: string) {
  const [refusal, setRefusal] = useState<string>();
  const [busy, setBusy] = useState(false);
  const take = async <T extends object>(work: () => Promise<Step | T>): Promise<Step | T | undefined> => {
    setBusy(true);
    setRefusal(undefined);
    const step = await work().catch(() => undefined);
    if (step && "ended" in step) {
      location.assign(`/signin?ended=yes&next=${encodeURIComponent(next)}`);
      return step;
    }
    setBusy(step !== undefined && "done" in step);
    if (!step) setRefusal("This could not be sent. Check the connection and try again.");
    if (step && "refusal" in step) setRefusal(step.refusal);
    return step;
  };
  return { take, refusal, setRefusal, busy };
}

/** Gives up what waits, and begins with another account. */
export function Anew() {
  const leave = async () => {
    const { signOut } = await import("next-auth/react");
    await signOut({ callbackUrl: "/signin" }).catch(() => location.assign("/signin?again=yes"));
  };
  return (
    <Button look="quiet" size="small" className="-ml-2.5" onClick={leave}>
      Sign in as somebody else
    </Button>
  );
}
