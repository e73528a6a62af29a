import { receiveEvents } from "@/lib/capture";

/** Where other systems report what happened in them. An API key lets them in; cookies are not read. */
export const POST = (request: Request): Promise<Response> => receiveEvents(request);
