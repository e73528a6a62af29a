/**
 * Many rows as the parameters of one statement: their bytes one after the other, and where each row's begin. That costs the
 * server half of what the same rows cost as JSON, which it would have to read letter by letter. COPY would cost less again, but
 * the driver loses what goes wrong after the last byte, and leaves the end of each COPY waiting for 40 ms.
 */
export class PackedRows {
  #parts: Uint8Array[] = [];
  #ends: number[] = [];
  #length = 0;

  /** One row, of parts that lie side by side. */
  add(...parts: Uint8Array[]): void {
    for (const part of parts) {
      this.#parts.push(part);
      this.#length += part.length;
    }
    this.#ends.push(this.#length);
  }

  get count(): number {
    return this.#ends.length;
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#parts, this.#length);
  }

  /** Where each row begins in `bytes`, from 1 as SQL counts, as the text of an int[]. */
  get begins(): string {
    return `{${[0, ...this.#ends.slice(0, -1)].map((at) => at + 1).join(",")}}`;
  }

  /** How long each row is, as the text of an int[]. */
  get lengths(): string {
    return `{${this.#ends.map((end, i) => end - (this.#ends[i - 1] ?? 0)).join(",")}}`;
  }
}
