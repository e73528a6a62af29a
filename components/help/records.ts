import type { Help } from "./help";

export const records: Help = {
  title: "Records",
  answers: ["Who changed this record, and how did it come to be as it is?", "How did it look on a given day?"],
  read: [
    { says: "Find a record by its table and id, such as customers 10482, or begin with a kind of record." },
    { says: "Each dot of the track is a version. Move along it to see the record as of that time." },
    { shape: "hatched", says: "Hatched: the table was not captured then. What happened to the record is unknown." },
    {
      shape: "attention",
      says: "Unexplained: a value differs between two versions and no change between them was recorded.",
    },
    { shape: "before", says: "Any two versions can be compared: sand is the earlier value, blue the later." },
  ],
  recorded: "Finding and opening a record is recorded with your name.",
};
