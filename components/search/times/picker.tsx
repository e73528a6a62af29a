"use client";
import { CalendarDays, ChevronDown, Ellipsis } from "lucide-react";
import * as Popover from "radix-ui/popover";
import { type FormEvent, useState } from "react";
import { type Zone, zoneName } from "../../event/zone";
import { useFrame } from "../../shell/here";
import { useZones } from "../../shell/zone-switch";
import { Button, buttonStyle } from "../../ui/button";
import { FieldError, inputStyle } from "../../ui/field";
import { daysOf, exactRange, quickRanges, rangeOf, rangeOfDays, rangeWords, withRange } from "./ranges";

export interface PickerProps {
  /** The query as text. */
  text: string;
  zone: Zone;
  now: Date;
  searchFor: (text: string) => void;
  chooseZone: (zone: Zone) => void;
}

/** The range of time: the same query, edited by choosing. */
export function TimePicker(props: PickerProps) {
  const { text, zone, now, searchFor } = props;
  const [open, setOpen] = useState(false);
  const says = rangeWords(text);
  const exact = exactRange(text, zone, now);
  const choose = (range: string) => {
    setOpen(false);
    searchFor(withRange(text, range));
  };
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger
        aria-label={`Time: ${says}${exact && `, ${exact}`}`}
        className={buttonStyle({}, "h-10 max-w-full max-md:flex-1")}
      >
        <CalendarDays size={15} className="text-ink-2" />
        <span className="min-w-0 truncate font-[600]">{says}</span>
        <ChevronDown size={14} className="text-ink-3" />
      </Popover.Trigger>
      <Popover.Content
        align="end"
        sideOffset={6}
        collisionPadding={8}
        aria-label="Time"
        className="comes-in z-30 grid max-h-(--radix-popover-content-available-height) w-80 max-w-[calc(100vw-1rem)] gap-3 rounded-card border border-line bg-raised p-4 overflow-y-auto text-ink shadow-float outline-none"
      >
        <div className="grid grid-cols-2 gap-1.5">
          {quickRanges.map((range) => (
            <button
              key={range.says}
              type="button"
              aria-pressed={rangeOf(text) === range.text}
              onClick={() => choose(range.text)}
              className="min-h-8 rounded-control border border-line-strong px-2.5 text-left text-dense hover:bg-hover aria-pressed:border-accent-line aria-pressed:bg-accent-soft aria-pressed:font-[600] aria-pressed:text-accent max-md:min-h-11 forced-colors:aria-pressed:outline-2"
            >
              {range.says}
            </button>
          ))}
        </div>
        <Days key={rangeOf(text)} text={text} zone={zone} choose={choose} />
        <ZoneOfDays {...props} />
        <p className="prose-wrap border-t border-line pt-3 text-meta text-ink-3">
          {exact ? `Searched now: ${exact}.` : "Searched now: all that was ever recorded."}
        </p>
      </Popover.Content>
    </Popover.Root>
  );
}

function Days({ text, zone, choose }: { text: string; zone: Zone; choose: (range: string) => void }) {
  const days = daysOf(text);
  const [wrong, setWrong] = useState<string>();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const [from, until] = [String(given.get("from") ?? ""), String(given.get("until") ?? "")];
    if (from === "" && until === "") return setWrong("Choose a first day, a last day, or both.");
    if (from !== "" && until !== "" && until < from) return setWrong("The last day is before the first.");
    choose(rangeOfDays(from, until));
  };
  return (
    <form onSubmit={submit} className="grid grid-cols-2 gap-x-2.5 gap-y-1.5 border-t border-line pt-3">
      <DayField name="from" label="First day" value={days.from} wrong={wrong} />
      <DayField name="until" label="Last day" value={days.until} wrong={wrong} />
      <p id="range-help" className="col-span-2 text-meta text-ink-3">
        Both days count, from midnight to midnight in {zoneName(zone)}.
      </p>
      {wrong && (
        <div className="col-span-2">
          <FieldError id="range-wrong">{wrong}</FieldError>
        </div>
      )}
      <Button type="submit" look="primary" className="col-span-2">
        Search these days
      </Button>
    </form>
  );
}

function DayField({ name, label, value, wrong }: { name: string; label: string; value?: string; wrong?: string }) {
  return (
    <label className="grid gap-1 text-meta font-[560] text-ink-2">
      {label}
      <input
        type="date"
        name={name}
        defaultValue={value}
        min="1900-01-01"
        max="2999-12-31"
        aria-invalid={wrong ? true : undefined}
        aria-describedby={wrong ? "range-wrong range-help" : "range-help"}
        className={inputStyle}
      />
    </label>
  );
}

/** In whose days it is searched. */
function ZoneOfDays({ zone, chooseZone }: PickerProps) {
  const frame = useFrame();
  const zones = [...new Set([...useZones(), zone])];
  return (
    <fieldset className="flex flex-wrap items-center gap-1.5 border-t border-line pt-3">
      <legend className="sr-only">Time zone of the days and times</legend>
      <span aria-hidden="true" className="text-meta text-ink-3">
        Time zone
      </span>
      {zones.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={one === zone}
          onClick={() => one !== zone && chooseZone(one)}
          className="min-h-7 max-w-32 truncate rounded-control border border-line-strong px-2 text-meta text-ink-2 hover:text-ink aria-pressed:border-accent-line aria-pressed:bg-accent-soft aria-pressed:font-[600] aria-pressed:text-accent max-md:min-h-11 forced-colors:aria-pressed:outline-2"
        >
          {zoneName(one)}
        </button>
      ))}
      {frame && (
        <button
          type="button"
          aria-label="Another time zone"
          title="Another time zone"
          onClick={() => frame.show("zones")}
          className="grid size-7 place-items-center rounded-control text-ink-3 hover:bg-hover hover:text-ink max-md:size-11"
        >
          <Ellipsis size={15} />
        </button>
      )}
    </fieldset>
  );
}
