"use client";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Button } from "../ui/button";
import { FieldError } from "../ui/field";
import type { ExportActs } from "./acts";

/** Cancels at once: what was written is removed, and the same can be asked for again. */
export function CancelExport({ number, cancel }: { number: number; cancel: ExportActs["cancel"] }) {
  const router = useRouter();
  const [wrong, setWrong] = useState<string>();
  const [busy, start] = useTransition();
  const act = () =>
    start(async () => {
      setWrong(await cancel(String(number)).catch(() => "This could not be sent. Load the page again."));
      router.refresh();
    });
  return (
    <>
      <Button size="small" disabled={busy} onClick={act} aria-label={`Cancel export ${number}`}>
        {busy ? "Cancelling" : "Cancel"}
      </Button>
      {wrong && <FieldError>{wrong}</FieldError>}
    </>
  );
}
