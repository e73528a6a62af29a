import type { Help } from "./help";

export const people: Help = {
  title: "People",
  answers: ["Who uses Vouch, and what may they do?", "Who has no second factor, who is locked out, who was invited?"],
  read: [
    { says: "A role says what somebody may do; a scope says for which period and which sources." },
    { says: "Making somebody an administrator takes a second person." },
    { says: "Deactivating ends every session at once. What the person did stays." },
  ],
  recorded: "Every invitation, change and end of an account is an entry.",
};
