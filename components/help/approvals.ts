import type { Help } from "./help";

export const approvals: Help = {
  title: "Approvals",
  answers: ["What waits for a second person?", "What would it do, to how many, and who asks for it?"],
  read: [
    { says: "Some acts take two people: one asks with a reason, another approves or refuses with one." },
    { shape: "attention", says: "Held: nothing has run. The request ends by itself when its time is over." },
    {
      says: "What you approve is bound to what you saw. If it would do something else by then, it is not carried out.",
    },
    { says: "Nobody decides on their own request." },
  ],
  recorded: "Asking, approving, refusing and carrying out each become an entry, with the reasons.",
};
