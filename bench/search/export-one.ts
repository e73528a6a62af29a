/** One export from asking to its certificate, in a process whose memory is watched. Says `a tenth` and `done SECONDS`. */
import { openWeb } from "../../lib/access/index.ts";
import { connect, loginUrl, openHome } from "../../lib/database/index.ts";
import { systemClock } from "../../lib/event/index.ts";
import { anExporter } from "../../lib/search/export/builders.ts";
import { askExport, exportOnce } from "../../lib/search/index.ts";

const {
  url,
  home: folder,
  query,
} = JSON.parse(process.argv[2] ?? "{}") as { url: string; home: string; query: string };
const home = openHome(folder);
const owner = connect(url, { application: "bench", max: 1 });
const web = openWeb(loginUrl(home, url, "web"), home, systemClock);
const by = await anExporter({ owner } as never);
const began = performance.now();
const number = await askExport(by, { query, zone: "UTC", format: "csv" }, web);
let said = false;
const watch = setInterval(async () => {
  const [row] = await owner<
    { written: bigint; expected: bigint | null }[]
  >`select written, expected from app.exports where number = ${number}`;
  if (said || !row?.expected || row.written * 10n < row.expected) return;
  said = true;
  console.log("a tenth");
}, 250);
await exportOnce({ web, signal: new AbortController().signal, report: (sentence) => console.error(sentence) });
clearInterval(watch);
const [{ state } = { state: "none" }] = await owner<
  { state: string }[]
>`select state from app.exports where number = ${number}`;
if (state === "done") console.log(`done ${(performance.now() - began) / 1_000}`);
process.exit(state === "done" ? 0 : 1);
