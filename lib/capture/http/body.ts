/** The body of a request: no more of it is read than a request may bring, packed or not. */
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { limits } from "./limits.ts";
import { Refusal } from "./problem.ts";

const unpack = promisify(gunzip);

/** Its text, UTF-8. Throws `too-large`, `media-type` for an encoding that is not known, `unreadable`. */
export async function readBody(request: Request): Promise<string> {
  const bytes = await readBytes(request);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Refusal("unreadable", "Expected a body in UTF-8, got bytes that are not. Send it in UTF-8.");
  }
}

/** Its bytes, unpacked. */
export async function readBytes(request: Request): Promise<Uint8Array> {
  const encoding = request.headers.get("content-encoding")?.trim().toLowerCase() ?? "identity";
  if (encoding !== "identity" && encoding !== "gzip") {
    throw new Refusal("media-type", "Expected a body that is packed with gzip or not at all. Send it so.");
  }
  if (Number(request.headers.get("content-length") ?? 0) > limits.body) throw tooLarge();
  const sent = await collect(request.body);
  if (encoding === "identity") return sent;
  try {
    return await unpack(sent, { maxOutputLength: limits.body });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") throw tooLarge();
    throw new Refusal(
      "unreadable",
      "Expected a body packed with gzip, got one that cannot be unpacked. Pack it again.",
    );
  }
}

async function collect(body: ReadableStream<Uint8Array> | null): Promise<Uint8Array> {
  if (!body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return Buffer.concat(chunks, size);
      size += value.length;
      if (size > limits.body) break;
      chunks.push(value);
    }
  } catch {
    throw new Refusal("unreadable", "The connection ended before the whole body had come. Send it again.");
  }
  await reader.cancel().catch(() => {});
  throw tooLarge();
}

function tooLarge(): Refusal {
  return new Refusal(
    "too-large",
    `Expected a body of at most ${limits.body / 1024 / 1024} MiB, also once it is unpacked. Send the events in several requests.`,
  );
}
