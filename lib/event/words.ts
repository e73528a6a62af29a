/** How text is cut into the words by which it is found. Pure; the same for what is recorded and for what is asked. */

/** Letters and digits, held together by what stands within names, addresses and numbers: "dana.lee@example.com", "inv-2041". */
const wholeWord = /[\p{L}\p{N}]+(?:[-._@+/:][\p{L}\p{N}]+)*/gu;
const pieceOfWord = /[\p{L}\p{N}]+/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: every character of ASCII
const plain = /^[\x00-\x7f]*$/;

/** Upper and lower case, accents and the width of letters make no difference to a search: "Émilie" is "emilie". */
export function folded(text: string): string {
  if (plain.test(text)) return text.toLowerCase();
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().normalize("NFKC");
}

/** The words of a text as it is asked for: each of them must be there. Without repeats, in their order. */
export function askedWords(text: string): string[] {
  return [...new Set(folded(text).match(wholeWord) ?? [])];
}

/** The words by which a text is found: those that are asked for, and the pieces they are made of. */
export function foundWords(text: string): string[] {
  const whole = folded(text).match(wholeWord) ?? [];
  return [...new Set(whole.flatMap((word) => [word, ...(word.match(pieceOfWord) ?? [])]))];
}
