import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { answer } from "@/app/reader";
import { Entrance } from "@/components/shell/entrance";
import { Note } from "@/components/ui/note";
import { currentWaiting, needsSetup, readProvider, readTrial } from "@/lib/access";
import { Fault } from "@/lib/event";
import { insideAddress, insideCallback } from "./address";
import { SignInForm } from "./form";
import { ProviderButton } from "./provider";
import { providerSentence } from "./refusal";
import { TrialButtons } from "./trial";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: PageProps<"/signin">) {
  const { next, ended, error, callbackUrl, again } = await searchParams;
  const to = next === undefined ? insideCallback(callbackUrl) : insideAddress(next);
  const waiting = again === undefined ? await answer(currentWaiting, "/signin") : undefined;
  if (waiting && !(waiting instanceof Fault))
    redirect(`/signin/${stepOf[waiting.waitsFor]}?next=${encodeURIComponent(to)}`);
  const empty = await answer(needsSetup, "/signin");
  const provider = readProvider();
  const trial = readTrial();
  const refusal = providerSentence(error, provider?.name ?? "The provider");
  const form = (
    <SignInForm next={to} look={provider || trial ? "plain" : "primary"} focus={!provider?.only && !trial} />
  );
  return (
    <Entrance title="Sign in">
      <div className="grid gap-5">
        {empty === true && (
          <Note look="attention">
            Nobody has an account yet. Open the address that the terminal printed when Vouch started.
          </Note>
        )}
        {ended !== undefined && <Note>Your session has ended. Sign in again to go on where you were.</Note>}
        {refusal && (
          <Note look="attention" alert>
            {refusal}
          </Note>
        )}
        {trial && <TrialButtons {...trial} next={to} />}
        {provider && <ProviderButton name={provider.name} next={to} />}
        {provider && !provider.only && <p className="text-center text-meta text-ink-3">or with a password</p>}
        {provider?.only ? (
          <details className="text-dense">
            <summary className="text-ink-2">Administrators, while {provider.name} is down</summary>
            <div className="pt-4">{form}</div>
          </details>
        ) : (
          form
        )}
      </div>
    </Entrance>
  );
}

const stepOf = { code: "code", enrolment: "enrol" } as const;
