"use client";
import { LogOut } from "lucide-react";
import { useState } from "react";
import { forget } from "../palette/recent";
import { MenuItem } from "../ui/menu";

export function SignOut({ person }: { person: string }) {
  const [leaving, setLeaving] = useState(false);
  const leave = async (event: Event) => {
    event.preventDefault(); // the menu stays, saying what goes on
    if (leaving) return;
    setLeaving(true);
    try {
      const { signOut } = await import("next-auth/react");
      forget(person);
      await signOut({ callbackUrl: "/signin" });
    } catch {
      setLeaving(false); // no answer: they are still signed in, and can try again
    }
  };
  return (
    <MenuItem onSelect={leave}>
      <LogOut size={15} className="text-ink-3" /> {leaving ? "Signing out" : "Sign out"}
    </MenuItem>
  );
}
