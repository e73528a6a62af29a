/**
 * What has come to pass between two looks at a source. Pure.
 *
 * The xmin of a catalogue row changes with every change of the row. So what was switched off and on again between two looks is
 * still noticed, and an outage of Vouch after which every xmin is the same was captured throughout.
 */
import type { CoverageCause, Observation, Standing } from "../../event/index.ts";
import type { Look, SeenFunction, SeenTable } from "./patrol-look.ts";
import {
  type Alteration,
  altered,
  bornCaptured,
  isRewritten,
  sameStanding,
  sameTriggers,
  standingOf,
} from "./patrol-table.ts";

/** What a person wants captured. */
export interface Wish {
  /** Full names. */
  tables: string[];
  /** What becomes of tables made later. */
  later: "capture" | "report";
}

/** A table as the last look left it. */
export interface KnownTable extends SeenTable {
  standing: Standing;
  /** Named in the wish. */
  listed: boolean;
  /** To be captured: named, or made later. */
  wanted: boolean;
}

/** What is remembered of a source between two looks. */
export interface Known {
  /** Before the last look began, by our clock. */
  lookedAt: string;
  timeline: string;
  /** As they are now by xmin, as they were installed by digest. */
  functions: Record<string, SeenFunction>;
  /** By oid. */
  tables: Record<string, KnownTable>;
}

export interface Finding {
  observations: Omit<Observation, "source">[];
  alterations: Alteration[];
  known: Omit<Known, "lookedAt">;
}

/** Tables made since the last look that are to be captured and are not, by oid. */
export function tablesToAttach(known: Known | undefined, look: Look, wish: Wish): string[] {
  if (!known) return [];
  return Object.entries(look.tables).flatMap(([oid, table]) => {
    const before = known.tables[oid];
    const isNew = !before || before.standing.cause === "new_table";
    const wanted = wish.later === "capture" || wish.tables.includes(table.name);
    return isNew && wanted && standingOf(table).cause === "missing_trigger" ? [oid] : [];
  });
}

/** What else decides what a look means. */
export interface Circumstances {
  /** Why a table could not be added to what is captured, by oid. */
  refused: Record<string, string>;
  /** Tables that this patrol has just added, by oid. */
  attached: Set<string>;
  /** MD5 of the texts of the functions that this Vouch installs. */
  shipped: Set<string>;
}

export function compare(
  known: Known | undefined,
  look: Look,
  wish: Wish,
  { refused, attached, shipped }: Circumstances = { refused: {}, attached: new Set(), shipped: new Set() },
): Finding {
  const functions = compareFunctions(known, look.functions ?? {}, shipped);
  const finding: Finding = {
    observations: [],
    alterations: [],
    known: { timeline: look.timeline, functions: functions.known, tables: {} },
  };
  const about = { known, look, wish, functions, attached };
  for (const [oid, table] of Object.entries(look.tables)) {
    const before = known?.tables[oid];
    const standing = withReason(standingNow(table, before, about), refused[oid]);
    const after: KnownTable = { ...table, ...wantOf(table, before, about), standing };
    finding.known.tables[oid] = after;
    finding.observations.push(...observe(oid, before, after, about));
    if (before?.wanted && after.wanted && !look.ddl) finding.alterations.push(...altered(before, after));
  }
  const names = new Set(Object.values(look.tables).map(({ name }) => name));
  for (const [oid, before] of Object.entries(known?.tables ?? {})) {
    if (look.tables[oid]) continue;
    // one that was dropped and made again is not gone
    if (!names.has(before.name))
      finding.observations.push({ tables: [before.name], from: look.until, state: "gone", cause: "dropped_table" });
    if (before.wanted && !look.ddl) finding.alterations.push({ table: before.name, verb: "dropped", changes: [] });
  }
  if (known && known.timeline !== look.timeline)
    finding.observations.push({ from: known.lookedAt, to: look.until, state: "unknown", cause: "failed_over" });
  finding.observations = grouped(finding.observations);
  return finding;
}

interface About {
  known: Known | undefined;
  look: Look;
  wish: Wish;
  functions: ComparedFunctions;
  attached: Set<string>;
}

interface ComparedFunctions {
  known: Record<string, SeenFunction>;
  /** Changed since the last look, even if they are now as they were. */
  replaced: Map<string, SeenFunction>;
  /** Not those that were installed. */
  foreign: Map<string, SeenFunction>;
}

/**
 * What a function was at its first sight, when capture had just been installed, is what it has to be; another text, and a function
 * of triggers that came later, only where this Vouch installs it.
 */
function compareFunctions(known: Known | undefined, now: Record<string, SeenFunction>, shipped: Set<string>) {
  const compared: ComparedFunctions = { known: {}, replaced: new Map(), foreign: new Map() };
  for (const [name, seen] of Object.entries(now)) {
    const first = !known || (!known.functions[name] && seen.returns !== "trigger");
    const was = first ? seen : (known.functions[name] ?? { ...seen, digest: "", text: "" });
    const own = was.digest === seen.digest || (was.text !== seen.text && shipped.has(seen.text));
    if (was.xmin !== seen.xmin) compared.replaced.set(name, seen);
    if (!own) compared.foreign.set(name, seen);
    compared.known[name] = own ? seen : { ...was, xmin: seen.xmin };
  }
  return compared;
}

/** A trigger's function concerns the tables that call it; others are called by those, and concern every table. */
function concerns({ triggers }: SeenTable, functions: Map<string, SeenFunction>): boolean {
  return [...functions].some(([name, { returns }]) => {
    if (returns === "event_trigger") return false;
    return returns !== "trigger" || triggers.some((trigger) => trigger.function === name);
  });
}

function wantOf(table: SeenTable, before: KnownTable | undefined, { known, wish }: About) {
  const listed = wish.tables.includes(table.name);
  if (listed) return { listed, wanted: true };
  // what was named and is not any more was taken out on purpose; one that has another name now was not
  if (before?.listed && before.name === table.name) return { listed, wanted: false };
  const wanted = before ? before.wanted : known !== undefined || standingOf(table).state === "captured";
  return { listed: before?.listed ?? false, wanted };
}

function standingNow(table: SeenTable, before: KnownTable | undefined, about: About): Standing {
  const standing = standingOf(table);
  if (standing.state === "captured") {
    return concerns(table, about.functions.foreign)
      ? { state: "unknown", cause: "function_changed", detail: "They are not those that Vouch installed." }
      : standing;
  }
  if (!wantOf(table, before, about).wanted) return { state: "not_captured", cause: "left_out" };
  const neverOn = before ? before.standing.cause === "new_table" : about.known !== undefined;
  return neverOn && standing.cause === "missing_trigger" ? { state: "not_captured", cause: "new_table" } : standing;
}

function withReason(standing: Standing, reason: string | undefined): Standing {
  return reason === undefined || standing.cause !== "new_table" ? standing : { ...standing, detail: reason };
}

type Said = Omit<Observation, "source">;

function observe(oid: string, before: KnownTable | undefined, after: KnownTable, about: About): Said[] {
  const { known, look, functions } = about;
  const { name, standing } = after;
  const here = { tables: [name] };
  if (!known) return [{ ...here, from: look.until, ...standing }];
  const since = known.lookedAt;
  const on = standing.state === "captured";
  if (!before) {
    const born = !about.attached.has(oid) && bornCaptured(after, look.ddl && about.wish.later === "capture");
    if (!on || born) return [{ ...here, from: since, ...standing }];
    return [
      { ...here, from: since, state: "not_captured", cause: "new_table" },
      { ...here, from: look.until, state: "captured", cause: "attached" },
    ];
  }
  const renamed = before.name === name ? [] : sayRenamed(before.name, after, about);
  const was = before.standing;
  const doubt = doubtBetween(before, after, functions.replaced);
  if (on && was.state === "captured")
    return doubt ? [...renamed, { ...here, from: since, to: look.until, state: "unknown", cause: doubt }] : renamed;
  const cause = was.cause === "new_table" ? "attached" : "switched_on";
  if (on) return [...renamed, { ...here, from: look.until, state: "captured", cause }];
  return sameStanding(was, standing) ? renamed : [...renamed, { ...here, from: since, ...standing }];
}

function sayRenamed(was: string, { name, standing }: KnownTable, { known, look }: About): Said[] {
  const again = Object.values(look.tables).some((table) => table.name === was);
  const gone: Said = {
    tables: [was],
    from: look.until,
    state: "gone",
    cause: "renamed_table",
    detail: `It is ${name} now.`,
  };
  return [...(again ? [] : [gone]), { tables: [name], from: known?.lookedAt ?? look.until, ...standing }];
}

/** Why what happened between two looks is not known, where the table is captured at both. */
function doubtBetween(
  before: KnownTable,
  after: KnownTable,
  replaced: ComparedFunctions["replaced"],
): CoverageCause | undefined {
  if (!sameTriggers(before, after)) return "switched";
  if (concerns(after, replaced)) return "function_changed";
  return isRewritten(before, after) ? "altered_table" : undefined;
}

/** Names in one entry at most. */
const mostNames = 200;

/** One observation for all tables of which the same is said, in the order in which the first of them was said. */
function grouped(observations: Said[]): Said[] {
  const groups = new Map<string, Said>();
  const done: Said[] = [];
  for (const observation of observations) {
    const { tables, ...said } = observation;
    if (!tables) {
      done.push(observation);
      continue;
    }
    const key = JSON.stringify(said);
    const group = groups.get(key);
    if (group?.tables && group.tables.length < mostNames) group.tables.push(...tables);
    else {
      const next = { ...said, tables: [...tables] };
      groups.set(key, next);
      done.push(next);
    }
  }
  return done;
}
