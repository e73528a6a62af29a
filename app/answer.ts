/** Answers of the routes that pages ask by themselves. */
import { Fault } from "@/lib/event";

/**
 * JSON that nobody keeps; 204 where there is nothing for this reader, so that the page stops asking, and `{"later": true}` where
 * it could not be read. Neither is an error of the page's: what the person does next says what is wrong.
 */
export async function answerTo(work: () => Promise<object | undefined>): Promise<Response> {
  const headers = { "cache-control": "no-store" };
  try {
    const found = await work();
    return found ? Response.json(found, { headers }) : new Response(null, { status: 204, headers });
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    if (fault.code === "unavailable") return Response.json({ later: true }, { headers });
    return new Response(null, { status: 204, headers });
  }
}
