import type { ReactNode } from "react";
import { Brand } from "./brand";

/** The frame of the pages before sign-in. */
export function Entrance({ title, intro, children }: { title?: string; intro?: ReactNode; children: ReactNode }) {
  return (
    <main className="grid min-h-dvh grid-cols-[minmax(0,25rem)] content-center justify-center px-4 py-10">
      <div>
        <div className="mb-5 flex items-center gap-2.5 text-lead font-[640]">
          <Brand size={28} /> Vouch
        </div>
        <div className="rounded-card border border-line bg-surface p-6 max-sm:p-5">
          {title && <h1 className="text-title">{title}</h1>}
          {intro && <div className="prose-wrap mt-1 text-body text-ink-2">{intro}</div>}
          <div className={title ? "mt-5" : "-m-4"}>{children}</div>
        </div>
      </div>
    </main>
  );
}
