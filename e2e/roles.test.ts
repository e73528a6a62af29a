/**
 * Every page, route and action of the build, tried as every role and as nobody. What the build holds and roles-table.ts does not name
 * fails the test, so that nothing new escapes it. Requests go straight to the server: what a page hides does not count here.
 */
import { readFileSync } from "node:fs";
import type { APIRequestContext } from "@playwright/test";
import { may, type Role, roles } from "../lib/access/index.ts";
import { actions, Form, type Needs, pages, routes } from "./roles-table.ts";
import type { Story } from "./story.ts";
import { expect, signIn, test } from "./vouch.ts";

const denied = "You may not open this";
const read = (file: string) => JSON.parse(readFileSync(`.next/${file}`, "utf8"));

/** The paths of the build's pages and routes; panels and Next's own pages are no places of their own. */
function builtPaths(kind: "page" | "route"): string[] {
  const paths: Record<string, string> = read("app-path-routes-manifest.json");
  return Object.entries(paths)
    .filter(([file]) => file.endsWith(`/${kind}`) && !/@|\/_|icon\.svg/.test(file))
    .map(([, path]) => path)
    .sort();
}

interface BuiltAction {
  id: string;
  /** `folder#name`, as in the table. */
  name: string;
  /** A page that offers it. */
  page: string;
}

function builtActions(): BuiltAction[] {
  const { node } = read("server/server-reference-manifest.json") as {
    node: Record<string, { filename: string; exportedName: string; workers: Record<string, unknown> }>;
  };
  return Object.entries(node).map(([id, { filename, exportedName, workers }]) => {
    const page = Object.keys(workers).find((worker) => !/@|\[/.test(worker)) ?? Object.keys(workers)[0] ?? "";
    const path = page
      .replace(/^app/, "")
      .replace(/\/\(inside\)/, "")
      .replace(/\/page$/, "");
    const folder = filename.replace(/^app\//, "").replace(/\/[^/]+\.ts$/, "");
    return { id, name: `${folder}#${exportedName}`, page: path.replaceAll(/\[[^\]]+\]/g, "1") || "/" };
  });
}

/** Calls an action as React does: plain values as JSON, a form as parts of its own (React's reply format). */
async function call(request: APIRequestContext, { id, page }: BuiltAction, args: unknown[]): Promise<string> {
  const multipart = new FormData();
  const first = args.map((arg, at) => {
    if (!(arg instanceof Form)) return arg;
    for (const [field, value] of Object.entries(arg.fields)) multipart.append(`${at + 1}_${field}`, value);
    return `$K${at + 1}`;
  });
  multipart.append("0", JSON.stringify(first)); // last: what it refers to has to be there by then
  const answer = await request.post(page, {
    headers: { "next-action": id, accept: "text/x-component" },
    multipart,
    maxRedirects: 0,
  });
  return `${answer.status()} ${await answer.text()}`;
}

const mayDo = (role: Role, needs: Needs) => needs === "signed in" || needs === "anyone" || may(role, needs);

async function denials({ owner }: Story, email: string): Promise<number> {
  const [row] = await owner<{ count: number }[]>`
    select (select count(*) from ledger.projection where actor = ${email} and type = 'access.denied')::int
      + (select count(*) from inbox.events where event::jsonb #>> '{actor,id}' = ${email} and event::jsonb ->> 'type' = 'access.denied'
        and not exists (select from ledger.projection where event = (inbox.events.event::jsonb ->> 'id')::uuid))::int as count`;
  return row?.count ?? 0;
}

test("the table names what the build holds, and nothing else", () => {
  expect(Object.keys(pages).sort()).toEqual(builtPaths("page"));
  expect(Object.keys(routes).sort()).toEqual(builtPaths("route"));
  expect(Object.keys(actions).sort()).toEqual([...new Set(builtActions().map(({ name }) => name))].sort());
});

for (const role of roles) {
  test(`${role}: every page and action is open or refused as the table says, and each refusal is recorded`, async ({
    page,
    story,
    quiet,
  }) => {
    quiet.expect(/./);
    const person = await story.newPerson(role);
    await signIn(page, person);
    let refused = 0;
    for (const [path, { needs, at }] of Object.entries(pages)) {
      if (needs === "anyone") continue;
      const answer = await page.request.get((await at?.(story)) ?? path);
      const text = await answer.text();
      const isOpen = mayDo(role, needs);
      expect(text.includes(denied), `${role} at ${path}`).toBe(!isOpen);
      expect(answer.status(), `${role} at ${path}`).toBeLessThan(500);
      if (!isOpen) refused += 1;
    }
    for (const [path, { at, signedIn, needs }] of Object.entries(routes)) {
      const isOpen = needs === undefined || mayDo(role, needs);
      expect((await page.request.get(at)).status(), `${role} at ${path}`).toBe(isOpen ? signedIn : 403);
      if (!isOpen) refused += 1;
    }
    for (const action of builtActions()) {
      const row = actions[action.name];
      if (!row || row.needs === "anyone") continue;
      const said = await call(page.request, action, row.args);
      expect(said.includes(`Your role (${role}) may not`), `${role} calls ${action.name}: ${said.slice(0, 300)}`).toBe(
        !mayDo(role, row.needs),
      );
      expect(said, action.name).not.toMatch(/You are not signed in|Your session has ended/);
      expect(said, `${action.name}: what was sent is refused before the database has to`).not.toContain(
        "could not answer",
      );
      if (!mayDo(role, row.needs)) refused += 1;
    }
    expect(await denials(story, person.email)).toBeGreaterThanOrEqual(refused);
  });
}

test("nobody: pages send to sign in, actions and routes refuse, and nothing of what is recorded is said", async ({
  request,
  story,
}) => {
  for (const [path, { needs, at }] of Object.entries(pages)) {
    if (needs === "anyone") continue;
    const address = (await at?.(story)) ?? path;
    const answer = await request.get(address, { maxRedirects: 0 });
    const text = await answer.text();
    const leads = answer.headers().location ?? text;
    expect(leads, path).toMatch(/\/signin\?next=/);
    expect(text, path).not.toMatch(/Zoë|Nightly billing|harbor\.example/);
  }
  for (const [path, { at, nobody }] of Object.entries(routes)) {
    expect((await request.get(at)).status(), path).toBe(nobody);
  }
  for (const action of builtActions()) {
    const row = actions[action.name];
    if (!row || row.needs === "anyone" || action.name === "(inside)#readNotices") continue;
    const said = await call(request, action, row.args);
    expect(said, action.name).toMatch(/You are not signed in|Your session has ended|\/signin/);
  }
});
