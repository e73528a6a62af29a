/** A QR code as the outline of its dark squares, for an SVG of `size` by `size` units. Pure. */
import { encode } from "uqr";

export interface Qr {
  /** Squares along one side, the quiet margin of four that readers need (ISO/IEC 18004 §9.1) included. */
  size: number;
  /** The `d` of one path. */
  path: string;
}

export function qrOf(text: string): Qr {
  const { size, data } = encode(text, { ecc: "M", border: 4 });
  const squares = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : "")));
  return { size, path: squares.join("") };
}
