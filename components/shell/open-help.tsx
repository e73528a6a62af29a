"use client";
import { CircleQuestionMark } from "lucide-react";
import { MenuItem } from "../ui/menu";
import { useFrame } from "./here";

/** The way to help where the bar has no room for it; it is there on wide screens, too. */
export function OpenHelp() {
  const frame = useFrame();
  return (
    <MenuItem onSelect={() => frame?.show("help")}>
      <CircleQuestionMark size={15} className="text-ink-3" /> Help for this page
    </MenuItem>
  );
}
