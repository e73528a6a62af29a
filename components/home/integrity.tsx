import { grouped } from "@/lib/event";
import type { Home } from "@/lib/search";
import { Ago } from "../event/ago";
import { ProofMark } from "../proof/mark";
import { ledgerMark } from "../shell/ledger";
import { StatusLine, withCommands } from "./status-line";

export function Integrity({ integrity, now }: { integrity: Home["integrity"]; now: Date }) {
  const mark = <ProofMark state={ledgerMark(integrity.state)} size={22} decorative />;
  const when = integrity.checkedAt && <Ago time={integrity.checkedAt} now={now.toISOString()} />;
  if (integrity.state === "tampered") {
    return (
      <StatusLine
        mark={mark}
        detail={<>Found {when ?? "at the last check"}. Do not rely on the entries named until this is explained.</>}
      >
        <b className="text-tampered">Integrity: problem found.</b> {integrity.sentence}
      </StatusLine>
    );
  }
  if (integrity.state === "not-checked") {
    return (
      <StatusLine
        mark={mark}
        detail={withCommands(integrity.sentence || "The ledger may be in order; nobody has looked.")}
      >
        <b>Integrity has not been checked yet.</b>
      </StatusLine>
    );
  }
  return (
    <StatusLine mark={mark} detail={integrity.sentence}>
      <b>Integrity: verified up to entry {grouped(integrity.checkedTo ?? integrity.entries)}</b>
      {when && <>, {when}</>}.
    </StatusLine>
  );
}
