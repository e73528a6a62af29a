"use client";
import { ListFilter } from "lucide-react";
import { useRouter } from "next/navigation";
import * as Dialog from "radix-ui/dialog";
import { type FormEvent, type ReactNode, useCallback, useEffect, useRef, useState, useTransition } from "react";
import { type ActorKind, actorKinds, categories } from "@/lib/event";
import type { EventQuery, Problem } from "@/lib/search";
import { ActorBadge } from "../actor/badge";
import { Button, buttonStyle } from "../ui/button";
import { Check, Choice } from "../ui/choice";
import { Drawer } from "../ui/drawer";
import { TextField } from "../ui/field";
import { isTyping } from "../ui/keys";
import { SelectField } from "../ui/select";
import { eventsAddress } from "./address";
import { actions, actionWords, categoryWords, kindWords } from "./words";

/**
 * All that a search can ask, as one form, and the page that answers. It searches when it is submitted and never before: each
 * search is recorded. Beside the list where there is room, else in a drawer that `FiltersButton`, anywhere inside, opens.
 */
export function Filters({
  query,
  problems,
  children,
}: {
  query: EventQuery;
  problems: readonly Problem[];
  children: ReactNode;
}) {
  const router = useRouter();
  const [pending, start] = useTransition();
  const [open, setOpen] = useState(false);
  const close = useCallback(() => setOpen(false), []);
  const beside = useRef<HTMLElement>(null);
  const wanted = useWantedField(beside, setOpen);
  const focusWanted = (event: Event) => {
    const field = wanted.current && fieldOf(event.target as HTMLElement, wanted.current);
    wanted.current = undefined;
    if (!field) return;
    event.preventDefault();
    field.focus();
  };
  const search = (address: string) => {
    close();
    start(() => router.push(address));
  };
  const form = { query, problems, search };
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <aside
        ref={beside}
        className="sticky top-[calc(var(--above,0rem)+3.25rem)] hidden h-[calc(100dvh-3.25rem-var(--above,0rem))] w-facets flex-none overflow-y-auto border-r border-line bg-canvas roomy:block"
      >
        <FilterForm place="beside" {...form} />
      </aside>
      <Drawer side="right" title="Filters" until="88rem" close={close} onOpenAutoFocus={focusWanted}>
        <FilterForm place="drawer" {...form} />
      </Drawer>
      <span hidden data-pending={pending} />
      {children}
    </Dialog.Root>
  );
}

/** Opens the drawer, where the form does not stand beside the list. */
export function FiltersButton({ held }: { held: number }) {
  return (
    <Dialog.Trigger className={buttonStyle({}, "h-10 roomy:hidden")}>
      <ListFilter size={15} />
      {held > 0 ? `Filters (${held})` : "Filters"}
    </Dialog.Trigger>
  );
}

function FilterForm({
  place,
  query,
  problems,
  search,
}: {
  place: "beside" | "drawer";
  query: EventQuery;
  problems: readonly Problem[];
  search: (address: string) => void;
}) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = Object.fromEntries(new FormData(event.currentTarget));
    search(
      eventsAddress({
        ...(given as EventQuery),
        noTicket: given.noTicket === "true",
        own: given.own === "true",
      }),
    );
  };
  const wrong = (field: string) => problems.find((problem) => problem.field === field)?.sentence;
  /** Both forms may be in the page at once, one of them hidden. */
  const id = (field: string) => (place === "beside" ? field : `${place}-${field}`);

  return (
    <form
      key={eventsAddress(query)}
      action="/events"
      method="get"
      onSubmit={submit}
      aria-label="Filters"
      className="flex-1 px-5 pt-2 xl:px-4 xl:pt-4 xl:pl-5"
    >
      <div className="grid content-start gap-5">
        <Group title="Who">
          <TextField
            name="actor"
            id={id("actor")}
            label="Actor"
            defaultValue={query.actor}
            placeholder="dana@example.com"
            help="The e-mail, database login or name of an AI agent, exactly as it is recorded."
            error={wrong("actor")}
            autoComplete="off"
          />
          <div className="pt-1">
            <Choice name="actorKind" value="" defaultChecked={!query.actorKind}>
              Anyone
            </Choice>
            {actorKinds.map((kind: ActorKind) => (
              <Choice key={kind} name="actorKind" value={kind} defaultChecked={query.actorKind === kind}>
                <ActorBadge kind={kind} attribution="verified" size="sm" decorative /> {kindWords[kind]}
              </Choice>
            ))}
          </div>
        </Group>
        <Group title="What">
          <SelectField
            name="action"
            id={id("action")}
            label="Action"
            defaultValue={query.action ?? ""}
            error={wrong("action")}
          >
            <option value="">Any action</option>
            {actions.map(({ group, words }) => (
              <optgroup key={group} label={group}>
                {Object.entries(words).map(([action, says]) => (
                  <option key={action} value={action}>
                    {says}
                  </option>
                ))}
              </optgroup>
            ))}
            {/* an action that came with a link stays chosen, rather than being dropped in silence */}
            {query.action && !actionWords(query.action) && <option value={query.action}>{query.action}</option>}
          </SelectField>
          <SelectField
            name="category"
            id={id("category")}
            label="Kind of event"
            defaultValue={query.category ?? ""}
            error={wrong("category")}
          >
            <option value="">Any kind</option>
            {categories.map((category) => (
              <option key={category} value={category}>
                {categoryWords[category]}
              </option>
            ))}
          </SelectField>
          <Check name="noTicket" value="true" defaultChecked={query.noTicket}>
            Changes without a ticket
          </Check>
        </Group>
        <Group title="Record">
          <TextField
            name="recordType"
            id={id("recordType")}
            label="Table"
            defaultValue={query.recordType}
            placeholder="customers"
            error={wrong("recordType")}
            autoComplete="off"
          />
          <TextField
            name="recordId"
            id={id("recordId")}
            label="Record id"
            defaultValue={query.recordId}
            placeholder="10482"
            error={wrong("recordId")}
            autoComplete="off"
          />
        </Group>
        <Group title="When, in UTC">
          <TextField
            name="from"
            id={id("from")}
            label="First day"
            type="date"
            defaultValue={dayOf(query.from)}
            error={wrong("from")}
          />
          <TextField
            name="to"
            id={id("to")}
            label="Last day"
            type="date"
            defaultValue={dayOf(query.to)}
            help="The whole day counts."
            error={wrong("to")}
          />
        </Group>
        <Group title="Vouch itself">
          <Check name="own" value="true" defaultChecked={query.own}>
            Show Vouch’s own entries
          </Check>
        </Group>
        {query.statement && <input type="hidden" name="statement" value={query.statement} />}
        {query.transaction && <input type="hidden" name="transaction" value={query.transaction} />}
        <div className="sticky bottom-0 -mx-5 grid gap-1.5 border-t border-line bg-canvas px-5 py-3 xl:-mr-4 xl:pr-4">
          <Button type="submit" look="primary">
            Search
          </Button>
          <p className="text-meta text-ink-3">Each search is recorded with your name.</p>
        </div>
      </div>
    </form>
  );
}

/** What a date field can show; another day stands in its token, and is said to be none. */
function dayOf(given: string | undefined): string | undefined {
  const time = Date.parse(`${given}T00:00:00Z`);
  return given && new Date(time || 0).toISOString().startsWith(given) ? given : undefined;
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="grid min-w-0 gap-2.5">
      <legend className="pb-1.5 text-meta font-[600] text-ink-2">{title}</legend>
      {children}
    </fieldset>
  );
}

/**
 * "/" goes to the first field, and an address like /events#recordId to the field it names: in the form beside the list, or by
 * opening the drawer. Answers which field the drawer has to go to as it opens.
 */
function useWantedField(beside: React.RefObject<HTMLElement | null>, open: (open: boolean) => void) {
  const wanted = useRef<string>(undefined);
  useEffect(() => {
    const reach = (name: string) => {
      const field = fieldOf(beside.current, name);
      if (!field) return false;
      if (field.checkVisibility()) field.focus();
      else {
        wanted.current = name;
        open(true);
      }
      return true;
    };
    if (location.hash.length > 1) reach(location.hash.slice(1));
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (reach("actor")) event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [beside, open]);
  return wanted;
}

function fieldOf(place: HTMLElement | null, name: string): HTMLElement | undefined {
  const field = place?.querySelector("form")?.elements.namedItem(name);
  return field instanceof HTMLInputElement || field instanceof HTMLSelectElement ? field : undefined;
}
