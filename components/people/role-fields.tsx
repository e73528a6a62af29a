"use client";
import { useState } from "react";
import type { KnownSource } from "@/lib/access";
import { Check, Choice } from "../ui/choice";
import { TextField } from "../ui/field";
import { roleChoices, roleWords } from "./words";

interface Given {
  from?: string;
  to?: string;
  sources?: string[];
}

interface RoleFieldsProps {
  sources: KnownSource[];
  /** The role that they have. */
  without?: string;
  given?: Given;
}

/** One of the roles that one person can give, and for an auditor what they may see. */
export function RoleFields({ sources, without, given }: RoleFieldsProps) {
  const [chosen, choose] = useState("");
  return (
    <>
      <fieldset>
        <legend className="pb-1 text-dense font-[560]">Role</legend>
        {roleChoices
          .filter(({ role }) => role !== without)
          .map(({ role, help }) => (
            <Choice
              key={role}
              name="role"
              value={role}
              required
              checked={chosen === role}
              onChange={() => choose(role)}
            >
              <span className="prose-wrap min-w-0 py-1">
                {roleWords(role)} <span className="text-meta text-ink-3">{help}</span>
              </span>
            </Choice>
          ))}
        <p className="prose-wrap pt-1 text-meta text-ink-3">
          An administrator is made by two people: one asks on the person’s page, another approves.
        </p>
      </fieldset>
      {chosen === "auditor" && (
        <div className="border-l-2 border-line-strong pl-4">
          <ScopeFields sources={sources} given={given} />
        </div>
      )}
    </>
  );
}

/** What an auditor may see: a period in whole days, and every source or some. */
export function ScopeFields({ sources, given = {} }: { sources: KnownSource[]; given?: Given }) {
  const [some, setSome] = useState(given.sources !== undefined);
  return (
    <div className="grid gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField name="from" label="From" type="date" required defaultValue={given.from} />
        <TextField name="to" label="To, this day included" type="date" required defaultValue={given.to} />
      </div>
      <p className="text-meta text-ink-3">
        Days begin and end at midnight UTC. What happened outside them is not shown, not even that it exists.
      </p>
      <fieldset>
        <legend className="pb-1 text-dense font-[560]">Sources</legend>
        <Choice name="which" value="all" checked={!some} onChange={() => setSome(false)}>
          Every source, also those connected later
        </Choice>
        <Choice name="which" value="some" checked={some} onChange={() => setSome(true)}>
          Only these
        </Choice>
        {some && (
          <div className="mt-1 max-h-56 overflow-y-auto border-l-2 border-line-strong pl-4">
            {sources.map(({ id, name, removed }) => (
              <Check key={id} name="source" value={id} defaultChecked={given.sources?.includes(id)}>
                <bdi>{name}</bdi>
                {removed && <span className="text-meta text-ink-3">removed; its entries stay</span>}
              </Check>
            ))}
          </div>
        )}
      </fieldset>
    </div>
  );
}
