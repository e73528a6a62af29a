import type { OpenedExport } from "@/lib/search";
import { minuteTime, secondTime } from "../event/time";
import type { Zone } from "../event/zone";
import { Card, Facts } from "../ui/card";
import { Link, linkStyle } from "../ui/link";
import { Note } from "../ui/note";
import type { ExportActs } from "./acts";
import { CancelExport } from "./cancel";
import { CertificateView } from "./certificate";
import { Files } from "./files";
import { Kept } from "./list";
import { Progress } from "./progress";
import { Watch } from "./watch";
import { formatNames, holds } from "./words";

/** One export: what came of it, and its certificate to be read. */
export function ExportView({ found, cancel, zone }: { found: OpenedExport; cancel: ExportActs["cancel"]; zone: Zone }) {
  const { number, state, trouble, certificate, can, now } = found;
  const open = state === "waiting" || state === "running";
  return (
    <div className="grid w-full max-w-[60rem] grid-cols-1 gap-5 px-8 pt-7 pb-10 max-md:px-0 max-md:pt-5">
      <header className="grid gap-3 max-md:px-4">
        <h1 className="prose-wrap text-title">{titleOf(found)}</h1>
        {open && <Watch />}
        {open && <Progress line={found} now={new Date(now)} />}
        {trouble && <Note look="tampered">{trouble}</Note>}
        <div className="flex flex-wrap items-center gap-2">
          <Files line={found} primary />
          {can.cancel && <CancelExport number={number} cancel={cancel} />}
          <Kept line={found} now={now} zone={zone} />
        </div>
      </header>
      {certificate ? <CertificateView certificate={certificate} zone={zone} /> : <Asked found={found} zone={zone} />}
    </div>
  );
}

function titleOf({ number, state, lines, entries }: OpenedExport): string {
  if (state === "done") return `Export ${number} holds ${holds({ lines, entries })}.`;
  if (state === "cancelled") return `Export ${number} was cancelled. Nothing of it is kept.`;
  if (state === "failed") return `Export ${number} was not made.`;
  return `Export ${number} is being made. It goes on when you leave this page.`;
}

/** As long as there is no certificate. */
function Asked({ found, zone }: { found: OpenedExport; zone: Zone }) {
  const { query, means, format, askedAt, asker, endedAt, again } = found;
  return (
    <Card title="What was asked for" id="asked">
      <div className="border-t border-line px-5 py-4 max-md:px-4">
        <Facts
          facts={[
            { name: "Search", value: <bdi>{means}</bdi> },
            { name: "Query", value: <code className="mono">{query}</code> },
            { name: "Days of", value: found.zone },
            { name: "Format", value: formatNames[format] },
            { name: "Asked by", value: <bdi>{asker}</bdi> },
            { name: "Asked", value: secondTime(askedAt, zone) },
            ...(endedAt ? [{ name: "Ended", value: minuteTime(endedAt, zone) }] : []),
            {
              name: "Again",
              value: (
                <Link href={again} className={linkStyle}>
                  Run the search again
                </Link>
              ),
            },
          ]}
        />
      </div>
    </Card>
  );
}
