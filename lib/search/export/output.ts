/** Bytes on their way to a file. What is repeated is encoded once. */

export class Output {
  #buffer = Buffer.allocUnsafe(1 << 20);
  #at = 0;

  /** Bytes that are held. */
  get held(): number {
    return this.#at;
  }

  text(text: string): void {
    this.#reserve(text.length * 3); // a UTF-16 unit takes three bytes of UTF-8 at most
    this.#at += this.#buffer.write(text, this.#at);
  }

  bytes(bytes: Buffer): void {
    this.#reserve(bytes.length);
    this.#at += bytes.copy(this.#buffer, this.#at);
  }

  /** Hands over what is held, and begins anew. */
  take(): Buffer {
    const taken = this.#buffer.subarray(0, this.#at);
    this.#buffer = Buffer.allocUnsafe(1 << 20);
    this.#at = 0;
    return taken;
  }

  #reserve(bytes: number): void {
    if (this.#at + bytes <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#at + bytes));
    this.#buffer.copy(larger, 0, 0, this.#at);
    this.#buffer = larger;
  }
}
