/** What the components of approvals are given to do. Each answer is what came of it, or one sentence that says why not. */
import type { Preview } from "@/lib/approval";
import type { RevealedValue } from "@/lib/search";

export type Previewed = { preview: Preview } | { refusal: string };
export type Asked = { number: number } | { refusal: string };
export type Opened = { values: RevealedValue[] } | { refusal: string };

/** `given`: what the act takes in order to show what it would do, such as a person or a search. */
export interface AskActs<Given> {
  preview(given: Given): Promise<Previewed>;
  ask(params: unknown, reason: string, saw: string): Promise<Asked>;
}

export interface RequestActs {
  decide(number: string, outcome: "approved" | "refused", reason: string, saw: string): Promise<string | undefined>;
  withdraw(number: string): Promise<string | undefined>;
  open(number: string): Promise<Opened>;
}
