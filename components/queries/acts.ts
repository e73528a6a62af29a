/** What the pages may do with saved searches. Each answers what came of it, or one sentence that says why nothing did. */
export type Refused = { refusal: string };

export interface QueryActs {
  /** Fields: name, description, query, zone, view (JSON), range (rolling, frozen), shared, pinned, alert (yes). */
  save(form: FormData): Promise<{ id: string; name: string } | Refused>;
  /** Fields: id, name, description, query. */
  change(form: FormData): Promise<{ id: string } | Refused>;
  /** Fields: id, shared (yes, no). */
  share(form: FormData): Promise<{ id: string } | Refused>;
  /** Fields: id, pinned (yes, no). */
  pin(form: FormData): Promise<{ id: string } | Refused>;
  /** Fields: id. */
  remove(form: FormData): Promise<{ id: string } | Refused>;
  /** Fields: id. */
  restore(form: FormData): Promise<{ id: string } | Refused>;
  /** Fields: id, way (none, vouch, or a webhook's id). */
  alert(form: FormData): Promise<{ id: string } | Refused>;
}

export type LineActs = Omit<QueryActs, "save">;

/** What the reader's role allows, for showing and hiding controls. */
export interface MayQueries {
  share: boolean;
  alert: boolean;
  send: boolean;
  webhooks: boolean;
  administer: boolean;
}
