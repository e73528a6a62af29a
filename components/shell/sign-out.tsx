"use client";
import { LogOut } from "lucide-react";
import { useState } from "react";
import { menuItemStyle } from "../ui/menu";

export function SignOut() {
  const [leaving, setLeaving] = useState(false);
  const leave = async () => {
    setLeaving(true);
    const { signOut } = await import("next-auth/react");
    await signOut({ callbackUrl: "/signin" });
  };
  return (
    <button type="button" onClick={leave} disabled={leaving} className={menuItemStyle}>
      <LogOut size={15} className="text-ink-3" /> {leaving ? "Signing out" : "Sign out"}
    </button>
  );
}
