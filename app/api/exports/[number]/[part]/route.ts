import { currentPrincipal, isPrefetch } from "@/lib/access";
import { Fault, type FaultCode } from "@/lib/event";
import { downloadExport, exportParts } from "@/lib/search";

const plain = {
  "cache-control": "no-store, no-transform",
  "content-type": "text/plain; charset=utf-8",
  "x-content-type-options": "nosniff",
};
const statusOf: Record<FaultCode, number> = {
  unauthenticated: 401,
  forbidden: 403,
  "not-found": 404,
  invalid: 400,
  conflict: 409,
  held: 409,
  unavailable: 503,
};

/** Hands out the file of an export, or its certificate. Each time is recorded, so nothing is given to what asks ahead of a person. */
export async function GET(
  { headers }: Request,
  { params }: RouteContext<"/api/exports/[number]/[part]">,
): Promise<Response> {
  if (isPrefetch(headers)) return new Response(null, { status: 204, headers: plain });
  const { number, part } = await params;
  try {
    const principal = await currentPrincipal();
    if (!principal) throw new Fault("unauthenticated", "Your session has ended. Sign in, then download it again.");
    const wanted = exportParts.find((one) => one === part);
    if (!wanted) throw new Fault("not-found", "Expected the file or the certificate of an export.");
    const { name, type, bytes, body } = await downloadExport(principal, number, wanted);
    const given = {
      ...plain,
      "content-type": type,
      "content-length": String(bytes),
      // RFC 6266, for the old and the new; the name is ours, of letters, digits and points
      "content-disposition": `attachment; filename="${name}"; filename*=UTF-8''${encodeURIComponent(name)}`,
    };
    return new Response(body, { headers: given });
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    return new Response(`${fault.message}\n`, { status: statusOf[fault.code], headers: plain });
  }
}
