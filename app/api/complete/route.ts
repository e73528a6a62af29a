import type { NextRequest } from "next/server";
import { answerTo } from "@/app/answer";
import { currentPrincipal } from "@/lib/access";
import { complete } from "@/lib/search";

/** What may stand where somebody types a search: asked with every key, so it leaves no entry. */
export async function GET({ nextUrl: { searchParams } }: NextRequest): Promise<Response> {
  return answerTo(async () => {
    const principal = await currentPrincipal();
    const said = (name: string) => searchParams.get(name) ?? undefined;
    const wish = { field: said("field"), of: said("of"), text: said("text") ?? "", query: said("q") };
    return principal && { offers: await complete(principal, wish) };
  });
}
