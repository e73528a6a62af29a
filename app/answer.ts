/** Answers of the routes that pages ask by themselves. */
import { Fault } from "@/lib/event";

/** JSON that nobody keeps; 404 where there is nothing for this reader, 503 where it could not be read. */
export async function answerTo(work: () => Promise<object | undefined>): Promise<Response> {
  const headers = { "cache-control": "no-store" };
  try {
    const found = await work();
    return found ? Response.json(found, { headers }) : new Response(null, { status: 404, headers });
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    return new Response(null, { status: fault.code === "unavailable" ? 503 : 404, headers });
  }
}
