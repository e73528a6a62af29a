"use client";
import { Check } from "lucide-react";
import * as DropdownMenu from "radix-ui/dropdown-menu";
import type { ReactNode } from "react";
import { Link } from "./link";

const row =
  "flex min-h-8 w-full items-center gap-2.5 rounded-control px-2.5 text-left text-dense outline-none select-none data-highlighted:bg-hover max-md:min-h-11 max-md:text-body forced-colors:data-highlighted:outline-2";

/** A button and the menu that floats beside it, in the landmark of its button and above what comes after. */
export function Menu({
  button,
  trigger,
  children,
}: {
  button: ReactNode;
  /** Class names of the button. */
  trigger: string;
  children: ReactNode;
}) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className={trigger}>{button}</DropdownMenu.Trigger>
      <DropdownMenu.Content
        side="top"
        align="start"
        sideOffset={6}
        collisionPadding={8}
        className="comes-in z-30 w-64 rounded-card border border-line bg-raised p-1 text-ink shadow-float"
      >
        {children}
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}

export function MenuHead({ children }: { children: ReactNode }) {
  return <div className="prose-wrap px-2.5 pt-2 pb-2.5 text-meta text-ink-3">{children}</div>;
}

export function MenuLine() {
  return <DropdownMenu.Separator className="-mx-1 my-1 h-px bg-line" />;
}

export function MenuItem({ onSelect, children }: { onSelect: (event: Event) => void; children: ReactNode }) {
  return (
    <DropdownMenu.Item onSelect={onSelect} className={row}>
      {children}
    </DropdownMenu.Item>
  );
}

export function MenuLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <DropdownMenu.Item asChild>
      <Link href={href} className={row}>
        {children}
      </Link>
    </DropdownMenu.Item>
  );
}

/** One of several; the menu stays open, so that one sees what it does. */
export function MenuChoice<Value extends string>({
  label,
  value,
  choices,
  choose,
}: {
  label: string;
  value: Value;
  choices: readonly { value: Value; says: string }[];
  choose: (chosen: Value) => void;
}) {
  return (
    <DropdownMenu.RadioGroup value={value} onValueChange={(chosen) => choose(chosen as Value)}>
      <DropdownMenu.Label className="px-2.5 pt-1 pb-1 text-meta text-ink-3">{label}</DropdownMenu.Label>
      {choices.map((choice) => (
        <DropdownMenu.RadioItem
          key={choice.value}
          value={choice.value}
          onSelect={(event) => event.preventDefault()}
          className={`${row} data-[state=checked]:font-[600]`}
        >
          <span className="grid size-4 place-items-center">
            <DropdownMenu.ItemIndicator>
              <Check size={15} className="text-accent" />
            </DropdownMenu.ItemIndicator>
          </span>
          {choice.says}
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  );
}
