/** Who is acting, as far as Vouch authenticated it itself. */
import type { Role } from "./permissions.ts";
import type { Scope } from "./scope.ts";

export interface Person {
  id: string;
  /** Lower case. */
  email: string;
  name: string;
  role: Role;
}

/** Where an act came from: what the server saw, and what the browser said of itself. */
export interface Whence {
  address?: string;
  userAgent?: string;
}

export interface Principal extends Whence {
  person: Person;
  /** Names the session in entries; cannot be used to sign in. */
  session: string;
  scope: Scope;
  /** Where no browser but a script of the person's asks: it reads, and changes nothing. */
  token?: { id: string; name: string };
}
