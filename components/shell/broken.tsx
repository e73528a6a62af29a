"use client";
import { CircleAlert } from "lucide-react";
import { Button, ButtonLink } from "../ui/button";
import { State } from "../ui/state";

/** Something failed that nobody foresaw. The reference finds it in the server's log. */
export function Broken({ reference, retry }: { reference?: string; retry: () => void }) {
  return (
    <State
      as="h1"
      alert
      icon={<CircleAlert className="text-attention" />}
      title="This page could not be made"
      actions={
        <>
          <Button look="primary" onClick={retry}>
            Try again
          </Button>
          <ButtonLink href="/">Go to Home</ButtonLink>
        </>
      }
    >
      <p>The fault is in Vouch, not in what you asked for. Nothing in the ledger was changed.</p>
      {reference && (
        <p className="text-meta text-ink-3">
          Error reference <code>{reference}</code>
        </p>
      )}
    </State>
  );
}
