/** Which route an address belongs to. Logs and metrics name the route alone: what people search for stands in the address. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

interface Manifest {
  staticRoutes?: { page: string }[];
  dynamicRoutes?: { page: string; regex: string }[];
}

/** Given the address of a request, its route as the build knows it: `/events/[index]`; `unknown` where there is none. */
export type Routes = (address: string) => string;

/** The routes of the build in `folder`; without one everything is unknown. */
export function readRoutes(folder = ".next"): Routes {
  const { staticRoutes = [], dynamicRoutes = [] } = readManifest(folder);
  const still = new Set(staticRoutes.map(({ page }) => page));
  const dynamic = dynamicRoutes.map(({ page, regex }) => ({ page, form: new RegExp(regex) }));
  return (address) => {
    const path = address.split(/[?#]/, 1)[0] ?? "";
    if (path.startsWith("/_next/")) return "/_next";
    if (still.has(path)) return path;
    return (path.length <= 2_000 && dynamic.find(({ form }) => form.test(path))?.page) || "unknown";
  };
}

function readManifest(folder: string): Manifest {
  try {
    return JSON.parse(
      readFileSync(/* turbopackIgnore: true */ join(process.cwd(), folder, "routes-manifest.json"), "utf8"),
    );
  } catch {
    return {}; // development has none
  }
}
