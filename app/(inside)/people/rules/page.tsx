import type { Metadata } from "next";
import { answer, readerOf } from "@/app/reader";
import { RulesView } from "@/components/people/rules";
import { FaultPage } from "@/components/shell/fault";
import { Page } from "@/components/shell/page";
import { Link, linkStyle } from "@/components/ui/link";
import { may, readRulesInForce } from "@/lib/access";
import { Fault } from "@/lib/event";
import { saveRules } from "../actions";

export const metadata: Metadata = { title: "Rules of signing in" };

export default async function RulesPage() {
  const reader = await readerOf("/people/rules");
  const found = await answer(() => readRulesInForce(reader), "/people/rules");
  if (found instanceof Fault) return <FaultPage fault={found} title="Rules of signing in" />;
  return (
    <Page title="Rules of signing in" heading={false}>
      <div className="grid w-full max-w-3xl grid-cols-1 gap-5 px-8 pt-7 pb-10 max-md:px-0 max-md:pt-5">
        <header className="max-md:px-4">
          <h1 className="text-display text-balance max-md:text-verdict">Rules of signing in</h1>
          <p className="prose-wrap mt-1 text-ink-2">
            They hold for everybody in this Vouch; each change is an entry.{" "}
            <Link href="/people" className={linkStyle}>
              People
            </Link>
          </p>
        </header>
        <RulesView found={found} act={may(reader.person.role, "rules.manage") ? saveRules : undefined} />
      </div>
    </Page>
  );
}
