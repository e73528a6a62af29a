"use client";
import { X } from "lucide-react";
import * as Dialog from "radix-ui/dialog";
import type { ReactNode } from "react";
import { useNonceOfDocument } from "./drawer";

/** A question in the middle of the page, inside a `Dialog.Root`: holds the focus, closes on Escape, and gives the focus back. */
export function Modal({ title, intro, children }: { title: ReactNode; intro?: ReactNode; children: ReactNode }) {
  useNonceOfDocument();
  return (
    <Dialog.Portal>
      <Dialog.Overlay className="comes-in fixed inset-0 z-20 bg-scrim" />
      <Dialog.Content
        {...(intro ? {} : { "aria-describedby": undefined })}
        className="comes-in fixed inset-x-4 top-[max(1rem,8dvh)] z-20 mx-auto flex max-h-[84dvh] max-w-xl flex-col overflow-y-auto rounded-dialog border border-line bg-raised text-ink shadow-dialog outline-none max-md:inset-x-2 max-md:top-2 max-md:max-h-[calc(100dvh-1rem)]"
      >
        <Dialog.Title className="prose-wrap pt-5 pr-14 pb-1 pl-5 text-lead max-md:pl-4">{title}</Dialog.Title>
        <div className="px-5 pb-5 max-md:px-4 max-md:pb-4">
          {intro && <Dialog.Description className="prose-wrap pb-3 text-dense text-ink-2">{intro}</Dialog.Description>}
          {children}
        </div>
        {/* last, so that the focus begins with the first field */}
        <Dialog.Close
          aria-label="Close"
          className="absolute top-3.5 right-3 grid size-8 place-items-center rounded-control text-ink-2 hover:bg-hover max-md:top-2 max-md:right-1 max-md:size-11"
        >
          <X size={18} />
        </Dialog.Close>
      </Dialog.Content>
    </Dialog.Portal>
  );
}
