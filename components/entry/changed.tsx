import type { Names, SeenEntry, SeenField } from "@/lib/event";
import { capitalised, changeSentences, fieldLabel, operationOf, outcomeOf, recordName } from "@/lib/event";
import { DiffFrame } from "../diff/frame";
import { changeCount, DiffTable } from "../diff/table";
import { DiffTools } from "../diff/tools";
import { Missing } from "../diff/value";
import { exactTime, secondTime } from "../event/time";
import type { Zone } from "../event/zone";
import { RevealFrame } from "./reveal";
import type { ConcealedField, RevealAct } from "./reveal-dialog";
import { Block, Part } from "./section";

/** What became of the record: before and after, with what is hidden and the way to reveal it. */
export function WhatChanged({ entry, zone, reveal }: { entry: SeenEntry; zone: Zone; reveal?: RevealAct }) {
  const { change, target } = entry.event;
  const done = outcomeOf(entry.event) === "done";
  if (done && operationOf(entry.event) === "truncate") return <Emptied />;
  if (!change || change.operation === "truncate" || (!done && change.fields.length === 0)) return null;
  const titles = { insert: "What was created", update: "What changed", delete: "What was deleted" };
  const moment = (time: string) => (/\.0+Z$/.test(time) ? secondTime(time, zone) : exactTime(time, zone));
  return (
    <DiffFrame sentences={changeSentences(change, entry.names, moment)}>
      <Block
        id="changed"
        title={
          <>
            {done ? titles[change.operation] : "What was asked for"}{" "}
            <span className="font-normal text-ink-2">{changeCount(change)}</span>
          </>
        }
        aside={change.fields.length > 0 && <DiffTools sides={change.operation === "update" ? 2 : 1} />}
      >
        {change.fields.length > 0 ? (
          <RevealFrame
            key={entry.index}
            index={entry.index}
            of={entry.names?.record ?? (target ? recordName(target) : `entry ${entry.index}`)}
            concealed={concealedIn(change.fields, entry.names)}
            zone={zone}
            act={reveal}
          >
            <DiffTable change={change} names={entry.names} zone={zone} />
          </RevealFrame>
        ) : (
          <Part>
            <p className="text-dense">
              <Missing>No fields were recorded</Missing>
            </p>
          </Part>
        )}
      </Block>
    </DiffFrame>
  );
}

function Emptied() {
  return (
    <Block id="changed" title="What changed">
      <Part>
        <p className="prose-wrap text-dense text-ink-2">
          All rows of the table were removed at once. PostgreSQL does not say which rows those were, so none is listed
          here.
        </p>
      </Part>
    </Block>
  );
}

function concealedIn(fields: SeenField[], names?: Names): ConcealedField[] {
  return fields.flatMap((field) => {
    const values = [field.before, field.after, field.value].filter((seen) => seen?.state === "hidden").length;
    const label = fieldLabel(field.name, names);
    return values > 0 ? [{ name: field.name, label: values > 0 ? `the ${label}` : capitalised(label), values }] : [];
  });
}
