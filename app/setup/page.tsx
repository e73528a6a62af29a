import type { Metadata } from "next";
import { Entrance } from "@/components/shell/entrance";
import { SetupForm } from "./form";

export const metadata: Metadata = { title: "Set up" };

export default async function SetupPage({ searchParams }: PageProps<"/setup">) {
  const { code } = await searchParams;
  return (
    <Entrance
      title="Set up Vouch"
      intro="This makes the first administrator. It works once; the setup code stands in the terminal where Vouch was started."
    >
      <SetupForm code={typeof code === "string" ? code : ""} />
    </Entrance>
  );
}
