import type { Help } from "./help";

export const keys: Help = {
  title: "API keys",
  answers: ["Which systems report over HTTP, for whom, and until when?"],
  read: [
    { says: "A key speaks for one identity and may report only the kinds of events that it names." },
    { says: "Its secret is shown once. Vouch keeps a hash of it." },
    { shape: "attention", says: "Ends soon: rotate it, and both keys work for the time you choose." },
  ],
  recorded: "Making, rotating and revoking a key are entries.",
};
