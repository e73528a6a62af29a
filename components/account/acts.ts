/** What the page of one's own account may do. Each refusal is one sentence. */
import type { MadeToken, Offer } from "@/lib/access";

type Refused = { refusal: string };
export type Said = { said: string } | Refused;
export type Made = { codes: string[] } | Refused;

export interface AccountActs {
  rename(form: FormData): Promise<Said>;
  newPassword(form: FormData): Promise<Said>;
  offer(): Promise<{ offer: Offer } | Refused>;
  setUp(form: FormData): Promise<Made>;
  newCodes(form: FormData): Promise<Made>;
  turnOff(form: FormData): Promise<string | undefined>;
  endSession(form: FormData): Promise<string | undefined>;
  endOthers(form: FormData): Promise<string | undefined>;
  newToken(form: FormData): Promise<{ token: MadeToken } | Refused>;
  endToken(form: FormData): Promise<string | undefined>;
}
