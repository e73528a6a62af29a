import type { Metadata } from "next";
import { Entrance } from "@/components/shell/entrance";
import { Note } from "@/components/ui/note";
import { SignInForm } from "./form";
import { insideAddress } from "./address";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: PageProps<"/signin">) {
  const { next, ended } = await searchParams;
  return (
    <Entrance title="Sign in">
      <div className="grid gap-5">
        {ended !== undefined && <Note>Your session has ended. Sign in again to go on where you were.</Note>}
        <SignInForm next={insideAddress(next)} />
      </div>
    </Entrance>
  );
}
