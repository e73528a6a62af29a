import type { Metadata } from "next";
import { answer } from "@/app/reader";
import { Entrance } from "@/components/shell/entrance";
import { Note } from "@/components/ui/note";
import { needsSetup } from "@/lib/access";
import { insideAddress } from "./address";
import { SignInForm } from "./form";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: PageProps<"/signin">) {
  const { next, ended } = await searchParams;
  const empty = await answer(needsSetup, "/signin");
  return (
    <Entrance title="Sign in">
      <div className="grid gap-5">
        {empty === true && (
          <Note look="attention">
            Nobody has an account yet. Open the address that the terminal printed when Vouch started.
          </Note>
        )}
        {ended !== undefined && <Note>Your session has ended. Sign in again to go on where you were.</Note>}
        <SignInForm next={insideAddress(next)} />
      </div>
    </Entrance>
  );
}
