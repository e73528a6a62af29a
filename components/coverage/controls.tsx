import { CalendarRange } from "lucide-react";
import { coveragePeriods } from "@/lib/event";
import type { CoverageQuery, Problem } from "@/lib/search";
import { Button, ButtonLink } from "../ui/button";
import { TextField } from "../ui/field";
import { coverageAddress } from "./address";

/** The period, and what of it is shown. All of it stands in the address. */
export function Controls({ query, problems }: { query: CoverageQuery; problems: readonly Problem[] }) {
  const { days, gaps, asTable } = query;
  const wrong = (field: string) => problems.find((problem) => problem.field === field)?.sentence;
  const shape = { gaps, asTable };
  return (
    <div className="flex flex-wrap items-start gap-2 print:hidden">
      <nav aria-label="Period" className="flex flex-wrap gap-2">
        {coveragePeriods.map((period) => (
          <ButtonLink
            key={period}
            href={coverageAddress({ ...query, ...shape, days: period, opened: undefined })}
            aria-current={days === period ? "true" : undefined}
            className="aria-[current]:border-accent-line aria-[current]:bg-accent-soft aria-[current]:text-accent"
          >
            {period} days
          </ButtonLink>
        ))}
      </nav>
      <ButtonLink
        href={coverageAddress({ ...query, gaps: !gaps, opened: undefined })}
        aria-current={gaps ? "true" : undefined}
        className="aria-[current]:border-accent-line aria-[current]:bg-accent-soft aria-[current]:text-accent"
      >
        {gaps ? "Show all tables" : "Only tables with gaps"}
      </ButtonLink>
      <ButtonLink href={coverageAddress({ ...query, asTable: !asTable, opened: undefined })}>
        {asTable ? "Show as strips" : "Show as table"}
      </ButtonLink>
      <details
        className="max-w-full"
        open={days === undefined || wrong("from") !== undefined || wrong("to") !== undefined}
      >
        <summary className="flex h-control w-fit list-none items-center gap-1.5 rounded-control border border-line-strong bg-surface px-3 text-dense font-[560] shadow-control hover:bg-hover max-md:h-control-touch max-md:text-body [&::-webkit-details-marker]:hidden">
          <CalendarRange size={15} /> Choose dates
        </summary>
        <form action="/coverage" method="get" aria-label="Dates" className="mt-2 flex flex-wrap items-start gap-3">
          <TextField
            name="from"
            label="First day"
            type="date"
            required
            defaultValue={query.from}
            error={wrong("from")}
          />
          <TextField name="to" label="Last day" type="date" required defaultValue={query.to} error={wrong("to")} />
          {gaps && <input type="hidden" name="gaps" value="yes" />}
          {asTable && <input type="hidden" name="view" value="table" />}
          <Button type="submit" className="md:mt-[26px]">
            Show these days
          </Button>
        </form>
      </details>
    </div>
  );
}
