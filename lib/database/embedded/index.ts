/**
 * PostgreSQL without an installation: the server's programs come out of an npm package, its data lies under VOUCH_HOME.
 * The server dies with the processes that use it, however they end; see guardian.mjs.
 */
export { installedVersions } from "./binaries.ts";
export { type Cluster, placeCluster, removeCluster, type ServerVersion } from "./cluster.ts";
export { ensureDatabase } from "./database.ts";
export { freePort, isFree } from "./port.ts";
export { type Embedded, startEmbedded } from "./start.ts";
