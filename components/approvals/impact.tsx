import { ScrollText } from "lucide-react";
import type { Effect } from "@/lib/approval";

/** What an act would do: in sentences, in numbers, and in some of what it touches. */
export function Impact({ effect, id }: { effect: Effect; id: string }) {
  const { says, facts, examples } = effect;
  return (
    <>
      <p className="prose-wrap px-5 pb-3 text-body text-ink-2 max-md:px-4">{says}</p>
      <dl className="mx-5 mb-4 flex flex-wrap gap-px overflow-clip rounded-control border border-line bg-line max-md:mx-4">
        {facts.map(({ name, value }) => (
          <div key={name} className="min-w-0 flex-1 basis-30 bg-surface px-3.5 py-2.5">
            <dt className="text-meta text-ink-3">{name}</dt>
            <dd className="prose-wrap text-body font-[600]">
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      {examples && <Examples examples={examples} id={id} />}
    </>
  );
}

function Examples({ examples, id }: { examples: NonNullable<Effect["examples"]>; id: string }) {
  const { title, note, columns, rows } = examples;
  return (
    <section aria-labelledby={`${id}-examples`} className="border-t border-line">
      <header className="flex min-h-11 flex-wrap items-center gap-x-3 px-5 py-2 max-md:px-4">
        <h2 id={`${id}-examples`} className="text-dense">
          {title}
        </h2>
        {note && <p className="ml-auto text-meta text-ink-3">{note}</p>}
      </header>
      {rows.length === 0 ? (
        <p className="flex items-center gap-2 px-5 pb-4 text-dense text-ink-2 max-md:px-4">
          <ScrollText size={16} /> Nothing to list.
        </p>
      ) : (
        <table aria-labelledby={`${id}-examples`} className="w-full text-left text-dense">
          <thead className="border-y border-line text-meta text-ink-3">
            <tr>
              {columns.map((column, at) => (
                <th
                  key={column}
                  scope="col"
                  className={`px-3 py-1.5 font-[500] first:pl-5 last:pr-5 max-md:first:pl-4 ${endsAt(rows, at)}`}
                >
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {rows.map((row) => (
              <tr key={row.join("\u0000")} className="align-top">
                {row.map((cell, at) => (
                  <td
                    // biome-ignore lint/suspicious/noArrayIndexKey: the cells of a row keep their places
                    key={at}
                    className={`prose-wrap px-3 py-2 first:pl-5 first:font-[560] last:pr-5 max-md:first:pl-4 ${endsAt(rows, at)}`}
                  >
                    <bdi>{cell}</bdi>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** Numbers stand at the right, under each other. */
function endsAt(rows: string[][], at: number): string {
  const numbers = rows.every((row) => /^[\d,.]+$/.test(row[at] ?? ""));
  return numbers ? "text-right tabular-nums" : "";
}
