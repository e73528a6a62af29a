"use client";
import { Broken } from "@/components/shell/broken";
import { Page } from "@/components/shell/page";

export default function InsideError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <Page title="Vouch" heading={false}>
      <Broken reference={error.digest} retry={reset} />
    </Page>
  );
}
