"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { FieldError } from "@/components/ui/field";
import { providerSentence } from "./refusal";

/** Goes to the provider, and from there back to where somebody wanted to go. */
export function ProviderButton({ name, next }: { name: string; next: string }) {
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const leave = async () => {
    setBusy(true);
    setRefusal(undefined);
    try {
      const { signIn } = await import("next-auth/react");
      await signIn("oidc", { callbackUrl: next });
    } catch {
      setBusy(false);
      setRefusal(providerSentence("unavailable", name));
    }
  };
  return (
    <div className="grid gap-1.5">
      <Button look="primary" size="large" onClick={leave} disabled={busy}>
        {busy ? `Going to ${name}` : `Continue with ${name}`}
      </Button>
      {refusal && <FieldError>{refusal}</FieldError>}
    </div>
  );
}
