"use client";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import type { Refused } from "./acts";

/** Sends a few fields to an act. Where it was refused, `wrong` says why; else the page is read anew and `then` hears of it. */
export function useSend() {
  const router = useRouter();
  const [wrong, setWrong] = useState<string>();
  const [busy, start] = useTransition();
  const send = <T extends object>(
    act: (form: FormData) => Promise<T | Refused>,
    fields: Record<string, string>,
    then?: (done: T) => void,
  ) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    start(async () => {
      const result = await act(form).catch(() => ({
        refusal: "This could not be sent. Load the page again and look what holds.",
      }));
      if ("refusal" in result) return setWrong(result.refusal);
      setWrong(undefined);
      then?.(result);
      router.refresh();
    });
  };
  return { send, wrong, busy };
}
