import type { ReactNode } from "react";
import { Key } from "../ui/key";
import type { Help } from "./help";
import { SearchLanguage } from "./language";
import { ShapeMark } from "./shape";

const everywhere = [
  { keys: ["Ctrl K", "⌘ K"], does: "search or jump to anything" },
  { keys: ["/"], does: "goes to the search" },
  { keys: ["?"], does: "opens this" },
  { keys: ["g", "e"], does: "go to Events; g and the letter beside a page in the palette go there" },
  { keys: ["Esc"], does: "closes what floats; it clears nothing" },
];

/** What a page answers, how to read it, what of it is recorded, and the keys; the keys alone where a page has no help. */
export function HelpBody({ help }: { help: Help | undefined }) {
  const own = help?.keys ?? [];
  const others = everywhere.filter(({ keys }) => !own.some((mine) => mine.keys[0] === keys[0]));
  return (
    <div className="grid gap-5 px-5 pt-1 pb-6 text-dense">
      {help && (
        <>
          <Section title="What it answers">
            <ul className="grid gap-1">
              {help.answers.map((answer) => (
                <li key={answer}>{answer}</li>
              ))}
            </ul>
          </Section>
          <Section title="How to read it">
            <ul className="grid gap-2">
              {help.read.map(({ shape, says }) => (
                <li key={says} className="grid grid-cols-[1.5rem_minmax(0,1fr)] gap-2.5">
                  <span className="flex h-5 items-center">{shape && <ShapeMark shape={shape} />}</span>
                  <span className="prose-wrap">{says}</span>
                </li>
              ))}
            </ul>
          </Section>
          {help.searched && (
            <Section title="What can be asked">
              <SearchLanguage />
            </Section>
          )}
          <Section title="What is recorded">
            <p className="prose-wrap">{help.recorded}</p>
          </Section>
        </>
      )}
      <Section title="Keys">
        <dl className="grid grid-cols-[fit-content(9rem)_minmax(0,1fr)] items-baseline gap-x-4 gap-y-1.5">
          {[...own, ...others].map(({ keys, does }) => (
            <div key={does} className="contents">
              <dt className="flex flex-wrap gap-1">
                {keys.map((key) => (
                  <Key key={key}>{key}</Key>
                ))}
              </dt>
              <dd className="text-ink-2">{does}</dd>
            </div>
          ))}
        </dl>
      </Section>
    </div>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid gap-2">
      <h3 className="text-meta font-[600] text-ink-3">{title}</h3>
      {children}
    </section>
  );
}
