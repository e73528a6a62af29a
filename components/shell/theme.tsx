/** Sets the theme before the first paint, from the saved choice or the system's, and follows the system where none is saved. */
const script = `(()=>{const d=matchMedia("(prefers-color-scheme: dark)");const set=()=>{let t;try{t=localStorage.getItem("theme")}catch{}document.documentElement.dataset.theme=t==="light"||t==="dark"?t:d.matches?"dark":"light"};set();d.addEventListener("change",set)})()`;

export function ThemeScript({ nonce }: { nonce?: string }) {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of this file, allowed by the page's nonce
  return <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: script }} />;
}
