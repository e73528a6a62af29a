/** Passwords: argon2id with OWASP's parameters (Password Storage Cheat Sheet: m = 19 MiB, t = 2, p = 1). */
import { hash, verify } from "@node-rs/argon2";
import { Fault } from "../event/index.ts";

const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const length = { least: 12, most: 200 };

/** Nobody's: verified where there is no account, so that an answer takes as long as where there is one. */
const nobodys = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/** Throws `invalid` where a password does not follow the rule: 12 to 200 characters, and not the e-mail address. */
export function checkPassword(password: string, email: string): void {
  const characters = [...password.normalize("NFC")].length;
  if (characters < length.least || characters > length.most) {
    throw new Fault(
      "invalid",
      `Expected a password of ${length.least} to ${length.most} characters, got ${characters}. Choose another.`,
    );
  }
  if (password.normalize("NFC").toLowerCase() === email.toLowerCase()) {
    throw new Fault("invalid", "Expected a password other than the e-mail address. Choose another.");
  }
}

/** A PHC string for `app.people.password`. */
export async function hashPassword(password: string): Promise<string> {
  return hash(password.normalize("NFC"), cost);
}

/** Whether the password belongs to the hash; the same work is done where there is no hash. */
export async function passwordMatches(password: string, stored: string | undefined): Promise<boolean> {
  const typed = password.length <= 4 * length.most ? password.normalize("NFC") : "";
  const matches = await verify(stored ?? nobodys, typed);
  return matches && stored !== undefined;
}
