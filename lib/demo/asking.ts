/** Requests that take a second person, asked as the pages ask. */
import { ask, expireRequests, grantAdministrator, previewAct } from "../approval/index.ts";
import { revealMany } from "../search/index.ts";
import { people } from "./cast.ts";
import type { Ground } from "./ground.ts";
import { principalOf } from "./people.ts";

type Asking = Pick<Ground, "users" | "web">;

export async function askForAdministrator({ users, web }: Asking): Promise<void> {
  const by = await principalOf(users.oliver, web);
  const [jonas] = await web.sql<{ id: string }[]>`select id from app.people where email = ${people.jonas.email}`;
  const preview = await previewAct(by, grantAdministrator, { person: jonas?.id }, web);
  const reason = "I am away for three weeks, and somebody has to be able to let people in.";
  await ask(by, grantAdministrator, { params: preview.params, reason, saw: preview.digest }, web);
}

export async function askToReveal({ users, web }: Asking): Promise<void> {
  const by = await principalOf(users.priya, web);
  const preview = await previewAct(by, revealMany, { q: "record:salaries" }, web);
  const reason = "Ticket HR-1790: which salaries changed, and by how much, before the audit committee meets.";
  await ask(by, revealMany, { params: preview.params, reason, saw: preview.digest }, web);
}

export async function closeWhatIsOver({ web }: Pick<Ground, "web">): Promise<void> {
  await expireRequests(web);
}

/** Something always waits for a second person: when all that waited was decided or is over, one of Harbor's people asks again, as far as they may. */
export async function keepOneWaiting(asking: Asking): Promise<void> {
  await closeWhatIsOver(asking);
  const [waiting] = await asking.web.sql`select 1 from app.requests where state = 'waiting' limit 1`;
  if (waiting) return;
  // whoever tried the demo may have made Jonas an administrator, or asks for second factors now
  await askForAdministrator(asking).catch(() => askToReveal(asking).catch(() => {}));
}
