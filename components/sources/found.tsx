import type { FoundDatabase } from "@/lib/capture";
import { countOf } from "@/lib/event";
import { Link, linkStyle } from "../ui/link";
import { Note } from "../ui/note";

/** What a test of the connection found, in sentences. `source`: the one that is being changed, which needs no hint at itself. */
export function Found({ found, source }: { found: FoundDatabase; source?: string }) {
  const { database, user, superuser, version, tables, canMakeLogin } = found;
  return (
    <div className="grid gap-2 text-dense">
      <p className="prose-wrap">
        <b>Connected.</b> PostgreSQL {version}, database <bdi className="font-[560]">{database}</bdi>, as{" "}
        <bdi className="font-[560]">{user}</bdi>, who may install capture. {countOf(String(tables.length), "table")} can
        be captured.
      </p>
      <p className="prose-wrap text-ink-2">
        {superuser
          ? `${user} is a superuser, so the text of schema changes (CREATE, ALTER, DROP) is captured as well.`
          : `${user} is no superuser, so PostgreSQL does not let Vouch capture the text of schema changes. That a table was made, altered or dropped is seen within seconds, without the text.`}
        {!canMakeLogin && ` ${user} may not make a login, so Vouch keeps the address you gave, sealed, for reading.`}
      </p>
      {found.source && found.source.id !== source && (
        <Note>
          This database is the source{" "}
          <Link href={`/sources/${found.source.id}`} className={linkStyle}>
            {found.source.name}
          </Link>{" "}
          already. What you choose here is added to it.
        </Note>
      )}
    </div>
  );
}
