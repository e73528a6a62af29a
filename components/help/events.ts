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
    { says: "A statement that changed many rows is one line, which opens into its rows." },
    { says: "The days of a search are days of the zone that the picker of times names; both ends count." },
    {
      says: "Tokens, conditions, text and the ticks beside the list are one search, written in four ways. Each shows what the others did.",
    },
    {
      says: "The chart counts lines. Hatched: a time in which something was not captured. Drag over it to see a shorter time.",
    },
    {
      says: "⋯ at the end of a row narrows the search to a value of it, leaves one out, or leads to all of its record.",
    },
    {
      says: "Live adds new lines as they are recorded. The search was recorded when you made it; looking for news is not.",
    },
    { says: "“No entries recorded” does not say that nothing happened: Coverage says what was captured." },
  ],
  searched: true,
  keys: [
    { keys: ["/"], does: "goes to the search" },
    { keys: ["Tab"], does: "takes what the list under the search offers first; arrows choose another" },
    { keys: ["Backspace"], does: "at the start of the search makes the last token text again" },
    { keys: ["←", "Del"], does: "go to a token and remove it" },
    { keys: ["Ctrl Z", "⌘ Z"], does: "undo the last change of the search" },
    { keys: ["X"], does: "leaves out the value beside the list that has the focus; Space chooses it" },
    { keys: ["↑", "↓"], does: "move from row to row" },
    { keys: ["Enter"], does: "opens the entry" },
    { keys: ["→", "Shift →"], does: "in the chart choose a bar, and several; Enter shows only their time" },
  ],
  recorded: "Each search is recorded with your name and what you searched for.",
};
