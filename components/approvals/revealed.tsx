"use client";
import { EyeOff } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useState, useTransition } from "react";
import { countOf, grouped } from "@/lib/event";
import type { RevealedValue } from "@/lib/search";
import { entryAddress } from "../entry/address";
import { Button } from "../ui/button";
import { FieldError } from "../ui/field";
import { Link, linkStyle } from "../ui/link";
import type { RequestActs } from "./acts";
import { timeLeft } from "./words";

const minutes = 15;

/**
 * What was approved to be seen: opened once, shown here for a while, and nowhere kept. Leaving the page hides it, and so does
 * the browser's way back to it.
 */
export function OpenOnce({ number, open, usable }: { number: number; open: RequestActs["open"]; usable: boolean }) {
  const router = useRouter();
  const [values, setValues] = useState<RevealedValue[]>();
  const [wrong, setWrong] = useState<string>();
  const [busy, start] = useTransition();
  useEffect(() => {
    const hide = () => setValues(undefined);
    addEventListener("pagehide", hide);
    return () => removeEventListener("pagehide", hide);
  }, []);
  const act = () =>
    start(async () => {
      const lost = { refusal: "No answer came. The request may be used up: load the page again and look." };
      const opened = await open(String(number)).catch(() => lost);
      if ("refusal" in opened) setWrong(opened.refusal);
      else setValues(opened.values);
      router.refresh();
    });
  if (values) return <Shown values={values} hide={() => setValues(undefined)} />;
  if (!usable && !wrong) return null;
  return (
    <div className="grid justify-items-start gap-3 border-b border-line px-5 py-4 max-md:px-4">
      {usable && (
        <>
          <p className="prose-wrap text-dense text-ink-2">
            You see the values for {minutes} minutes, once. Your name, the time and the entries become an entry.
          </p>
          <Button look="primary" onClick={act} disabled={busy}>
            {busy ? "Opening the values" : "Open the values"}
          </Button>
        </>
      )}
      {wrong && <FieldError>{wrong}</FieldError>}
    </div>
  );
}

function Shown({ values, hide }: { values: RevealedValue[]; hide: () => void }) {
  const [left, setLeft] = useState(minutes * 60_000);
  useEffect(() => {
    const begun = performance.now();
    const tick = setInterval(() => {
      const rest = minutes * 60_000 - (performance.now() - begun);
      setLeft(rest);
      if (rest <= 0) hide();
    }, 1000);
    return () => clearInterval(tick);
  }, [hide]);
  return (
    <section aria-labelledby="revealed" className="border-b border-line">
      <header className="flex flex-wrap items-center gap-3 px-5 py-3 max-md:px-4">
        <h2 id="revealed" className="text-dense">
          {countOf(String(values.length), "field")} revealed
        </h2>
        <p className="text-dense text-ink-2 tabular-nums">Hidden again in {timeLeft(left)}</p>
        <Button size="small" onClick={hide} className="ml-auto">
          <EyeOff size={13} /> Hide now
        </Button>
      </header>
      <table aria-labelledby="revealed" className="w-full text-left text-dense max-md:block">
        <thead className="border-y border-line text-meta text-ink-3 max-md:sr-only">
          <tr>
            {["Record", "Field", "Before", "After", "Entry"].map((column) => (
              <th key={column} scope="col" className="px-3 py-1.5 font-[500] first:pl-5">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line max-md:block">
          {values.map((value) => (
            <Row key={`${value.entry} ${value.field}`} {...value} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ entry, record, field, before, after, value }: RevealedValue) {
  const cell = "prose-wrap px-3 py-2 first:pl-5 max-md:block max-md:px-4 max-md:py-0.5 max-md:first:pl-4";
  const side = (said: string | undefined, label: string, columns = 1) => (
    <td className={cell} colSpan={columns}>
      {said !== undefined && (
        <>
          <span className={`text-ink-3 ${columns > 1 ? "" : "md:sr-only"}`}>{label}: </span>
          <bdi className="font-[560]">{said}</bdi>
        </>
      )}
    </td>
  );
  return (
    <tr className="align-top max-md:block max-md:py-2">
      <td className={`${cell} font-[560]`}>
        <bdi>{record}</bdi>
      </td>
      <td className={cell}>
        <bdi>{field}</bdi>
      </td>
      {value === undefined ? (
        <>
          {side(before, "Before")}
          {side(after, "After")}
        </>
      ) : (
        side(value, "Unchanged", 2)
      )}
      <td className={cell}>
        <Link href={entryAddress(entry)} className={linkStyle}>
          Entry {grouped(entry)}
        </Link>
      </td>
    </tr>
  );
}
