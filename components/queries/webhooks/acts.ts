/** What the page may do with webhooks. Each answers what came of it, or one sentence that says why nothing did. */
import type { Refused } from "../acts";

export interface MadeWebhook {
  id: string;
  name: string;
  /** Seen this once. */
  secret: string;
}

export interface WebhookActs {
  /** Fields: name, address, inside, values (yes). */
  make(form: FormData): Promise<MadeWebhook | Refused>;
  /** Fields: id. */
  test(form: FormData): Promise<{ taken: boolean; says: string } | Refused>;
  /** Fields: id. */
  end(form: FormData): Promise<{ id: string } | Refused>;
  /** Fields: id, of a delivery. */
  retry(form: FormData): Promise<{ id: string } | Refused>;
}
