"use client";
import { useRouter } from "next/navigation";
import { type FormEvent, useState, useTransition } from "react";

type Refused = { refusal: string };

/** Sends a form to an act. `done`: what came of it, for the form to show; the page is read anew unless `quiet`. */
export function useAct<T extends object>(act: (form: FormData) => Promise<T | Refused>, quiet = false) {
  const router = useRouter();
  const [wrong, setWrong] = useState<string>();
  const [done, setDone] = useState<T>();
  const [busy, start] = useTransition();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const sent = event.currentTarget;
    const form = new FormData(sent);
    start(async () => {
      const result = await act(form).catch(() => ({
        refusal: "This could not be sent. Load the page again and look what holds.",
      }));
      if ("refusal" in result) {
        setDone(undefined);
        return setWrong(result.refusal);
      }
      setWrong(undefined);
      setDone(result);
      if (quiet) return;
      sent.reset();
      router.refresh();
    });
  };
  const forget = () => {
    setWrong(undefined);
    setDone(undefined);
  };
  return { submit, wrong, setWrong, done, busy, forget };
}
