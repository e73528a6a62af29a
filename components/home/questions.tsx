import { ArrowRight, Bot, FileClock, KeyRound, LogIn, type LucideIcon, Trash2, UserSearch } from "lucide-react";
import { eventsAddress } from "../filter/address";
import { Link } from "../ui/link";

/** Only questions that the filters can answer. */
const questions: { asks: string; hint: string; icon: LucideIcon; address: string }[] = [
  {
    asks: "Who changed this record?",
    hint: "Start from its table and id",
    icon: FileClock,
    address: "/events#recordType",
  },
  {
    asks: "What did AI agents change?",
    hint: "Every entry whose actor is an agent",
    icon: Bot,
    address: eventsAddress({ actorKind: "agent" }),
  },
  {
    asks: "Whose permissions changed?",
    hint: "Grants, roles and memberships",
    icon: KeyRound,
    address: eventsAddress({ category: "permission" }),
  },
  {
    asks: "What was deleted?",
    hint: "Deleted records and who deleted them",
    icon: Trash2,
    address: eventsAddress({ action: "deleted" }),
  },
  {
    asks: "Who signed in?",
    hint: "Sign-ins and failed attempts, to Vouch too",
    icon: LogIn,
    address: eventsAddress({ category: "authentication", own: true }),
  },
  {
    asks: "What did one person do?",
    hint: "Start from their e-mail or login",
    icon: UserSearch,
    address: "/events#actor",
  },
];

export function Questions() {
  return (
    <section aria-labelledby="questions">
      <h2 id="questions" className="mb-2.5 text-body">
        What do you want to find out?
      </h2>
      <ul className="grid gap-px overflow-clip rounded-card border border-line bg-line md:grid-cols-2 lg:grid-cols-3">
        {questions.map(({ asks, hint, icon: Icon, address }) => (
          <li key={asks} className="grid">
            <Link
              href={address}
              className="grid grid-cols-[18px_minmax(0,1fr)_15px] items-start gap-3 bg-surface px-4 py-3 -outline-offset-2 hover:bg-hover"
            >
              <Icon size={18} className="mt-0.5 text-ink-2" />
              <span>
                <b className="block text-body leading-5 font-[600]">{asks}</b>
                <span className="block text-meta text-ink-3">{hint}</span>
              </span>
              <ArrowRight size={15} className="mt-[3px] text-ink-3" />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
