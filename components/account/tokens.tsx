"use client";
import { useRouter } from "next/navigation";
import * as Dialog from "radix-ui/dialog";
import { type FormEvent, useEffect, useState } from "react";
import type { MadeToken, Token } from "@/lib/access";
import { Ago } from "../event/ago";
import { minuteTime } from "../event/time";
import type { Zone } from "../event/zone";
import { Copied } from "../keys/secret";
import { ActButton } from "../people/act";
import { Button, buttonStyle } from "../ui/button";
import { Card } from "../ui/card";
import { Modal } from "../ui/dialog";
import { FieldError, TextField } from "../ui/field";
import { Note } from "../ui/note";
import { SelectField } from "../ui/select";
import type { AccountActs } from "./acts";
import { useAct } from "./use-act";

export interface OwnTokensProps {
  tokens: Token[];
  /** Whether the account has a password, which making one takes. */
  password: boolean;
  acts: Pick<AccountActs, "newToken" | "endToken">;
  now: Date;
  zone: Zone;
}

/** Tokens with which one's own scripts read what one may read. */
export function OwnTokens({ tokens, password, acts, now, zone }: OwnTokensProps) {
  return (
    <Card id="tokens" title="Tokens for your scripts">
      <p className="prose-wrap border-t border-line px-5 py-3 text-dense text-ink-2 max-md:px-4">
        With a token a script of yours searches as you do, through <code>/api/entries</code>. Each search is recorded
        with your name. All tokens end when you change your password.
      </p>
      {tokens.length > 0 && (
        <ul aria-labelledby="tokens" className="divide-y divide-line border-t border-line">
          {tokens.map((token) => (
            <TokenLine key={token.id} token={token} end={acts.endToken} now={now} zone={zone} />
          ))}
        </ul>
      )}
      <div className="border-t border-line px-5 py-3 max-md:px-4">
        <MakeToken make={acts.newToken} password={password} zone={zone} />
      </div>
    </Card>
  );
}

interface TokenLineProps extends Pick<OwnTokensProps, "now" | "zone"> {
  token: Token;
  end: AccountActs["endToken"];
}

function TokenLine({ token: { id, name, createdAt, expiresAt, lastUsedAt }, end, now, zone }: TokenLineProps) {
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-5 py-3 text-dense max-md:px-4">
      <div className="prose-wrap min-w-0">
        <p>
          <bdi>{name}</bdi>
        </p>
        <p className="text-meta text-ink-3">
          Made {minuteTime(createdAt, zone)},{" "}
          {lastUsedAt ? (
            <>
              last used <Ago time={lastUsedAt} now={now.toISOString()} />
            </>
          ) : (
            "never used"
          )}
          . Ends {minuteTime(expiresAt, zone)}.
        </p>
      </div>
      <ActButton
        act={end}
        given={{ id }}
        says="End"
        label={`End the token ${name}`}
        title={`End the token ${name}`}
        intro="Scripts that show it are refused at once. It cannot be brought back; make a new one instead."
        does="End this token"
      />
    </li>
  );
}

/** The button, the dialog in which a token is made, and then its secret in the same dialog. */
function MakeToken({ make, password, zone }: { make: AccountActs["newToken"]; password: boolean; zone: Zone }) {
  const router = useRouter();
  const [open, show] = useState(false);
  const { submit, wrong, done, busy, forget } = useAct(make, true);
  const setOpen = (wanted: boolean) => {
    show(wanted);
    if (wanted) return;
    if (done) router.refresh(); // sooner, and the secret might go
    forget();
  };
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger className={buttonStyle({ size: "small" })}>Make a token</Dialog.Trigger>
      <Modal title={done ? "The token is made" : "Make a token"}>
        {done && "token" in done ? (
          <TokenSecret of={done.token} zone={zone} done={() => setOpen(false)} />
        ) : (
          <TokenForm submit={submit} password={password} wrong={wrong} busy={busy} cancel={() => setOpen(false)} />
        )}
      </Modal>
    </Dialog.Root>
  );
}

interface TokenFormProps {
  submit: (event: FormEvent<HTMLFormElement>) => void;
  password: boolean;
  wrong?: string;
  busy: boolean;
  cancel: () => void;
}

function TokenForm({ submit, password, wrong, busy, cancel }: TokenFormProps) {
  return (
    <form onSubmit={submit} className="grid gap-4">
      <TextField
        name="name"
        id="token-name"
        label="Name"
        required
        maxLength={120}
        autoComplete="off"
        help="What it is for, so that you know it again."
      />
      <SelectField name="days" id="token-days" label="It ends" defaultValue="30">
        <option value="7">After 7 days</option>
        <option value="30">After 30 days</option>
        <option value="90">After 90 days</option>
        <option value="365">After a year</option>
      </SelectField>
      {password && (
        <TextField
          name="password"
          id="token-password"
          label="Your password"
          type="password"
          required
          autoComplete="current-password"
        />
      )}
      {wrong && <FieldError>{wrong}</FieldError>}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" disabled={busy}>
          Make the token
        </Button>
        <Button onClick={cancel}>Cancel</Button>
      </div>
    </form>
  );
}

/** The secret, for the only time, and a line that tries it. */
function TokenSecret({ of: { secret, expiresAt }, zone, done }: { of: MadeToken; zone: Zone; done: () => void }) {
  const [place, setPlace] = useState("");
  useEffect(() => setPlace(location.origin), []);
  return (
    <div className="grid gap-4">
      <Note look="attention">You see this secret once. Vouch keeps only its hash and cannot show it again.</Note>
      <Copied what="the secret" value={secret} label="Secret of the token" />
      <Copied
        what="the line"
        value={`curl '${place}/api/entries?q=after:7d' -H 'Authorization: Bearer ${secret}'`}
        label="A line that tries it"
      />
      <p className="text-dense text-ink-2">It works until {minuteTime(expiresAt, zone)}.</p>
      <div>
        <Button look="primary" onClick={done}>
          I have stored the secret
        </Button>
      </div>
    </div>
  );
}
