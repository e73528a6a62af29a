/** What the components of exports are given to do. Each answer is what came of it, or one sentence that says why not. */

/** `query`: the text of a search; `format`: csv or leaves. */
export interface ExportAsked {
  query: string;
  zone: string;
  format: "csv" | "leaves";
}

export interface ExportActs {
  ask(wish: ExportAsked): Promise<{ number: number } | { refusal: string }>;
  /** Undefined when it was done. */
  cancel(number: string): Promise<string | undefined>;
}
