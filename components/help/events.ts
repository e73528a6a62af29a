import type { Help } from "./help";

export const events: Help = {
  title: "Events",
  answers: ["Who did what, when, to which record?", "What did a person, a service or an AI agent do?"],
  read: [
    { says: "A row is a sentence: who changed which field from what to what, on which record. Newest first." },
    { shape: "solid", says: "A solid outline round the actor: the database or Vouch itself authenticated them." },
    { shape: "dashed", says: "A dashed outline: somebody claimed it, or nobody knows. It is never shown as a fact." },
    { shape: "agent", says: "A hexagon is an AI agent, a circle a person, a square a service or job." },
    {
      shape: "anchored",
      says: "Green tick: proven by a copy outside the database. Grey tick: signed. Clock: not yet.",
    },
    { says: "A statement that changed many rows is one line. “Show the rows” lists them." },
    { says: "First and last day are days of UTC, whichever zone the times are shown in." },
    { says: "“No entries recorded” does not say that nothing happened: Coverage says what was captured." },
  ],
  keys: [
    { keys: ["/"], does: "goes to the filters" },
    { keys: ["↑", "↓"], does: "move from row to row" },
    { keys: ["Enter"], does: "opens the entry" },
  ],
  recorded: "Each search is recorded with your name and what you searched for.",
};
