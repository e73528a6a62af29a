import type { LookQuery, Problem } from "@/lib/search";
import { Button } from "../ui/button";
import { TextField } from "../ui/field";

/** Two questions, who looked at a record and what a person looked at, one form each, since they are not asked together. */
export function Asking({ query, problems }: { query: LookQuery; problems: Problem[] }) {
  const wrong = (field: string) => problems.find((problem) => problem.field === field)?.sentence;
  const form = "grid items-start gap-2.5 max-sm:grid-cols-1";
  return (
    <div className="grid gap-x-10 gap-y-5 border-y border-line bg-surface px-8 py-4 max-md:px-4 xl:grid-cols-2">
      <form action="/looks" aria-label="Who looked at a record" className={`${form} sm:grid-cols-2`}>
        <TextField
          key={`type ${query.type}`}
          name="type"
          label="Who looked at: kind"
          placeholder="customers"
          defaultValue={query.type}
          error={wrong("type")}
          required
          maxLength={500}
          autoComplete="off"
        />
        <TextField
          key={`id ${query.id}`}
          name="id"
          label="Id"
          placeholder="10482"
          defaultValue={query.id}
          error={wrong("id")}
          required
          maxLength={500}
          autoComplete="off"
        />
        <Days query={query} of="record" wrong={wrong} />
      </form>
      <form action="/looks" aria-label="What a person looked at" className={`${form} sm:grid-cols-2`}>
        <div className="sm:col-span-2">
          <TextField
            key={`person ${query.person}`}
            name="person"
            label="What a person looked at: e-mail"
            type="email"
            defaultValue={query.person}
            error={wrong("person")}
            required
            maxLength={500}
            autoComplete="off"
          />
        </div>
        <Days query={query} of="person" wrong={wrong} />
      </form>
      {wrong("cursor") && (
        <p role="alert" className="prose-wrap text-dense text-tampered xl:col-span-2">
          {wrong("cursor")}
        </p>
      )}
    </div>
  );
}

/** The days of one question, in UTC, and the button that asks it. */
function Days({
  query: { from, to },
  of,
  wrong,
}: {
  query: LookQuery;
  of: string;
  wrong: (field: string) => string | undefined;
}) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto] items-start gap-2.5 max-sm:grid-cols-2 sm:col-span-2">
      <TextField
        key={`from ${from}`}
        id={`${of}-from`}
        name="from"
        label="From day, UTC"
        type="date"
        defaultValue={from}
        error={wrong("from")}
      />
      <TextField
        key={`to ${to}`}
        id={`${of}-to`}
        name="to"
        label="To day, UTC"
        type="date"
        defaultValue={to}
        error={wrong("to")}
      />
      <Button type="submit" className="mt-[27px] max-sm:col-span-2 max-sm:mt-0">
        Show
      </Button>
    </div>
  );
}
