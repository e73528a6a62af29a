"use client";
import { X } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, type ReactNode, useEffect, useRef, useTransition } from "react";
import { type ActorKind, actorKinds, categories } from "@/lib/event/event";
import type { EventQuery, Problem } from "@/lib/search";
import { ActorBadge } from "../actor/badge";
import { Button } from "../ui/button";
import { Check, Choice } from "../ui/choice";
import { TextField } from "../ui/field";
import { isTyping } from "../ui/keys";
import { SelectField } from "../ui/select";
import { eventsAddress } from "./address";
import { actions, actionWords, categoryWords, kindWords } from "./words";

/**
 * All that a search can ask, as one form. It searches when it is submitted and never before: each search is recorded.
 * Beside the list where there is room, else a drawer that the Filters button opens.
 */
export function FilterForm({ query, problems }: { query: EventQuery; problems: readonly Problem[] }) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [pending, start] = useTransition();
  useFilterKey(form);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = Object.fromEntries(new FormData(event.currentTarget));
    hide(event.currentTarget);
    start(() => router.push(eventsAddress({ ...(given as EventQuery), own: given.own === "true" })));
  };
  const wrong = (field: string) => problems.find((problem) => problem.field === field)?.sentence;
  const key = eventsAddress(query);

  return (
    <form
      ref={form}
      key={key}
      id="filter"
      popover="auto"
      action="/events"
      method="get"
      onSubmit={submit}
      aria-label="Filters"
      data-pending={pending}
      className="inset-y-0 right-0 left-auto m-0 max-h-none w-80 max-w-full overflow-y-auto border-0 border-line bg-canvas px-5 pt-5 pb-0 text-ink shadow-dialog backdrop:bg-scrim open:fixed open:block open:h-dvh xl:sticky xl:top-13 xl:block xl:h-[calc(100dvh-3.25rem)] xl:w-facets xl:flex-none xl:border-r xl:px-4 xl:pt-4 xl:pl-5 xl:shadow-none"
    >
      <div className="mb-3 flex items-center xl:hidden">
        <h2 className="text-lead">Filters</h2>
        <button
          type="button"
          popoverTarget="filter"
          popoverTargetAction="hide"
          aria-label="Close filters"
          className="ml-auto grid size-11 place-items-center rounded-control text-ink-2 hover:bg-hover"
        >
          <X size={18} />
        </button>
      </div>
      <div className="grid content-start gap-5">
        <Group title="Who">
          <TextField
            name="actor"
            label="Actor"
            defaultValue={query.actor}
            placeholder="dana@example.com"
            help="E-mail, login or agent, as it is recorded."
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
          <SelectField name="action" label="Action" defaultValue={query.action ?? ""} error={wrong("action")}>
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
        </Group>
        <Group title="Record">
          <TextField
            name="recordType"
            label="Table"
            defaultValue={query.recordType}
            placeholder="customers"
            error={wrong("recordType")}
            autoComplete="off"
          />
          <TextField
            name="recordId"
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
            label="First day"
            type="date"
            defaultValue={query.from?.slice(0, 10)}
            error={wrong("from")}
          />
          <TextField
            name="to"
            label="Last day"
            type="date"
            defaultValue={query.to?.slice(0, 10)}
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

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="grid min-w-0 gap-2.5">
      <legend className="pb-1.5 text-meta font-[600] text-ink-2">{title}</legend>
      {children}
    </fieldset>
  );
}

/** "/" goes to the first field, and an address like /events#recordId to the field it names. */
function useFilterKey(form: React.RefObject<HTMLFormElement | null>) {
  useEffect(() => {
    const named = form.current?.elements.namedItem(location.hash.slice(1));
    if (location.hash.length > 1 && named instanceof HTMLInputElement) reach(form.current, named);
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const first = form.current?.elements.namedItem("actor");
      if (first instanceof HTMLInputElement) {
        event.preventDefault();
        reach(form.current, first);
      }
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [form]);
}

function reach(form: HTMLFormElement | null, field: HTMLInputElement) {
  if (form && !field.checkVisibility()) form.showPopover();
  field.focus();
}

function hide(form: HTMLFormElement) {
  if (form.matches(":popover-open")) form.hidePopover();
}
