import { ChevronsUpDown, UserRound } from "lucide-react";
import type { Principal } from "@/lib/access";
import { ActorBadge } from "../actor/badge";
import { Menu, MenuHead, MenuLine, MenuLink } from "../ui/menu";
import { OpenHelp } from "./open-help";
import { SignOut } from "./sign-out";
import { ThemeChoice } from "./theme-choice";
import { ZoneChoice } from "./zone-switch";

type Person = Principal["person"];

export const roleWords: Record<Person["role"], string> = {
  administrator: "Administrator",
  compliance: "Compliance officer",
  auditor: "External auditor",
  approver: "Approver",
  engineer: "Engineer",
};

/** Who is signed in, and their menu. */
export function PersonMenu({ person }: { person: Person }) {
  return (
    <div className="-mx-2.5 border-t border-line px-1.5 pt-2 rail:mx-0 rail:px-0">
      <Menu
        trigger="flex min-h-11 w-full items-center gap-2.5 rounded-control px-1 text-left hover:bg-hover rail:justify-center"
        button={
          <>
            <ActorBadge kind="human" attribution="verified" name={person.name} decorative />
            <span className="min-w-0 text-meta leading-4 text-ink-3 rail:sr-only">
              <b className="block truncate text-dense leading-[18px] text-ink">
                <bdi>{person.name}</bdi>
              </b>
              {roleWords[person.role]}
            </span>
            <ChevronsUpDown size={14} className="ml-auto text-ink-3 rail:hidden" />
            <span className="sr-only">Account, theme and help</span>
          </>
        }
      >
        <MenuHead>
          <b className="block text-dense text-ink">
            <bdi>{person.name}</bdi>
          </b>
          {person.email}
          <span className="block">{roleWords[person.role]}</span>
        </MenuHead>
        <MenuLine />
        <ThemeChoice />
        <div className="lg:hidden">
          <MenuLine />
          <ZoneChoice />
        </div>
        <MenuLine />
        <MenuLink href="/account">
          <UserRound size={15} className="text-ink-3" /> Your account
        </MenuLink>
        <OpenHelp />
        <SignOut person={person.id} />
      </Menu>
    </div>
  );
}
