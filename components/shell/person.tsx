import { ChevronsUpDown } from "lucide-react";
import type { Principal } from "@/lib/access";
import { ActorBadge } from "../actor/badge";
import { Menu, MenuHead, MenuLine } from "../ui/menu";
import { SignOut } from "./sign-out";
import { ThemeChoice } from "./theme-choice";

type Person = Principal["person"];

const roleWords: Record<Person["role"], string> = {
  administrator: "Administrator",
  compliance: "Compliance officer",
  auditor: "External auditor",
  approver: "Approver",
  engineer: "Engineer",
};

/** Who is signed in, and their menu. */
export function PersonMenu({ person }: { person: Person }) {
  return (
    <div className="-mx-2.5 border-t border-line px-1.5 pt-2 md:max-lg:mx-0 md:max-lg:px-0">
      <Menu
        trigger="flex min-h-11 w-full items-center gap-2.5 rounded-control px-1 text-left hover:bg-hover md:max-lg:justify-center"
        button={
          <>
            <ActorBadge kind="human" attribution="verified" name={person.name} decorative />
            <span className="min-w-0 text-meta leading-4 text-ink-3 md:max-lg:sr-only">
              <b className="block truncate text-dense leading-[18px] text-ink">
                <bdi>{person.name}</bdi>
              </b>
              {roleWords[person.role]}
            </span>
            <ChevronsUpDown size={14} className="ml-auto text-ink-3 md:max-lg:hidden" />
            <span className="sr-only">Account and theme</span>
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
        <MenuLine />
        <SignOut />
      </Menu>
    </div>
  );
}
