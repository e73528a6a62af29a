export { askExport, type ExportWish, mostOpen } from "./ask.ts";
export { daysKept, type ExportFormat, type ExportState } from "./asked.ts";
export { cancelExport } from "./cancel.ts";
export type { Certificate, CertifiedGap } from "./certificate.ts";
export { type Download, downloadExport, type ExportPart, exportParts } from "./download.ts";
export { type Exporting, exportOnce, keepExporting } from "./keep.ts";
export { type ExportList, type ListedExport, listExports, type OpenedExport, openExport } from "./list.ts";
