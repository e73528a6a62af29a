import type { Help } from "./help";

export const identities: Help = {
  title: "Identities",
  answers: ["Which logins and applications act without a name?", "Who is recognised as whom?"],
  read: [
    { shape: "solid", says: "Recognised by a database login: verified, since the database authenticates it." },
    { shape: "dashed", says: "Recognised by an application name: claimed, since anybody may set it." },
    { says: "A name holds for what is recorded from then on. Entries that exist never change." },
  ],
  recorded: "Giving, changing and removing a name are entries.",
};
