import type { ReactNode } from "react";
import { searchHelp, searchSyntax } from "@/lib/search/language";

/** The language of search: how it is written, and every field with an example. Made from the declaration that the search reads. */
export function SearchLanguage() {
  return (
    <div className="grid gap-1">
      <Part title="How it is written" open>
        {searchSyntax.map(({ example, says }) => (
          <Example key={example} example={example} says={says} />
        ))}
      </Part>
      {searchHelp.map(({ title, fields }) => (
        <Part key={title} title={title}>
          {fields.map(({ name, says, help, example }) => (
            <Example key={name} name={says} example={example} says={help} />
          ))}
        </Part>
      ))}
    </div>
  );
}

function Part({ title, open, children }: { title: string; open?: boolean; children: ReactNode }) {
  return (
    <details open={open} className="border-t border-line first:border-t-0">
      <summary className="flex min-h-9 items-center font-[560] text-ink-2 hover:text-ink max-md:min-h-11">
        {title}
      </summary>
      <dl className="grid gap-2.5 pb-3">{children}</dl>
    </details>
  );
}

function Example({ name, example, says }: { name?: string; example: string; says: string }) {
  return (
    <div className="grid gap-0.5">
      <dt className="prose-wrap">
        {name && <span className="mr-2 font-[560]">{name}</span>}
        <code className="rounded-mark bg-sunken px-1 text-meta">{example}</code>
      </dt>
      <dd className="prose-wrap text-meta text-ink-2">{says}</dd>
    </div>
  );
}
