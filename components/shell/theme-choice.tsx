"use client";
import { useEffect, useState } from "react";
import { MenuChoice } from "../ui/menu";

const choices = [
  { value: "light", says: "Light" },
  { value: "dark", says: "Dark" },
  { value: "system", says: "As the system has it" },
] as const;
type Theme = (typeof choices)[number]["value"];

export function setTheme(chosen: Theme): void {
  if (chosen === "system") localStorage.removeItem("theme");
  else localStorage.setItem("theme", chosen);
  const dark = chosen === "dark" || (chosen === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
}

/** Kept in this browser alone. */
export function ThemeChoice() {
  const [theme, show] = useState<Theme>("system");
  useEffect(() => show(saved()), []);
  const choose = (chosen: Theme) => {
    show(chosen);
    setTheme(chosen);
  };
  return <MenuChoice<Theme> label="Theme, in this browser" value={theme} choices={choices} choose={choose} />;
}

function saved(): Theme {
  const theme = localStorage.getItem("theme");
  return theme === "light" || theme === "dark" ? theme : "system";
}
