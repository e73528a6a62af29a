import type { Metadata } from "next";
import { home } from "@/app/reader";
import { HomeView } from "@/components/home/page";
import { FaultPage } from "@/components/shell/fault";
import { Page } from "@/components/shell/page";
import { Fault } from "@/lib/event";

export const metadata: Metadata = { title: "Home" };

export default async function HomePage() {
  const state = await home();
  if (state instanceof Fault) return <FaultPage fault={state} title="Home" />;
  return (
    <Page title="Home" heading={false}>
      <HomeView home={state} now={new Date()} />
    </Page>
  );
}
