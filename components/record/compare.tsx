import type { OpenedRecord } from "@/lib/search";
import { changeCount, DiffTable } from "../diff/table";
import { secondTime } from "../event/time";
import type { Zone } from "../event/zone";
import { Card } from "../ui/card";
import { Link, linkStyle } from "../ui/link";
import { recordAddress } from "./address";

/** Two versions side by side: all that differs between them, whoever changed it, recorded or not. */
export function Comparison({ opened, zone }: { opened: OpenedRecord; zone: Zone }) {
  const { comparison, query, gaps } = opened;
  if (!comparison) return null;
  const { from, to, change } = comparison;
  const [start, end] = [from.entry.event.occurredAt, to.entry.event.occurredAt];
  const between = to.number - from.number - 1;
  const holes = gaps.filter((gap) => gap.from < end && (gap.to === undefined || gap.to > start)).length;
  const differ = change?.fields.some((field) => change.operation !== "update" || field.changed);
  return (
    <Card
      id="comparison"
      title={
        <>
          Version {from.number} beside version {to.number}{" "}
          {change && <span className="font-normal text-ink-2">{changeCount(change)}</span>}
        </>
      }
      aside={
        <Link
          className={linkStyle}
          href={recordAddress(query.record, { version: query.version, at: query.at, plain: query.plain })}
          scroll={false}
        >
          Back to one version
        </Link>
      }
    >
      <p className="prose-wrap border-t border-line px-5 py-3 text-dense text-ink-2 max-md:px-4">
        Before is version {from.number}, {secondTime(start, zone)}. After is version {to.number},{" "}
        {secondTime(end, zone)}.{" "}
        {between > 0 && `${between === 1 ? "1 version lies" : `${between} versions lie`} between them. `}
        {holes > 0 && `${holes === 1 ? "A gap lies" : `${holes} gaps lie`} between them: not every change is recorded.`}
      </p>
      {change && differ && <DiffTable change={change} names={to.entry.names} zone={zone} />}
      {change && !differ && (
        <p className="border-t border-line px-5 py-4 text-dense text-ink-2 max-md:px-4">
          Both hold the same, as far as their values are shown.
        </p>
      )}
      {!change && (
        <p className="border-t border-line px-5 py-4 text-dense text-ink-2 max-md:px-4">
          The record was deleted in both.
        </p>
      )}
    </Card>
  );
}
