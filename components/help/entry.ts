import type { Help } from "./help";

export const entry: Help = {
  title: "An entry",
  answers: [
    "What changed, before and after?",
    "Who did it, through what, and how sure is that?",
    "Is this entry proven?",
  ],
  read: [
    { shape: "before", says: "Sand: the value before. Fields that changed come first." },
    { shape: "after", says: "Blue: the value after. A change is neither good nor bad, so it is never red or green." },
    { says: "No value and Empty text are two things: nothing was stored, or a text without a letter." },
    {
      shape: "hidden",
      says: "Hidden: the field is concealed. Reveal shows it to whoever may, with a reason, and is recorded.",
    },
    { shape: "solid", says: "In the chain of who: a solid link was authenticated, a dashed one is a claim." },
    { shape: "anchored", says: "Proof: whether the entry matches a checkpoint that is kept outside the database." },
    { says: "Hashes and identifiers are at the end, under technical details." },
  ],
  keys: [{ keys: ["n", "p"], does: "go to the next and the previous change" }],
  recorded: "Opening an entry is recorded. So is revealing a value, with your reason.",
};
