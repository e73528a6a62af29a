import { CircleAlert, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

const looks = {
  plain: "border-line-strong bg-surface",
  attention: "border-attention-line bg-attention-soft [&>svg]:text-attention",
  tampered: "border-tampered-line bg-tampered-soft [&>svg]:text-tampered",
  unknown: "border-dashed border-unknown-line bg-unknown-soft",
} as const;

/** A sentence set apart. As an alert it is read out when it appears. */
export function Note({
  look = "plain",
  alert,
  icon,
  children,
}: {
  look?: keyof typeof looks;
  alert?: boolean;
  icon?: ReactNode;
  children: ReactNode;
}) {
  const mark =
    icon ??
    (look === "attention" ? <TriangleAlert size={16} /> : look === "tampered" ? <CircleAlert size={16} /> : null);
  return (
    <div
      role={alert ? "alert" : undefined}
      className={`flex gap-2.5 rounded-control border px-3 py-2.5 text-dense [&>svg]:mt-0.5 ${looks[look]}`}
    >
      {mark}
      <div className="prose-wrap min-w-0">{children}</div>
    </div>
  );
}
