/** Claims that name nobody. Pure. */

/**
 * What applications call themselves when nobody told them who acts: a claim of one of these alone is a gap, and counts as one.
 * Compared without case, blanks and punctuation, so that "Service-Account" and "n/a" are here too.
 */
const sayNothing = new Set(
  `admin administrator anonymous anybody anyone app application applicationuser appuser api backend background
  batch batchjob bot cron cronjob daemon database db dba default guest job migration na nil nobody none null
  postgres postgresql process program root sa scheduler script server service serviceaccount serviceuser someone
  somebody superuser sys sysadmin system systemaccount systemuser task test testuser tester undefined unknown
  unnamed unspecified user web webapp webuser worker`.split(/\s+/),
);

/** Whether an actor's id, as somebody claimed it, says nothing of who acted: empty, only zeros, or a word like "system". */
export function namesNobody(actor: string): boolean {
  const said = actor
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");
  return /^0*$/.test(said) || sayNothing.has(said);
}
