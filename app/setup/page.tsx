import type { Metadata } from "next";
import { answer } from "@/app/reader";
import { Entrance } from "@/components/shell/entrance";
import { ButtonLink } from "@/components/ui/button";
import { needsSetup } from "@/lib/access";
import { SetupForm } from "./form";

export const metadata: Metadata = { title: "Set up" };

export default async function SetupPage({ searchParams }: PageProps<"/setup">) {
  const { code } = await searchParams;
  if ((await answer(needsSetup, "/setup")) === false) {
    return (
      <Entrance
        title="Vouch is set up already"
        intro="There is an administrator. Whoever needs an account asks them for one."
      >
        <ButtonLink href="/signin" look="primary">
          Go to sign-in
        </ButtonLink>
      </Entrance>
    );
  }
  return (
    <Entrance
      title="Set up Vouch"
      intro="This makes the first administrator. It works once; the setup code stands in the terminal where Vouch was started."
    >
      <SetupForm code={typeof code === "string" ? code : ""} />
    </Entrance>
  );
}
