/** What an application may say of who acts: the settings `vouch.…` of a transaction. */
export interface Who {
  /** A stable id of whoever acts: an e-mail address, `nightly-billing`. */
  actor?: string;
  /** human, service or agent; without it, human. */
  kind?: "human" | "service" | "agent";
  name?: string;
  on_behalf_of?: string;
  ticket?: string;
  reason?: string;
  session?: string;
  request?: string;
  origin?: "ui" | "api" | "automation" | "agent" | "migration" | "direct_sql";
  address?: string;
  user_agent?: string;
  /** The id of an AI agent, with its model, its run and its prompt or the prompt's hash. */
  agent?: string;
  model?: string;
  run?: string;
  prompt?: string;
}
