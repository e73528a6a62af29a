/** Times on the clocks of a zone, many of them quickly: “2026-11-20T08:03:25.123456+01:00”. Pure. */
import { utc, type Zone, zoneTime } from "../../event/index.ts";

/** Minutes that are remembered: entries lie in the order of time, nearly. */
const most = 2_000;

export class LocalTimes {
  readonly #minutes = new Map<string, { shown: string; offset: string }>();

  constructor(private readonly zone: Zone) {}

  /** Of an instant in UTC with six decimals. */
  say(time: string): string {
    if (this.zone === utc) return `${time.slice(0, -1)}+00:00`;
    const minute = time.slice(0, 16);
    let known = this.#minutes.get(minute);
    if (!known) {
      known = this.#look(minute);
      if (this.#minutes.size >= most) this.#minutes.clear();
      this.#minutes.set(minute, known);
    }
    return known.shown + time.slice(16, -1) + known.offset;
  }

  #look(minute: string) {
    const shown = zoneTime(`${minute}:00Z`, this.zone);
    const minutes = Math.round((Date.parse(`${shown.slice(0, 16)}Z`) - Date.parse(`${minute}Z`)) / 60_000);
    const two = (n: number) => String(Math.floor(n)).padStart(2, "0");
    const [far, sign] = [Math.abs(minutes), minutes < 0 ? "-" : "+"];
    return { shown: shown.slice(0, 16), offset: `${sign}${two(far / 60)}:${two(far % 60)}` };
  }
}
