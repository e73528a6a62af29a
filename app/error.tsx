"use client";
import { Broken } from "@/components/shell/broken";

export default function RootError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className="grid min-h-dvh place-items-center">
      <Broken reference={error.digest} retry={reset} />
    </main>
  );
}
