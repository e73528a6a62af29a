import { ArrowRight, Bot, FileClock, KeyRound, type LucideIcon, TicketX, Trash2, UserSearch } from "lucide-react";
import { countOf } from "@/lib/event";
import type { Asked } from "@/lib/search";
import { dateWords } from "../event/time";
import { Link } from "../ui/link";
import type { Ask, AskName } from "./asks";

const icons: Record<AskName, LucideIcon> = {
  record: FileClock,
  agents: Bot,
  permissions: KeyRound,
  deletions: Trash2,
  tickets: TicketX,
  person: UserSearch,
};

/** What people come to find out, each with how much there is to find lately. */
export function Questions({ asks, asked }: { asks: Ask[]; asked?: Asked }) {
  if (asks.length === 0) return null;
  return (
    <section aria-labelledby="questions">
      <h2 id="questions" className="mb-2.5 text-body">
        What do you want to find out?
      </h2>
      <ul className="grid gap-px overflow-clip rounded-card border border-line bg-line md:grid-cols-2 lg:grid-cols-3">
        {asks.map((ask) => (
          <Question key={ask.name} ask={ask} says={asked ? countWords(ask.name, asked) : undefined} />
        ))}
      </ul>
    </section>
  );
}

function Question({ ask: { name, asks, hint, address }, says = hint }: { ask: Ask; says?: string }) {
  const Icon = icons[name];
  return (
    <li className="grid">
      <Link
        href={address}
        className="grid grid-cols-[18px_minmax(0,1fr)_15px] items-start gap-3 bg-surface px-4 py-3 -outline-offset-2 hover:bg-hover"
      >
        <Icon size={18} className="mt-0.5 text-ink-2" />
        <span>
          <b className="block text-body leading-5 font-[600]">{asks}</b>
          <span className="block text-meta text-ink-3">{says}</span>
        </span>
        <ArrowRight size={15} className="mt-[3px] text-ink-3" />
      </Link>
    </li>
  );
}

/** "3 agents, 1,108 entries in 30 days"; nothing for what is not counted. */
export function countWords(name: AskName, asked: Asked): string | undefined {
  const { agents, ofAgents, permissions, deletions, deletedRecords, withoutTicket, people, services, from, whole } =
    asked;
  const when = whole ? "in 30 days" : `since ${dateWords(from)}, UTC`;
  const said: Record<AskName, string | undefined> = {
    record: undefined,
    agents: `${count(agents, "agent")}, ${count(ofAgents, "entry", "entries")} ${when}`,
    permissions: `${count(permissions, "change")} ${when}`,
    deletions:
      deletedRecords > deletions
        ? `${count(deletedRecords, "record")} in ${count(deletions, "deletion")}, ${when}`
        : `${count(deletions, "deletion")} ${when}`,
    tickets: `${count(withoutTicket, "change")} without one ${when}`,
    person: `${count(people, "person", "people")}, ${count(services, "service")}, ${count(agents, "agent")} ${when}`,
  };
  return said[name];
}

function count(number: number, one: string, many?: string): string {
  return countOf(String(number), one, many);
}
