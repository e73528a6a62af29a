/**
 * The closed set of errors. A message says what was expected, what came and what to do, and never holds a concealed
 * value or a secret. Each door has one mapping of these codes: HTTP status, SQLSTATE, exit code.
 */
export const faultCodes = [
  "unauthenticated",
  "forbidden",
  "not-found",
  "invalid",
  "conflict",
  "held",
  "unavailable",
] as const;
export type FaultCode = (typeof faultCodes)[number];

export class Fault extends Error {
  override readonly name = "Fault";
  constructor(
    readonly code: FaultCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}
