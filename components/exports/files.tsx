import { Download, FileCheck2 } from "lucide-react";
import type { ListedExport } from "@/lib/search";
import { buttonStyle } from "../ui/button";
import { fileAddress } from "./address";
import { sizeWords } from "./words";

/** What can be taken away. Plain links: the browser stores what comes, and nothing asks for it ahead. */
export function Files({ line, primary }: { line: ListedExport; primary?: boolean }) {
  const { number, can, bytes, format } = line;
  const size = primary ? "normal" : "small";
  return (
    <>
      {can.download && (
        <a
          href={fileAddress(number, "file")}
          download
          className={buttonStyle({ size, look: primary ? "primary" : "plain" })}
        >
          <Download size={13} />
          <span>
            Download {format === "csv" ? "the CSV" : "the leaves"}
            <span className="sr-only"> of export {number}</span>
            {bytes && ` (${sizeWords(bytes)})`}
          </span>
        </a>
      )}
      {can.certificate && (
        <a href={fileAddress(number, "certificate")} download className={buttonStyle({ size })}>
          <FileCheck2 size={13} />
          <span>
            Download the certificate<span className="sr-only"> of export {number}</span>
          </span>
        </a>
      )}
    </>
  );
}
