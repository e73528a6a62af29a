"use client";
import { useEffect, useState } from "react";

const choices = [
  { value: "light", says: "Light" },
  { value: "dark", says: "Dark" },
  { value: "system", says: "System" },
] as const;
type Theme = (typeof choices)[number]["value"];

/** Kept in this browser alone. */
export function ThemeChoice() {
  const [theme, setTheme] = useState<Theme>("system");
  useEffect(() => setTheme(saved()), []);
  const choose = (chosen: Theme) => {
    setTheme(chosen);
    if (chosen === "system") localStorage.removeItem("theme");
    else localStorage.setItem("theme", chosen);
    const dark = chosen === "dark" || (chosen === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
    document.documentElement.dataset.theme = dark ? "dark" : "light";
  };
  return (
    <fieldset className="flex gap-0.5 rounded-control border border-line-strong bg-surface p-0.5">
      <legend className="sr-only">Theme</legend>
      {choices.map(({ value, says }) => (
        <label
          key={value}
          className="grid h-[26px] flex-1 place-items-center rounded-[4px] px-2 text-meta font-[520] text-ink-2 hover:bg-hover has-checked:bg-accent-soft has-checked:font-[600] has-checked:text-accent has-focus-visible:outline-2 has-focus-visible:outline-focus max-md:h-10"
        >
          <input
            type="radio"
            name="theme"
            value={value}
            checked={theme === value}
            onChange={() => choose(value)}
            className="sr-only"
          />
          {says}
        </label>
      ))}
    </fieldset>
  );
}

function saved(): Theme {
  const theme = localStorage.getItem("theme");
  return theme === "light" || theme === "dark" ? theme : "system";
}
