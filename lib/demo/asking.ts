/** Requests that take a second person, asked as the pages ask. */
import { ask, expireRequests, grantAdministrator, previewAct } from "../approval/index.ts";
import { revealMany } from "../search/index.ts";
import { people } from "./cast.ts";
import type { Ground } from "./ground.ts";
import { principalOf } from "./people.ts";

export async function askForAdministrator({ owner, users, web }: Ground): Promise<void> {
  const by = await principalOf(users.oliver, web);
  const [jonas] = await owner<{ id: string }[]>`select id from app.people where email = ${people.jonas.email}`;
  const preview = await previewAct(by, grantAdministrator, { person: jonas?.id }, web);
  const reason = "I am away for three weeks, and somebody has to be able to let people in.";
  await ask(by, grantAdministrator, { params: preview.params, reason, saw: preview.digest }, web);
}

export async function askToReveal({ users, web }: Ground): Promise<void> {
  const by = await principalOf(users.priya, web);
  const preview = await previewAct(by, revealMany, { recordType: "salaries" }, web);
  const reason = "Ticket HR-1790: which salaries changed, and by how much, before the audit committee meets.";
  await ask(by, revealMany, { params: preview.params, reason, saw: preview.digest }, web);
}

export async function closeWhatIsOver({ web }: Ground): Promise<void> {
  await expireRequests(web);
}
