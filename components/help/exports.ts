import type { Help } from "./help";

export const exports: Help = {
  title: "Exports",
  answers: ["Is my export done?", "What was exported, by whom?", "Where is the file, and until when?"],
  read: [
    { says: "A file is made in the background. It goes on when you leave the page, and when Vouch is started again." },
    { says: "“312 lines from 20,510 entries” counts a bulk statement as one line, as the list of events does." },
    { shape: "attention", says: "It waits, or is being made. Cancelling removes what was written." },
    { shape: "hatched", says: "Nobody is making it now: Vouch’s errands do not run." },
    { says: "Every download stands in the ledger. A file is kept for 30 days, its certificate stays." },
  ],
  recorded:
    "Asking, making, downloading and cancelling are recorded, each with the number of the export. Looking here is not.",
};

export const exported: Help = {
  title: "An export",
  answers: [
    "Which entries are in the file, and how were they found?",
    "How do I check that the file is whole?",
    "What is not in it?",
  ],
  read: [
    {
      says: "The population is fixed when somebody asks: the query with its times fixed, and the last entry there was.",
    },
    { says: "It is counted twice, in two ways. Where the counts differ, no file is offered." },
    { says: "A program that makes SHA-256 sums, of the file, must give the one that stands here." },
    { shape: "hatched", says: "A time in which changes may be missing from the ledger, and so from the file." },
    { says: "“Run the search again” finds the same entries in Vouch, for whoever may see them." },
  ],
  recorded: "Downloads are recorded, of the file and of the certificate. Reading this page is not.",
};
