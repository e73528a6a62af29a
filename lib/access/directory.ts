/** Who a login or an application of one source is, as an administrator said. Pure. */
import type { Identity } from "./identity.ts";

/** Looks identities up by what a database knows of a client. Matches that are limited to other sources hold for nobody here. */
export class Directory {
  #actors = new Map<string, Identity>();
  #logins = new Map<string, Identity>();
  #applications = new Map<string, Identity>();

  constructor(identities: readonly Identity[], source: string) {
    for (const identity of identities) {
      const { login, application, source: only } = identity.matches;
      this.#actors.set(identity.actor, identity);
      if (only.length > 0 && !only.includes(source)) continue;
      for (const text of login) this.#logins.set(text, identity);
      for (const text of application) this.#applications.set(text, identity);
    }
  }

  /** By the stable id that entries carry. */
  actor(id: string): Identity | undefined {
    return this.#actors.get(id);
  }

  login(login: string): Identity | undefined {
    return this.#logins.get(login);
  }

  application(application: string | null | undefined): Identity | undefined {
    return application ? this.#applications.get(application) : undefined;
  }
}
