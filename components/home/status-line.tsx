import type { ReactNode } from "react";

/** One sentence on how something stands, what is behind it, and the way to more. */
export function StatusLine({
  mark,
  detail,
  action,
  children,
}: {
  mark: ReactNode;
  detail: ReactNode;
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    <li className="grid grid-cols-[1.5rem_minmax(0,1fr)_auto] items-center gap-x-3.5 gap-y-2.5 px-4 py-3.5 max-md:grid-cols-[1.5rem_minmax(0,1fr)] max-md:items-start">
      <span className="grid size-6 place-items-center">{mark}</span>
      <div className="prose-wrap min-w-0">
        <p className="text-[0.90625rem] leading-[21px]">{children}</p>
        <div className="text-dense text-ink-2">{detail}</div>
      </div>
      {action && <div className="max-md:col-start-2">{action}</div>}
    </li>
  );
}

/** A sentence in which a command of the terminal is set as one. */
export function withCommands(sentence: string): ReactNode {
  return sentence.split(/(npm run -s vouch -- [a-z]+)/).map((piece, at) =>
    at % 2 === 1 ? (
      <code key={piece} className="rounded-mark bg-sunken whitespace-nowrap px-1 text-meta text-ink">
        {piece}
      </code>
    ) : (
      piece
    ),
  );
}
