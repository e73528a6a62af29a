import type { ReactNode } from "react";
import { countOf, grouped, roleName } from "@/lib/event";
import type { Certificate, CertifiedGap } from "@/lib/search";
import { exactTime, secondTime } from "../event/time";
import type { Zone } from "../event/zone";
import { Card, Facts } from "../ui/card";
import { CopyButton } from "../ui/copy";
import { Link, linkStyle } from "../ui/link";
import { sizeWords } from "./words";

/** A population certificate, to be read and printed. Times stand in the reader's zone, which is said. */
export function CertificateView({ certificate, zone }: { certificate: Certificate; zone: Zone }) {
  const { exclusions, shows, doesNotShow } = certificate;
  return (
    <>
      <Section id="population" title="Population">
        <Population certificate={certificate} zone={zone} />
      </Section>
      <Section id="file" title="File">
        <TheFile certificate={certificate} zone={zone} />
      </Section>
      <Section id="left-out" title="What is left out">
        <Sentences of={exclusions} />
      </Section>
      <Section id="coverage" title="Coverage">
        <Coverage coverage={certificate.coverage} zone={zone} />
      </Section>
      <Section id="shows" title="What this shows">
        <Sentences of={shows} />
      </Section>
      <Section id="shows-not" title="What this does not show">
        <Sentences of={doesNotShow} />
      </Section>
    </>
  );
}

function Section({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <Card title={title} id={id}>
      <div className="border-t border-line px-5 py-4 max-md:px-4">{children}</div>
    </Card>
  );
}

function Sentences({ of }: { of: string[] }) {
  return (
    <ul className="grid list-disc gap-1.5 pl-4 text-dense">
      {of.map((sentence) => (
        <li key={sentence} className="prose-wrap">
          {sentence}
        </li>
      ))}
    </ul>
  );
}

function Population({ certificate, zone }: { certificate: Certificate; zone: Zone }) {
  const { population, counted, ledger, asked, again } = certificate;
  const { first, last, occurred, means, upTo } = population;
  return (
    <Facts
      facts={[
        { name: "Search", value: <bdi>{means}</bdi> },
        { name: "Query", value: <code className="mono">{population.query}</code> },
        { name: "Days of", value: population.zone },
        {
          name: "Ledger",
          value: (
            <>
              <bdi>{ledger.name}</bdi>
              {ledger.demo && " (demo data: nothing in it happened)"}{" "}
              <code className="mono text-meta text-ink-3">{ledger.id}</code>
            </>
          ),
        },
        {
          name: "Entries",
          value:
            first === undefined || last === undefined
              ? `None of the ${grouped(upTo)} entries that the ledger had. No entries recorded for this query.`
              : `${countOf(population.entries, "entry", "entries")}, numbered from ${grouped(first)} to ${grouped(last)}, of the ${grouped(upTo)} that the ledger had.`,
        },
        { name: "Lines", value: `${countOf(population.lines, "line")}. The rows of a bulk statement are one line.` },
        {
          name: "Counted again",
          value: `${countOf(counted.entries, "entry", "entries")} and ${countOf(counted.lines, "line")}, ${secondTime(counted.at, zone)}. ${counted.how}`,
        },
        ...(occurred
          ? [{ name: "Occurred", value: `${exactTime(occurred.first, zone)} to ${exactTime(occurred.last, zone)}` }]
          : []),
        {
          name: "Asked by",
          value: (
            <>
              <bdi>{asked.by.name}</bdi> (<bdi>{asked.by.email}</bdi>), {roleName(asked.by.role)},{" "}
              {secondTime(asked.at, zone)}
            </>
          ),
        },
        {
          name: "Again",
          value: (
            <Link href={again} className={linkStyle}>
              Run the search again, up to the same entry
            </Link>
          ),
        },
      ]}
    />
  );
}

function TheFile({ certificate, zone }: { certificate: Certificate; zone: Zone }) {
  const { file, made, checkpoint, export: of } = certificate;
  return (
    <Facts
      facts={[
        { name: "Name", value: <code className="mono">{file.name}</code> },
        { name: "Size", value: `${sizeWords(file.bytes)} (${grouped(file.bytes)} bytes)` },
        {
          name: "SHA-256",
          value: (
            <span className="flex flex-wrap items-center gap-x-2">
              <code className="mono [overflow-wrap:anywhere]">{file.sha256}</code>
              <CopyButton value={file.sha256} what="the SHA-256" />
            </span>
          ),
        },
        {
          name: of.format === "csv" ? "Rows" : "Lines of the file",
          value: `${grouped(file.rows)}${of.format === "csv" ? ", and one row of names above them" : ""}`,
        },
        { name: "Form", value: file.form },
        { name: "Made", value: `${secondTime(made.from, zone)} to ${secondTime(made.to, zone)}` },
        { name: "Made by", value: made.build },
        {
          name: "Checkpoint",
          value: checkpoint ? (
            <>
              {grouped(checkpoint.size)} entries, signed {secondTime(checkpoint.signedAt, zone)}. Root{" "}
              <code className="mono [overflow-wrap:anywhere]">{checkpoint.root}</code>
            </>
          ) : (
            "No signed head covered the population when the file was made."
          ),
        },
      ]}
    />
  );
}

function Coverage({ coverage: { from, to, gaps, more }, zone }: { coverage: Certificate["coverage"]; zone: Zone }) {
  const range = `${secondTime(from, zone)} to ${secondTime(to, zone)}`;
  if (gaps.length === 0) {
    return (
      <p className="prose-wrap text-dense">
        From {range}, no gap is known in what the search is about. What nobody noticed is not among the gaps.
      </p>
    );
  }
  return (
    <div className="grid gap-3">
      <p className="prose-wrap text-dense">
        From {range}, changes in these times may be missing from the ledger, and so from the file.
      </p>
      <ul className="divide-y divide-line border-y border-line">
        {gaps.map((gap) => (
          <Gap key={`${gap.source} ${gap.table} ${gap.from} ${gap.says}`} gap={gap} zone={zone} />
        ))}
      </ul>
      {more > 0 && <p className="text-dense text-ink-2">{countOf(String(more), "more gap")} on the page Coverage.</p>}
    </div>
  );
}

function Gap({ gap: { source, table, from, to, says }, zone }: { gap: CertifiedGap; zone: Zone }) {
  return (
    <li className="grid grid-cols-[1.5rem_minmax(0,1fr)] gap-x-3 py-2 text-dense">
      <span aria-hidden="true" className="hatch mt-1 h-3 rounded-mark border border-dashed border-unknown-line" />
      <p className="prose-wrap">
        <b>
          <bdi>{table ?? source}</bdi>
        </b>
        {table && (
          <>
            {" "}
            of <bdi>{source}</bdi>
          </>
        )}
        , {secondTime(from, zone)} {to ? `to ${secondTime(to, zone)}` : "until now"}. {says}
      </p>
    </li>
  );
}
