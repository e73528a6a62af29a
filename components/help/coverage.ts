import type { Help } from "./help";

export const coverage: Help = {
  title: "Coverage",
  answers: ["What was captured, when, and where not?", "Why is there a gap?"],
  read: [
    { shape: "covered", says: "A filled day: every change of the table was captured." },
    {
      shape: "hatched",
      says: "Hatched: not captured. Changes may be missing there; nobody knows whether there were any.",
    },
    { shape: "dashed", says: "A dashed outline: unknown. Nobody watched, so it may or may not have been captured." },
    {
      says: "A thin line: the table did not exist. Each cell is a day of UTC; choose one to see its hours and causes.",
    },
    { says: "What was left out by choice is named at the end of its source." },
  ],
  keys: [{ keys: ["←", "→"], does: "move along the days of a strip" }],
  recorded: "Looking at coverage is not recorded. Every change of it is an entry.",
};
