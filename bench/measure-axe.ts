// Whether everybody can use every page: all addresses of the browser app and the dialogs
// that open from them, as a user and as an administrator, wide and narrow, light and dark.
// Out: how many looks were taken, and how many violations of WCAG 2.2 AA axe found. The
// addresses are read from the routes, so that a page added later is looked at too.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openBrowser } from '../test/support/browser.ts';
import { lookAt } from '../test/web/accessibility.ts';
import { signIn } from './client.ts';
import { note, say } from './figures.ts';
import { repository, startProgram } from './programs.ts';

interface DemoUser {
  readonly email: string;
  readonly password: string;
  readonly role: string;
  readonly googleAccount: string;
}

/** What is needed of an element of the page. */
interface Labelled {
  readonly textContent: string | null;
  getAttribute(name: string): string | null;
}

/** What opens a dialog, a drawer or a menu, and changes nothing by itself. */
const openers = /^(Add|Change|Disable|Make|Edit|Delete|Options|History|Invite|New|Export|Show|Preview|Undo|Open menu)\b/;
const openersOfAPage = 3;

const source = readFileSync(join(repository, 'web', 'src', 'routes.tsx'), 'utf8');
const routes = [...new Set([...source.matchAll(/path: '(\/[^']*)'/g)].map(([, path]) => path ?? '/'))];

const demo = await startProgram(process.execPath, [join(repository, 'src', 'main.ts'), 'demo', '--json', '--app-port', '0', '--google-port', '0']);
const browser = await openBrowser();
const violations: string[] = [];
let looks = 0;
let dialogs = 0;
try {
  const { app, users } = demo.ready as unknown as { app: string; users: readonly DemoUser[] };
  const user = users.find(({ role }) => role !== 'administrator');
  const administrator = users.find(({ role }) => role === 'administrator');
  if (user === undefined || administrator === undefined) throw new Error('The demo lacks a user or an administrator.');
  const values = await fillIn(app, user);
  const seen = new Set<string>();
  const walk = async (person: DemoUser): Promise<void> => {
    const context = await browser.newContext({ baseURL: app, reducedMotion: 'reduce', locale: 'en-US', timezoneId: 'America/New_York' });
    context.setDefaultTimeout(20_000);
    const page = await context.newPage();
    await page.goto('/sign-in');
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await look(page, 'sign-in');
    await page.getByLabel('E-mail address').fill(person.email);
    await page.getByLabel('Password', { exact: true }).fill(person.password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.waitForURL((url) => url.pathname !== '/sign-in');
    for (const route of [...routes, '/contacts/new', '/nothing/here', ...['timeGridDay', 'timeGridWeek', 'dayGridMonth', 'listMonth'].map((view) => `/calendar?view=${view}`)]) {
      const path = route.replaceAll(/\$(\w+)/g, (mark, name: string) => values[name] ?? mark);
      if (path.includes('$')) throw new Error(`Nobody said what stands for a part of ${route}.`);
      if (path !== '/sign-in') await lookAtPage(page, path, person.role, seen);
    }
    await context.close();
  };
  await Promise.all([walk(user), walk(administrator)]);
} finally {
  await browser.close();
  await demo.stop();
}
say({ name: 'axe_violations', value: violations.length, unit: 'violations', of: looks });
say({ name: 'axe_pages', value: looks, unit: 'looks', parts: { addresses: routes.length, dialogs } });

/** A contact, a SET and a report that the addresses can name. */
async function fillIn(app: string, user: DemoUser): Promise<Readonly<Record<string, string>>> {
  const client = await signIn(app, user.email, user.password);
  await client.connect(user.googleAccount);
  const { sets } = await client.ask<{ sets: readonly { id: string }[] }>('GET', '/api/sets');
  const { contacts } = await client.ask<{ contacts: readonly { id: string }[] }>('GET', '/api/contacts?limit=1');
  const [setId, contactId] = [sets[0]?.id, contacts[0]?.id];
  if (setId === undefined || contactId === undefined) throw new Error('The demo has no contacts or no SETs.');
  const reportId = await client.preview({ contacts: 'set', setId, activities: 'two-way', recurring: true });
  return { setId, contactId, reportId, userId: client.userId };
}

/** `seen`: dialogs that somebody looked at already, which are the same for everybody. */
async function lookAtPage(page: Page, path: string, role: string, seen: Set<string>): Promise<void> {
  await arrive(page, path);
  await look(page, `${role} ${path}`);
  const names = await page.getByRole('button', { name: openers }).evaluateAll((buttons) => (buttons as unknown as readonly Labelled[]).map((one) => one.getAttribute('aria-label') ?? one.textContent ?? ''));
  // Every row has the same buttons: one of each kind is enough.
  const kinds = [...new Map(names.map((name) => [name.split(' ').slice(0, 2).join(' '), name])).values()].slice(0, openersOfAPage);
  for (const name of kinds) {
    const kind = `${path.split('?')[0] ?? path} ${name.split(' ').slice(0, 2).join(' ')}`;
    if (seen.has(kind)) continue;
    seen.add(kind);
    const opener = page.getByRole('button', { name, exact: true }).first();
    if (!(await opener.isVisible()) || !(await opener.isEnabled())) continue;
    await opener.click();
    const opened = page.getByRole('dialog').or(page.getByRole('menu')).first();
    const came = await opened.waitFor({ timeout: 1500 }).then(() => true, () => false);
    if (came) {
      dialogs += 1;
      await look(page, `${role} ${path} “${name}”`);
    }
    await page.keyboard.press('Escape');
    await arrive(page, path);
  }
}

async function arrive(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.getByLabel('Loading…').first().waitFor({ state: 'hidden' });
}

async function look(page: Page, name: string): Promise<void> {
  const found = await lookAt(page, name);
  looks += found.looks;
  violations.push(...found.violations);
  note(`${name}: ${found.violations.length}`);
  for (const violation of found.violations) note(violation);
}
