import { Flag, Search } from "lucide-react";
import { Button, ButtonLink } from "@/components/ui/button";
import { Check, Choice } from "@/components/ui/choice";
import { CopyButton } from "@/components/ui/copy";
import { TextField } from "@/components/ui/field";
import { Key } from "@/components/ui/key";
import { Link, linkStyle } from "@/components/ui/link";
import { SelectField } from "@/components/ui/select";
import { Token } from "@/components/ui/token";
import { Row, Section } from "./section";

export function Controls() {
  return (
    <>
      <Section name="buttons" title="Buttons, links, keys">
        <Row>
          <Button look="primary">Approve this change to 48 invoices</Button>
          <Button>Copy link</Button>
          <Button look="quiet">Cancel</Button>
          <Button look="danger">Refuse</Button>
          <Button disabled>Export (CSV)</Button>
          <ButtonLink href="/">Go to Home</ButtonLink>
        </Row>
        <Row>
          <Button size="small">
            <Flag size={13} /> Flag
          </Button>
          <Button size="large" look="primary">
            Sign in
          </Button>
          <CopyButton value="4f2a" what="the hash" />
          <Link href="/" className={linkStyle}>
            See the gaps
          </Link>
          <Key>Ctrl K</Key>
          <Key>?</Key>
        </Row>
      </Section>
      <Section name="fields" title="Fields, choices, tokens">
        <div className="grid gap-4 md:grid-cols-3">
          <TextField name="ticket" label="Ticket" defaultValue="HCP-2240" help="Where the change was asked for." />
          <TextField name="reason" label="Reason" error="Write why, in a few words." />
          <SelectField name="action" label="Action" defaultValue="">
            <option value="">Any action</option>
          </SelectField>
        </div>
        <Row>
          <Check defaultChecked>Include deletions</Check>
          <Check>Include reads</Check>
          <Choice name="looks" defaultChecked>
            Looks fine
          </Choice>
          <Choice name="looks">Needs follow-up</Choice>
        </Row>
        <div className="flex min-h-10 flex-wrap items-center gap-1.5 rounded-control border border-line-strong bg-surface py-1.5 pr-2 pl-3">
          <Search size={16} className="text-ink-3" />
          <Token name="Who" value="AI agents" without="/gallery" />
          <Token name="From" value="31 February" without="/gallery" bad />
          <Token name="Source" value="Billing" />
        </div>
      </Section>
    </>
  );
}
