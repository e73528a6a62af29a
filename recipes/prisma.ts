import type { Who } from "./who.ts";

/** What this needs of a Prisma client: yours fits, whatever its models. */
interface Client<Tx> {
  $transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}
interface Raw {
  $executeRaw(text: TemplateStringsArray, ...values: unknown[]): Promise<number>;
}

/** One transaction in which everything that `work` changes is recorded with who acted. */
export function actingAs<T, Tx extends Raw>(prisma: Client<Tx>, who: Who, work: (tx: Tx) => Promise<T>): Promise<T> {
  return prisma.$transaction(async (tx) => {
    await tx.$executeRaw`
      select set_config('vouch.' || key, value, true) from json_each_text(${JSON.stringify(who)}::text::json)`;
    return work(tx);
  });
}
