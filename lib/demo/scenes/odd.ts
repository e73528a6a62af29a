/** Data as it really is: empty and missing, right to left, very long, and from a clock that is wrong. */
import { change, report, type Scene } from "../act.ts";
import { moment, workdayAgo } from "../calendar.ts";
import { clients, standing } from "../cast.ts";

/** A questionnaire of about a megabyte, as a scanner writes it. */
function longAnswers(): string {
  const pages = Array.from({ length: 240 }, (_, page) => ({
    page: page + 1,
    words: Array.from({ length: 260 }, (_, n) => `w${(page * 7 + n * 13) % 997}-${n}`),
    confidence: 0.91,
  }));
  return JSON.stringify({ scanner: "desk 4", pages });
}

export const oddForms: Scene = {
  name: "Forms with odd data",
  question: "Is every value shown as it is?",
  acts({ days }) {
    const when = moment(workdayAgo(days, 30).date, "10:20:00", "America/New_York");
    const claims = {
      ...standing.triage,
      agent: "intake-triage-agent",
      model: "triage-2",
      run: "run-odd",
      origin: "agent",
    } as const;
    const insert =
      "insert into intake_forms (id, customer, patient, urgency, received, answers, photo_note) values ($1, $2, $3, $4, $5::timestamptz, $6::text::jsonb, $7)";
    const rows: (string | null)[][] = [
      ["مريم حداد", "soon", '{"لغة": "عربي", "pain": null}', "يفضّل الاتصال صباحًا"],
      ["Zoë 👩‍👧‍👦 O’Neil", "", '{"feels": "🤒", "note": ""}', "👍🏽 ok"],
      [null, null, "{}", null],
      ["Łukasz  «Łuki»\tNowak", "routine", longAnswers(), "First line\nsecond line\n\n<b>not bold</b>"],
    ];
    return rows.map(([patient = null, urgency = null, answers = null, note = null], n) =>
      change(when + BigInt(n) * 61_000_000n, "billing", clients.triage, claims, [
        insert,
        `F-ODD-${n + 1}`,
        "C-10482",
        patient,
        urgency,
        new Date(Number(when / 1_000n)).toISOString(),
        answers,
        note,
      ]),
    );
  },
};

/** A kiosk whose clock is three minutes ahead: what it reports happened, by its own account, after it was recorded. */
export const clockAhead: Scene = {
  name: "A kiosk’s clock is three minutes ahead",
  question: "Why does this entry happen after it was recorded?",
  acts({ days }) {
    const when = moment(workdayAgo(days, 35).date, "08:50:00", "America/New_York");
    return Array.from({ length: 6 }, (_, n) =>
      report(
        when + BigInt(n) * 240_000_000n,
        "clinic",
        {
          type: "user.signed_in",
          actor: { id: `kiosk-${(n % 3) + 1}`, kind: "service", name: `Reception kiosk ${(n % 3) + 1}` },
          origin: { channel: "ui", address: "10.2.3.9" },
        },
        183_000_000n,
      ),
    );
  },
};
