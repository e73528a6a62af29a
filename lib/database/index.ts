export * from "./connect.ts";
export * from "./home.ts";
export * from "./logins.ts";
export * from "./migrate.ts";
export * from "./prepare.ts";
export * from "./scram.ts";
