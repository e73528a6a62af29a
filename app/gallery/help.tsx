import { HelpBody } from "@/components/help/body";
import { helpOf } from "@/components/help/pages";
import { Section } from "./section";

export function HelpShown() {
  const help = helpOf("/events");
  return (
    <Section name="help" title="Help for a page">
      <div className="max-w-[26rem] rounded-card border border-line bg-canvas py-4">
        <HelpBody help={help} />
      </div>
    </Section>
  );
}
