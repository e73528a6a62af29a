"use client";
import { useState } from "react";
import type { GivenAddress } from "@/lib/capture";
import { TextField } from "../ui/field";
import { SelectField } from "../ui/select";

export const emptyAddress: GivenAddress = {
  host: "",
  port: "5432",
  database: "",
  user: "",
  password: "",
  encryption: "prefer",
};

const encryptions: Record<GivenAddress["encryption"], string> = {
  prefer: "Encrypted where the server can",
  require: "Always encrypted",
  "verify-full": "Always encrypted, certificate checked",
  disable: "Not encrypted",
};

/** The owner's address in its parts. Nothing of it leaves this page but to the act that needs it; the password is never shown. */
export function AddressFields({
  address,
  change,
  id,
}: {
  address: GivenAddress;
  change: (address: GivenAddress) => void;
  /** Where two such forms are on a page. */
  id: string;
}) {
  const field = (name: Exclude<keyof GivenAddress, "encryption">, label: string) => ({
    name,
    id: `${id}-${name}`,
    label,
    value: address[name],
    onChange: (event: { target: { value: string } }) => change({ ...address, [name]: event.target.value }),
    required: true,
    autoComplete: "off",
    spellCheck: false,
  });
  return (
    <div className="grid gap-4">
      <WholeAddress id={id} change={change} />
      <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_7rem]">
        <TextField {...field("host", "Host")} maxLength={253} />
        <TextField {...field("port", "Port")} inputMode="numeric" maxLength={5} />
      </div>
      <TextField {...field("database", "Database")} maxLength={63} />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField {...field("user", "User")} maxLength={63} />
        <TextField
          {...field("password", "Password")}
          required={false}
          type="password"
          autoComplete="new-password"
          maxLength={1000}
        />
      </div>
      <SelectField
        name="encryption"
        id={`${id}-encryption`}
        label="Connection"
        value={address.encryption}
        onChange={({ target }) => change({ ...address, encryption: target.value as GivenAddress["encryption"] })}
      >
        {Object.entries(encryptions).map(([value, says]) => (
          <option key={value} value={value}>
            {says}
          </option>
        ))}
      </SelectField>
    </div>
  );
}

/** Takes a whole address apart into the fields, so that its password stands nowhere to be read. */
function WholeAddress({ id, change }: { id: string; change: (address: GivenAddress) => void }) {
  const [typed, setTyped] = useState("");
  const [said, setSaid] = useState<string>();
  const take = (text: string) => {
    const parts = partsOf(text.trim());
    setTyped(parts ? "" : text);
    setSaid(parts ? "The fields below were filled in from it." : undefined);
    if (parts) change(parts);
  };
  return (
    <div className="grid gap-1">
      <TextField
        name="address"
        id={`${id}-address`}
        label="Paste a whole address, or fill in the fields below"
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
        onPaste={(event) => {
          const text = event.clipboardData.getData("text");
          if (!partsOf(text.trim())) return;
          event.preventDefault();
          take(text);
        }}
        onBlur={() => take(typed)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || typed === "") return;
          event.preventDefault();
          take(typed);
        }}
        placeholder="postgres://user:password@host:5432/database"
        autoComplete="off"
        spellCheck={false}
        maxLength={2000}
        error={typed !== "" && /^[a-z]+:\/\/.+\/./i.test(typed) && !partsOf(typed) ? notRead : undefined}
      />
      <p role="status" className="text-meta text-ink-2 empty:hidden">
        {said}
      </p>
    </div>
  );
}

const notRead = "This cannot be read as postgres://user:password@host:5432/database. Fill in the fields instead.";

/** `postgres://user:password@host:5432/database?sslmode=require`; undefined where it is not one, or not whole. */
export function partsOf(text: string): GivenAddress | undefined {
  if (!/^postgres(ql)?:\/\//i.test(text)) return undefined;
  try {
    const { hostname, port, pathname, username, password, searchParams } = new URL(text);
    const database = decodeURIComponent(pathname.slice(1));
    if (!hostname || !database || !username) return undefined;
    const mode = searchParams.get("sslmode") ?? "prefer";
    return {
      host: hostname,
      port: port || "5432",
      database,
      user: decodeURIComponent(username),
      password: decodeURIComponent(password),
      encryption: Object.hasOwn(encryptions, mode)
        ? (mode as GivenAddress["encryption"])
        : mode === "verify-ca"
          ? "verify-full"
          : "prefer",
    };
  } catch {
    return undefined;
  }
}
