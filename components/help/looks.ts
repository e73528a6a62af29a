import type { Help } from "./help";

export const looks: Help = {
  title: "Who looked",
  answers: ["Who looked at this record?", "What did one person look at?"],
  read: [
    { says: "Everyone who searches, opens or reveals something in Vouch leaves an entry: these are those entries." },
    { says: "One line is one act of a person, with what was asked for." },
    { shape: "attention", says: "Revealed values stand out, with the reason that was given, or without one." },
  ],
  recorded: "Looking here is recorded, too.",
};
