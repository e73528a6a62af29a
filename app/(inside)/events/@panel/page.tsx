/** A search closes the panel. */
export default function NoPanel() {
  return null;
}
