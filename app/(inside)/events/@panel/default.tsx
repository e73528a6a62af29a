/** An entry that was opened by its address stands on a page of its own. */
export default function NoPanel() {
  return null;
}
