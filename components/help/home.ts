import type { Help } from "./help";

export const home: Help = {
  title: "Home",
  answers: ["What needs you today?", "Is everything in order: the ledger, and what is captured?", "Where do I begin?"],
  read: [
    { says: "The first sentence is the one that matters most to your role. The lines below it say why." },
    { shape: "anchored", says: "A green tick: the ledger matches what was signed and kept outside the database." },
    { shape: "hatched", says: "Hatched: a time in which something was not captured. Changes in it are unknown." },
    { shape: "attention", says: "Amber: somebody has to act or explain." },
    { says: "The questions lead to the events that answer them. Their numbers are those of the last 30 days." },
  ],
  recorded: "Looking at Home is not recorded. What you open from it is.",
};
