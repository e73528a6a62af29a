"use client";
import { Command } from "cmdk";
import { ArrowRight, Clock3, type LucideIcon, MessageCircleQuestionMark, Settings2 } from "lucide-react";
import * as Dialog from "radix-ui/dialog";
import { type ReactNode, useMemo, useState } from "react";
import { useFrame } from "../shell/here";
import { icons } from "../shell/icons";
import { setTheme } from "../shell/theme-choice";
import { useNonceOfDocument } from "../ui/drawer";
import { type Does, offersFor } from "./commands";
import { readRecent } from "./visits";
import { ZoneList } from "./zones";

const groupIcons: Record<string, LucideIcon> = {
  "Recent in this browser": Clock3,
  Questions: MessageCircleQuestionMark,
  "This browser": Settings2,
};

/** Everything that one can go to or set, found by typing. Made when it is first asked for. */
export default function Palette({ zones = false }: { zones?: boolean }) {
  const frame = useFrame();
  const [typed, setTyped] = useState("");
  useNonceOfDocument();
  if (!frame) return null;
  const close = () => frame.show(undefined);
  const label = zones ? "Another time zone" : "Search or jump to";
  return (
    <Dialog.Root open onOpenChange={(open) => !open && close()}>
      <Dialog.Portal>
        <Dialog.Overlay className="comes-in fixed inset-0 z-20 bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          onCloseAutoFocus={frame.giveBack}
          className="comes-in fixed inset-x-4 top-[max(1rem,10dvh)] z-20 mx-auto max-w-2xl overflow-clip rounded-dialog border border-line bg-raised text-ink shadow-dialog outline-none max-md:inset-x-2 max-md:top-2"
        >
          <Dialog.Title className="sr-only">{label}</Dialog.Title>
          <Command label={label} loop shouldFilter={false}>
            <Command.Input
              value={typed}
              onValueChange={setTyped}
              placeholder={zones ? "Berlin, New York, UTC" : "A page, an entry’s number, customers 10482, an e-mail"}
              className="h-12 w-full border-b border-line bg-transparent px-4 text-body outline-none max-md:text-lead"
            />
            <Command.List className="max-h-[min(26rem,60dvh)] overflow-y-auto p-1.5 [&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2.5 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-micro [&_[cmdk-group-heading]]:font-[520] [&_[cmdk-group-heading]]:text-ink-3">
              {zones ? <ZoneList typed={typed} /> : <Offers typed={typed} />}
            </Command.List>
          </Command>
          <p className="border-t border-line px-4 py-2 text-meta text-ink-3 max-md:hidden">
            Nothing that you type here is sent or recorded. Enter opens; Esc closes.
          </p>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Offers({ typed }: { typed: string }) {
  const frame = useFrame();
  const recent = useMemo(() => (frame ? readRecent(frame.id) : []), [frame]);
  const run = useRun();
  if (!frame) return null;
  const groups = offersFor(typed, frame, recent);
  if (groups.length === 0)
    return <p className="px-2.5 py-6 text-dense text-ink-2">Nothing here is called “{typed.trim()}”.</p>;
  return groups.map(({ name, commands }) => (
    <Command.Group key={name} heading={name}>
      {commands.map(({ says, hint, place, does }) => {
        const Icon = place ? icons[place] : (groupIcons[name] ?? ArrowRight);
        return (
          <PaletteRow key={says} value={`${name} ${says}`} hint={hint} run={() => run(does)}>
            <Icon size={16} className="text-ink-3" />
            <span className="min-w-0 truncate">
              <bdi>{says}</bdi>
            </span>
          </PaletteRow>
        );
      })}
    </Command.Group>
  ));
}

export function PaletteRow({
  value,
  hint,
  run,
  children,
}: {
  /** Unique among the rows. */
  value: string;
  hint?: string;
  run: () => void;
  children: ReactNode;
}) {
  return (
    <Command.Item
      value={value}
      onSelect={run}
      className="group flex min-h-9 cursor-pointer items-center gap-2.5 rounded-control px-2.5 text-dense select-none data-[selected=true]:bg-hover max-md:min-h-11 max-md:text-body forced-colors:data-[selected=true]:outline-2"
    >
      {children}
      {hint && <span className="ml-auto flex-none pl-3 text-meta text-ink-3 max-sm:hidden">{hint}</span>}
    </Command.Item>
  );
}

function useRun(): (does: Does) => void {
  const frame = useFrame();
  return (does) => {
    frame?.show("show" in does ? does.show : undefined);
    if ("go" in does) frame?.go(does.go);
    if ("begin" in does) frame?.tour.begin();
    if ("theme" in does) setTheme(does.theme);
    if ("zone" in does) frame?.chooseZone(does.zone);
  };
}
