/** Serves POST /api/events on a free port, which it prints: the route's own function behind a plain HTTP server. */
import { createServer } from "node:http";
import { Readable } from "node:stream";
import { receiveEvents } from "../../lib/capture/index.ts";

const server = createServer(async (incoming, outgoing) => {
  const request = new Request(`http://127.0.0.1${incoming.url}`, {
    method: "POST",
    headers: incoming.headers as Record<string, string>,
    body: Readable.toWeb(incoming) as ReadableStream,
    duplex: "half",
  } as RequestInit);
  const answer = await receiveEvents(request);
  outgoing.writeHead(answer.status, Object.fromEntries(answer.headers));
  outgoing.end(await answer.text());
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  console.log(typeof address === "object" && address ? address.port : "");
});
