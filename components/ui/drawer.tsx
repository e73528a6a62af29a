"use client";
import { setNonce } from "get-nonce";
import { X } from "lucide-react";
import * as Dialog from "radix-ui/dialog";
import { type ReactNode, useEffect } from "react";

const places = {
  left: "left-0 border-r bg-sunken",
  right: "right-0 border-l bg-canvas",
} as const;

const sizes = { normal: "w-80 max-w-[85vw]", wide: "w-[26rem] max-w-[92vw]" } as const;

export interface DrawerProps {
  side: keyof typeof places;
  /** Names the drawer. */
  title: string;
  /** What stands in the title's place. */
  head?: ReactNode;
  /** From this width on, what the drawer holds stands in the page, so the drawer closes. */
  until?: string;
  size?: keyof typeof sizes;
  close: () => void;
  /** Where the focus goes as it opens; its first control, unless this says otherwise. */
  onOpenAutoFocus?: (event: Event) => void;
  /** Where it goes as it closes; to what opened it, unless this says otherwise. */
  onCloseAutoFocus?: (event: Event) => void;
  children: ReactNode;
}

/** A modal drawer inside a `Dialog.Root`: holds the focus, closes on Escape and on a press beside it, and gives the focus back. */
export function Drawer({
  side,
  title,
  head,
  until,
  size = "normal",
  close,
  onOpenAutoFocus,
  onCloseAutoFocus,
  children,
}: DrawerProps) {
  useNonceOfDocument();
  useEffect(() => {
    if (!until) return;
    const wide = matchMedia(`(min-width: ${until})`);
    wide.addEventListener("change", close);
    return () => wide.removeEventListener("change", close);
  }, [until, close]);
  return (
    <Dialog.Portal>
      <Dialog.Overlay className="comes-in fixed inset-0 z-20 bg-scrim" />
      <Dialog.Content
        aria-describedby={undefined}
        onOpenAutoFocus={onOpenAutoFocus}
        onCloseAutoFocus={onCloseAutoFocus}
        className={`comes-in fixed inset-y-0 z-20 flex flex-col overflow-y-auto text-ink shadow-dialog outline-none ${sizes[size]} ${places[side]}`}
      >
        <div className="flex items-center pt-2 pr-2 pb-1 pl-5">
          {head}
          <Dialog.Title className={head ? "sr-only" : "text-lead"}>{title}</Dialog.Title>
          <Dialog.Close
            aria-label={`Close ${title.toLowerCase()}`}
            className="ml-auto grid size-11 place-items-center rounded-control text-ink-2 hover:bg-hover"
          >
            <X size={18} />
          </Dialog.Close>
        </div>
        {children}
      </Dialog.Content>
    </Dialog.Portal>
  );
}

/** Radix holds the page's scrolling with a style element of its own, which needs the nonce that this document came with. */
export function useNonceOfDocument() {
  useEffect(() => {
    const nonce = document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce;
    if (nonce) setNonce(nonce);
  }, []);
}
