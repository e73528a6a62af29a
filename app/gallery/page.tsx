import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { connection } from "next/server";
import { utc } from "@/components/event/zone";
import { ZoneHere } from "@/components/event/zone-here";
import { Controls } from "./controls";
import { CoverageShown } from "./coverage";
import { DiffShown, RowsShown, WhoShown } from "./entries";
import { HelpShown } from "./help";
import { HomeShown } from "./home";
import { Marks } from "./marks";
import { SearchShown } from "./search";
import { StatesShown } from "./states";

export const metadata: Metadata = { title: "Gallery" };

/** Every component in every state, for whoever builds Vouch; screenshots of its sections are the visual tests. Never in production. */
export default async function GalleryPage() {
  await connection();
  if (process.env.NODE_ENV === "production" && process.env.VOUCH_GALLERY !== "1") notFound();
  return (
    <ZoneHere zone={utc}>
      <main className="mx-auto grid w-full max-w-[72rem] grid-cols-1 gap-10 px-6 py-8 max-md:px-3">
        <h1 className="text-title">Vouch components</h1>
        <Controls />
        <Marks />
        <RowsShown />
        <SearchShown />
        <DiffShown />
        <WhoShown />
        <CoverageShown />
        <HomeShown />
        <StatesShown />
        <HelpShown />
      </main>
    </ZoneHere>
  );
}
