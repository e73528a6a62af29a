"use client";
import { Globe } from "lucide-react";
import { useMemo } from "react";
import { offsetWords, utc, zoneName } from "../event/zone";
import { useFrame } from "../shell/here";
import { PaletteRow } from "./palette";

/** Every zone that this browser knows, by its city. They are many, so only those that match are made. */
export function ZoneList({ typed }: { typed: string }) {
  const frame = useFrame();
  const zones = useMemo(() => [utc, ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== utc)], []);
  const now = useMemo(() => new Date().toISOString(), []);
  const wanted = plain(typed);
  const found = zones.filter((zone) => plain(`${zone} ${zoneName(zone)}`).includes(wanted)).slice(0, 60);
  if (found.length === 0) return <p className="px-2.5 py-6 text-dense text-ink-2">There is no zone named “{typed}”.</p>;
  return found.map((zone) => (
    <PaletteRow
      key={zone}
      value={zone}
      hint={`${zone.includes("/") ? `${zone.split("/")[0]}, ` : ""}${offsetWords(now, zone)}${zone === frame?.zone ? ", chosen" : ""}`}
      run={() => {
        frame?.show(undefined);
        frame?.chooseZone(zone);
      }}
    >
      <Globe size={16} className="text-ink-3" />
      {zoneName(zone)}
    </PaletteRow>
  ));
}

const plain = (text: string) => text.toLowerCase().replaceAll(/[^\p{L}\p{N}+-]/gu, "");
