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
  return seal(home, webhook, JSON.stringify(inside));
}

/** What waits to be sent tells of entries whose values may be erased: it lies sealed until it has left. As base64. */
export function sealBody(home: Home, delivery: string, body: string): string {
  return seal(home, delivery, body).toString("base64");
}

export function openBody(home: Home, delivery: string, sealed: string): string {
  return open(home, delivery, Buffer.from(sealed, "base64"));
}

function seal(home: Home, id: string, text: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", home.secret("webhooks"), nonce);
  cipher.setAAD(Buffer.from(id));
  return Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
}

/** Throws `conflict` where another home sealed it, or somebody changed it. */
export function openWebhook(home: Home, webhook: string, sealed: Buffer): WebhookInside {
  return JSON.parse(open(home, webhook, sealed));
}

function open(home: Home, id: string, sealed: Buffer): string {
  try {
    const decipher = createDecipheriv("aes-256-gcm", home.secret("webhooks"), sealed.subarray(0, 12));
    decipher.setAAD(Buffer.from(id));
    decipher.setAuthTag(sealed.subarray(-16));
    return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]).toString("utf8");
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
