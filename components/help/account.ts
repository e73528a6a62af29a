import type { Help } from "./help";

export const account: Help = {
  title: "Your account",
  answers: ["What may I do, and for which period?", "Where am I signed in?", "How do I protect my account?"],
  read: [
    { says: "A second factor asks for a code of your phone after the password. Keep the recovery codes elsewhere." },
    { says: "A session that you do not recognise: end it, then change your password." },
    {
      says: "A token lets a script of yours search as you do. Its secret is shown once; end those that you do not use.",
    },
    { says: "Theme and time zone belong to this browser, not to your account." },
  ],
  recorded: "Each change of your account is an entry.",
};
