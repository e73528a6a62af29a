import type { Help } from "./help";

export const sources: Help = {
  title: "Sources",
  answers: ["Where do entries come from, and does each source report?", "What is captured of a database, and how?"],
  read: [
    { says: "A database is captured by triggers in it: no application changes, whoever writes." },
    {
      shape: "attention",
      says: "Amber: a source stopped, does not answer, or misses tables. The sentence says what to do.",
    },
    { says: "Pausing a source makes a gap, which Coverage shows with your reason." },
    { says: "Fields: kept as they are, erasable, hidden until revealed, hashed, or left out." },
  ],
  recorded: "Connecting, changing, pausing and removing a source are entries, as is seeing rows of it beforehand.",
};
