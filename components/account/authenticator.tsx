import type { Offer } from "@/lib/access";
import { CopyButton } from "../ui/copy";
import { TextField } from "../ui/field";

/** What an authenticator takes over, by camera or by typing, and the code that shows that it did. */
export function AuthenticatorFields({ offer: { qr, key }, error }: { offer: Offer; error?: string }) {
  return (
    <div className="grid gap-4">
      <p className="prose-wrap text-dense text-ink-2">
        Open an authenticator app on your phone, such as the one that you use for other accounts, and add an account
        with this QR code.
      </p>
      {/* dark on white in both themes: that is what cameras read */}
      <svg
        role="img"
        aria-label="QR code for the authenticator"
        viewBox={`0 0 ${qr.size} ${qr.size}`}
        shapeRendering="crispEdges"
        className="size-48 rounded-control border border-line"
      >
        <rect width={qr.size} height={qr.size} fill="white" />
        <path d={qr.path} fill="black" />
      </svg>
      <div className="grid min-w-0 gap-1.5">
        <p className="text-dense font-[560]">Or type this key</p>
        <code className="block rounded-control border border-line bg-sunken px-3 py-2 text-dense wrap-anywhere">
          {key}
        </code>
        <div>
          <CopyButton value={key.replaceAll(" ", "")} what="the key" />
        </div>
      </div>
      <TextField
        name="code"
        label="Code that the app shows now"
        required
        inputMode="numeric"
        maxLength={10}
        autoComplete="one-time-code"
        help="6 digits, new every 30 seconds."
        error={error}
      />
    </div>
  );
}
