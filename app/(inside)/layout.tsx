import type { ReactNode } from "react";
import { home, principal } from "@/app/reader";
import { Shell } from "@/components/shell/shell";
import { Fault } from "@/lib/event";

export default async function InsideLayout({ children }: { children: ReactNode }) {
  const reader = await principal();
  // The page knows its own address, so it is the page that sends the stranger to sign in.
  if (!reader) return children;
  const state = await home();
  return (
    <Shell principal={reader} integrity={state instanceof Fault ? undefined : state.integrity}>
      {children}
    </Shell>
  );
}
