"use client";
import { type FormEvent, useState } from "react";
import type { ConnectedSource, FoundDatabase, GivenAddress } from "@/lib/capture";
import { countOf } from "@/lib/event";
import { Button } from "../ui/button";
import { FieldError } from "../ui/field";
import { type ConnectActs, useAct } from "./acts";
import { AddressFields, emptyAddress } from "./address";
import { type Choice, firstChoice, keptChoice, modeOf, wishOf } from "./choice";
import { Connected } from "./connected";
import { FieldsStep } from "./fields";
import { Found } from "./found";
import { Step } from "./step";
import { TablesStep } from "./tables";
import { reviewOf } from "./words";

/** From an address to a protected database, or to other ways of recording one. Nothing is installed before the last button. */
export function ConnectForm({
  acts,
  source,
  where = {},
}: {
  acts: ConnectActs;
  /** The source that is changed; without it a database is connected. */
  source?: { id: string; name: string };
  /** What is known of the address. */
  where?: Partial<GivenAddress>;
}) {
  const [address, setAddress] = useState<GivenAddress>({ ...emptyAddress, ...where });
  const [found, setFound] = useState<FoundDatabase>();
  const [choice, setChoice] = useState<Choice>();
  const [done, setDone] = useState<ConnectedSource>();
  const change = (next: GivenAddress) => {
    setAddress(next);
    setFound(undefined);
  };
  const answered = (next: FoundDatabase) => {
    setFound(next);
    setChoice((before) => (before ? keptChoice(before, next) : firstChoice(next)));
  };
  if (done) return <Connected done={done} changed={source !== undefined} />;
  const waits = "Test the connection first.";
  const ready = found && choice ? { found, choice, change: setChoice } : undefined;
  const chosen = ready && choice && choice.tables.size > 0;
  return (
    <div className="grid grid-cols-1 gap-5">
      <Step number={1} title="The database">
        <AddressStep address={address} change={change} acts={acts} found={found} answered={answered} source={source} />
      </Step>
      <Step number={2} title="Tables" waits={ready ? undefined : waits}>
        {ready && <TablesStep {...ready} />}
      </Step>
      <Step number={3} title="Fields" waits={chosen ? undefined : ready ? "Choose at least one table first." : waits}>
        {ready && <FieldsStep {...ready} address={address} preview={acts.preview} />}
      </Step>
      <Step
        number={4}
        title="What will be done"
        waits={chosen ? undefined : ready ? "Choose at least one table first." : waits}
      >
        {ready && <Review {...ready} address={address} acts={acts} source={source} then={setDone} />}
      </Step>
    </div>
  );
}

function AddressStep({
  address,
  change,
  acts,
  found,
  answered,
  source,
}: {
  address: GivenAddress;
  change: (address: GivenAddress) => void;
  acts: ConnectActs;
  found: FoundDatabase | undefined;
  answered: (found: FoundDatabase) => void;
  source?: { id: string; name: string };
}) {
  const { run, busy, refused } = useAct();
  const test = (event: FormEvent) => {
    event.preventDefault();
    run(() => acts.inspect(address, source?.id), answered);
  };
  return (
    <form onSubmit={test} method="post" className="grid gap-4">
      <p className="prose-wrap max-w-3xl text-dense text-ink-2">
        {source
          ? `Vouch keeps no address with which it could read the rows of ${source.name} or change what is installed there, so it asks for the owner’s again.`
          : "Connect as the owner of the tables. Vouch makes a login of its own that can read nothing but its outbox, and forgets this password."}
      </p>
      <div className="max-w-2xl">
        <AddressFields id="connect" address={address} change={change} />
      </div>
      {refused && <FieldError>{refused}</FieldError>}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" look={found ? "plain" : "primary"} disabled={busy}>
          {busy ? "Connecting" : found ? "Test the connection again" : "Test the connection"}
        </Button>
        <p className="text-meta text-ink-3">
          Changes nothing there. That you tested it is recorded, without the password.
        </p>
      </div>
      <div role="status">{found && !busy && <Found found={found} source={source?.id} />}</div>
    </form>
  );
}

function Review({
  found,
  choice,
  address,
  acts,
  source,
  then,
}: {
  found: FoundDatabase;
  choice: Choice;
  address: GivenAddress;
  acts: ConnectActs;
  source?: { id: string; name: string };
  then: (done: ConnectedSource) => void;
}) {
  const { run, busy, refused } = useAct();
  const wish = wishOf(choice, found);
  const modes = found.tables
    .filter(({ name }) => choice.tables.has(name))
    .flatMap((table) => table.fields.map((field) => modeOf(choice, table, field)));
  const says = found.source
    ? "Record like this from now on"
    : `Protect ${countOf(String(wish.tables.length), "table")}`;
  return (
    <div className="grid gap-4">
      <ul className="grid gap-1.5 text-dense">
        {reviewOf(found, wish, modes).map((line) => (
          <li key={line} className="prose-wrap flex gap-2">
            <span aria-hidden="true">–</span>
            <span className="min-w-0">{line}</span>
          </li>
        ))}
      </ul>
      <p className="prose-wrap text-dense text-ink-2">
        It holds for what is written from now on; entries that exist never change. Removing the source takes every trace
        of Vouch out of the database again.
      </p>
      {refused && <FieldError>{refused}</FieldError>}
      <div className="flex flex-wrap gap-2">
        <Button look="primary" disabled={busy} onClick={() => run(() => acts.connect(address, wish, source?.id), then)}>
          {busy ? "Installing" : says}
        </Button>
      </div>
    </div>
  );
}
