import { Ban, EyeOff, UserCheck } from "lucide-react";
import { ActorBadge } from "@/components/actor/badge";
import { type MarkState, ProofMark, proofWords } from "@/components/proof/mark";
import { Chip, Tag } from "@/components/ui/chip";
import { Note } from "@/components/ui/note";
import { type ActorKind, actorKinds, attributions } from "@/lib/event";
import { Row, Section } from "./section";

const names: Record<ActorKind, string> = { human: "Person", service: "Service", agent: "AI agent", unknown: "Unknown" };

export function Marks() {
  return (
    <>
      <Section name="marks" title="Actors: shape says what, outline says how we know. Proof, decision, state">
        {attributions.map((attribution) => (
          <Row key={attribution}>
            {actorKinds.map((kind) => (
              <span key={kind} className="inline-flex items-center gap-2 text-dense">
                <ActorBadge kind={kind} attribution={attribution} name="Dana Lee" />
                <ActorBadge kind={kind} attribution={attribution} size="sm" /> {names[kind]}, {attribution}
              </span>
            ))}
          </Row>
        ))}
        <Row>
          {(Object.keys(proofWords) as MarkState[]).map((state) => (
            <span key={state} className="inline-flex items-center gap-2 text-dense">
              <ProofMark state={state} decorative /> {proofWords[state]}
            </span>
          ))}
        </Row>
        <Row>
          <Chip>
            <UserCheck size={13} /> Approved · I. Solberg
          </Chip>
          <Chip look="claimed">Claimed</Chip>
          <Chip look="verified">Verified</Chip>
          <Chip look="attention">Ends soon</Chip>
          <Chip look="tampered">
            <Ban size={13} /> Denied
          </Chip>
          <Chip look="unknown">Not recorded</Chip>
          <Chip look="claimed" small>
            <EyeOff size={12} /> Hidden: changed
          </Chip>
          <Tag tone="agent">AI agent</Tag>
          <Tag tone="service">Job</Tag>
          <Tag tone="human">Person</Tag>
          <Tag tone="none">report_ro</Tag>
        </Row>
      </Section>
      <Section name="notes" title="Sentences set apart">
        <div className="grid gap-2.5 md:grid-cols-2">
          <Note>Your account may see a part of this period; the rest is left blank.</Note>
          <Note look="attention">You see this secret once. Vouch keeps only its hash.</Note>
          <Note look="tampered">One entry about coverage cannot be read, because somebody changed what is stored.</Note>
          <Note look="unknown">Connection lost at 14:31 UTC. What you see may be old.</Note>
        </div>
      </Section>
    </>
  );
}
