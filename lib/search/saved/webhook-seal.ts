/**
 * What a webhook keeps to itself, its address and the secret that signs, is sealed under the home's master key before it is stored
 * (AES-256-GCM: nonce ‖ ciphertext ‖ tag, bound to the webhook's id). What is sent is signed:
 *
 *     Vouch-Signature: t=SECONDS,v1=HEX      HEX = HMAC-SHA-256(secret, SECONDS "." body)
 */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";
import type { Home } from "../../database/index.ts";
import { Fault } from "../../event/index.ts";

export interface WebhookInside {
  address: string;
  secret: string;
  /** Sentences may quote values. */
  values: boolean;
}

export function newSecret(): string {
  return `whsec_${randomBytes(32).toString("base64url")}`;
}

export function sealWebhook(home: Home, webhook: string, inside: WebhookInside): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", home.secret("webhooks"), nonce);
  cipher.setAAD(Buffer.from(webhook));
  return Buffer.concat([nonce, cipher.update(JSON.stringify(inside), "utf8"), cipher.final(), cipher.getAuthTag()]);
}

/** Throws `conflict` where another home sealed it, or somebody changed it. */
export function openWebhook(home: Home, webhook: string, sealed: Buffer): WebhookInside {
  try {
    const decipher = createDecipheriv("aes-256-gcm", home.secret("webhooks"), sealed.subarray(0, 12));
    decipher.setAAD(Buffer.from(webhook));
    decipher.setAuthTag(sealed.subarray(-16));
    return JSON.parse(Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]).toString("utf8"));
  } catch (cause) {
    throw new Fault(
      "conflict",
      "This webhook was sealed with another master key, so it cannot be used. Remove it and make it anew, or check VOUCH_HOME.",
      { cause },
    );
  }
}

/** The headers of one attempt; `id` is the same for each attempt of a delivery. */
export function headersOf(secret: string, id: string, body: string, seconds: number): Record<string, string> {
  const signature = createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex");
  return {
    "content-type": "application/json; charset=utf-8",
    "user-agent": "Vouch",
    "vouch-delivery": id,
    "vouch-signature": `t=${seconds},v1=${signature}`,
  };
}
