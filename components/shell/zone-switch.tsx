"use client";
import { Ellipsis } from "lucide-react";
import { useEffect, useSyncExternalStore } from "react";
import { keepOwnZone } from "../event/keep-zone";
import { knownZone, utc, type Zone, zoneName } from "../event/zone";
import { MenuChoice, MenuItem } from "../ui/menu";
import { useFrame } from "./here";

/** UTC, the browser's own zone, and the one that was chosen, if it is another. The server learns the second from a cookie. */
export function useZones(): Zone[] {
  const frame = useFrame();
  const known = frame?.ownZone ?? utc;
  const chosen = frame?.zone ?? utc;
  const own = useSyncExternalStore(never, ownZone, () => known);
  useEffect(() => {
    if (own !== undefined && own !== known) keepOwnZone(own);
  }, [own, known]);
  return [...new Set([utc, own, chosen])].filter((zone) => zone !== undefined);
}

/** In whose time the page speaks: in the bar of wide screens. */
export function ZoneSwitch() {
  const frame = useFrame();
  const zones = useZones();
  if (!frame) return null;
  return (
    <fieldset className="flex h-control items-stretch rounded-control border border-line-strong bg-surface p-0.5 text-meta font-[560] max-lg:hidden">
      <legend className="sr-only">Times are shown in</legend>
      {zones.map((zone) => (
        <button
          key={zone}
          type="button"
          aria-pressed={zone === frame.zone}
          onClick={() => zone !== frame.zone && frame.chooseZone(zone)}
          className="max-w-32 truncate rounded-[4px] px-2 text-ink-2 hover:text-ink aria-pressed:bg-accent-soft aria-pressed:text-accent forced-colors:aria-pressed:outline-2"
        >
          {zoneName(zone)}
        </button>
      ))}
      <button
        type="button"
        aria-label="Another time zone"
        title="Another time zone"
        onClick={() => frame.show("zones")}
        className="grid w-7 place-items-center rounded-[4px] text-ink-3 hover:text-ink"
      >
        <Ellipsis size={15} />
      </button>
    </fieldset>
  );
}

/** The same in the menu of the person, where the bar has no room for it. */
export function ZoneChoice() {
  const frame = useFrame();
  const zones = useZones();
  if (!frame) return null;
  return (
    <>
      <MenuChoice
        label="Times are shown in"
        value={frame.zone}
        choices={zones.map((zone) => ({ value: zone, says: zoneName(zone) }))}
        choose={frame.chooseZone}
      />
      <MenuItem onSelect={() => frame.show("zones")}>
        <span className="size-4" /> Another time zone
      </MenuItem>
    </>
  );
}

/** Said where the switch has no room. */
export function ZoneSaid() {
  const frame = useFrame();
  if (!frame) return null;
  const name = zoneName(frame.zone);
  return (
    <abbr
      title={`Times are shown in the zone ${name}`}
      className="max-w-24 truncate px-1 text-meta text-ink-3 no-underline lg:hidden"
    >
      {name}
    </abbr>
  );
}

function ownZone(): Zone | undefined {
  return knownZone(Intl.DateTimeFormat().resolvedOptions().timeZone);
}

const never = () => () => {};
