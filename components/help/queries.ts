import type { Help } from "./help";

export const queries: Help = {
  title: "Saved searches",
  answers: ["Which questions do we ask again and again?", "Who is told when one of them finds something new?"],
  read: [
    { says: "Rolling times move on: “the last 7 days” is counted back from whenever it runs. Fixed times stay." },
    { says: "Shared: everybody who may search sees it. Each finds only what they themselves may see." },
    {
      says: "An alert comes within seconds of what it tells, at most once a minute, as a notice at the bell. It leads to exactly the entries that are new.",
    },
    {
      shape: "attention",
      says: "A mistake is marked: a field that is gone, or a word that means nothing. Change the query.",
    },
  ],
  recorded:
    "Saving, changing, sharing, pinning, removing and asking for alerts are entries. Running a search is one, too.",
};

export const webhooks: Help = {
  title: "Webhooks",
  answers: ["Where may alerts be sent?", "Did they arrive?"],
  read: [
    {
      says: "Sentences name who, what and which fields. Values are quoted only where the webhook was made so, concealed ones never.",
    },
    {
      says: "What is not taken is sent again after 1, 5 and 30 minutes, 2 and 6 hours, then given up; whoever is alerted is told.",
    },
    {
      shape: "attention",
      says: "May lead into a private network: this machine and its neighbours can be reached through it.",
    },
  ],
  recorded: "Making, testing and removing a webhook are entries, and so is each alert that leaves.",
};
