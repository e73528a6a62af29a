/** How a field is treated because of its name alone, whatever way it came in: the defaults that nobody had to choose. */
import type { Mode } from "../event/index.ts";

const secret =
  /^(password|passwd|passphrase|pwd|secret|token|apikey|credential|credentials|otp|totp|pin|cvv|cvc|salt)$/;
const secretPair =
  /(api|private|secret|access|encryption|signing)(_| )?key|pass(word|wd)?_?hash|(auth|session|refresh|bearer)_?token/;
const personal = /^(ssn|iban|passport|mrn|tin|nin)$/;
const personalPair =
  /(social|national|tax|insurance|passport|license|licence|card|bank|account|routing)_(security|id|number|no|account)|(medical|patient)_record|driver_?licen[cs]e|date_of_birth|birth_?date|bank_account/;

/** Secrets are left out, what identifies a person is hidden; undefined where a name says neither. */
export function modeOfName(field: string): Extract<Mode, "omit" | "conceal"> | undefined {
  const name = field.replace(/([a-z\d])([A-Z])/g, "$1_$2").toLowerCase();
  const words = name.split(/[^a-z\d]+/);
  if (words.some((word) => secret.test(word)) || secretPair.test(name)) return "omit";
  if (words.some((word) => personal.test(word)) || personalPair.test(name)) return "conceal";
  return undefined;
}
