// What a person decides about a report and beside it, in a browser against a demo of its own:
// other ways of a line, questions while it runs, what was set to never, a record's history.
// The tests follow each other.

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.ts';
import { expectAccessible, sizes } from './accessibility.ts';
import { startDemo } from './demo.ts';
import type { Demo, Wire } from './demo.ts';
import { accountOf, answersOf, button, choose, openOptions, openWindow, signIn, stateIs } from './person.ts';

interface Line {
  readonly id: string;
  readonly unit: string;
  readonly section: string;
  readonly name: string;
  readonly alternatives?: readonly { readonly id: string; readonly label: string }[];
  readonly instead?: readonly { readonly id: string; readonly label: string }[];
}

let demo: Demo;
let browser: Browser;
let page: Page;
let refused: string;

beforeAll(async () => {
  [demo, browser] = await Promise.all([startDemo(), openBrowser()]);
  ({ page } = await openWindow(browser, demo));
  await page.goto('/setup/google');
  await signIn(page, accountOf(demo, 'dana'));
  await button(page, 'Connect Google').click();
  await page.waitForURL((url) => url.origin === demo.google);
  await page.locator('#approve').click();
  await page.getByText(/^Connected as/).waitFor();
  await page.getByLabel('Contact Synchronization', { exact: true }).check();
  await choose(page, 'SET', /Clients/);
  await page.getByLabel('Run Synchronization', { exact: true }).check();
  await button(page, 'Save').click();
  await stateIs(page, 'The Preview Report is available for review');
});
afterAll(async () => {
  await browser?.close();
  await demo?.stop();
});

const linesOf = async (report: string, section: string): Promise<readonly Line[]> => ((await (await page.request.get(`/api/reports/${report}/lines`, { params: { section, kind: 'contact' } })).json()) as { lines: readonly Line[] }).lines;
const questions = async (): Promise<readonly Line[]> => ((await (await page.request.get('/api/questions')).json()) as { questions: readonly Line[] }).questions;
const search = async (words: string): Promise<void> => page.getByLabel('Search in this report').fill(words);

test('the questions of a preview are answered in its report, and the page of questions leads there', async () => {
  await page.getByRole('navigation', { name: 'Side menu' }).getByRole('link', { name: /^Questions/ }).click();
  await page.getByText('These questions stand in a report that waits for your decision').waitFor();
  await expectAccessible(page, '60-questions-in-report');
  await page.getByRole('link', { name: 'Open the report' }).click();
  await page.getByRole('heading', { name: /^Preview Report/ }).waitFor();
});

test('a line goes another way, not now or never, and the count of what approving does follows', async () => {
  await page.getByRole('link', { name: /questions wait for you$/ }).waitFor();
  const report = String(page.url().split('/').at(-1));
  const [pair] = (await linesOf(report, 'link')).filter(({ instead }) => instead !== undefined);
  const [created, ...others] = (await linesOf(report, 'create')).filter(({ name }, _, all) => all.filter((one) => one.name === name).length === 1);
  if (pair === undefined || created === undefined || others[0] === undefined) throw new Error('The demo offers no pair that goes another way.');
  const bar = page.getByRole('status', { name: 'Approving will do this' });
  await search(pair.name);
  const decision = page.getByLabel(`Decision for ${pair.name}`).and(page.locator('select')).first();
  await decision.selectOption({ label: pair.instead?.at(-1)?.label ?? '' });
  await bar.getByText('1 done another way').waitFor();
  await page.getByRole('table', { name: 'Every change, one by one' }).getByRole('button', { name: pair.name, exact: true }).first().click();
  expect(await page.getByRole('radio', { name: pair.instead?.at(-1)?.label ?? '' }).first().isChecked()).toBe(true);
  await expectAccessible(page, '61-another-way');
  refused = created.name;
  await search(refused);
  await page.getByLabel(`Decision for ${refused}`).and(page.locator('select')).selectOption({ label: 'Never' });
  await bar.getByText('1 never').waitFor();
  await search(others[0].name);
  await page.getByLabel(`Decision for ${others[0].name}`).and(page.locator('select')).first().selectOption({ label: 'Not now' });
  await bar.getByText(/\d+ not now/).waitFor();
  await search('');
});

test('selected questions are answered in one go with what all of them offer', async () => {
  await choose(page, 'Section', /^You are asked/);
  const asked = (await linesOf(String(page.url().split('/').at(-1)), 'asked')).filter(({ alternatives }) => alternatives?.some(({ label }) => label === 'Use SmartOffice') === true);
  expect(asked.length).toBeGreaterThan(1);
  const table = page.getByRole('table', { name: 'Every change, one by one' });
  const names = [...new Set(asked.map(({ name }) => name))].slice(0, 2);
  for (const name of names) {
    await search(name);
    await table.getByLabel(`Select ${name}`).first().check();
  }
  const actions = page.getByRole('group', { name: 'What to do with the selected lines' });
  // What is selected stays so while another search hides it, and is not decided unseen.
  await search('');
  await actions.getByText(`${names.length} selected`).waitFor();
  await actions.getByRole('button', { name: 'Use SmartOffice' }).click();
  await page.getByRole('status', { name: 'Approving will do this' }).getByText(`${names.length} questions answered`).waitFor();
  await expectAccessible(page, '62-selected-questions');
  // Up and down walk through the lines.
  const rows = table.getByRole('button', { expanded: false });
  await rows.first().focus();
  await page.keyboard.press('ArrowDown');
  expect(await rows.nth(1).or(rows.nth(2)).and(page.locator(':focus')).count()).toBe(1);
});

test('on a phone the bar is one line that tells its figures, and more on a tap', async () => {
  await page.setViewportSize(sizes.phone);
  const figures = page.getByRole('button', { name: /\d+ \+ \d+ changes/ });
  await figures.waitFor();
  const bar = await page.locator('.decide-bar').boundingBox();
  expect(bar?.height).toBeLessThan(64);
  await figures.click();
  await page.getByRole('status', { name: 'Approving will do this' }).waitFor();
  await expectAccessible(page, '63-phone-bar');
  await page.setViewportSize(sizes.desktop);
});

test('[R24] what was set to never stands on the Setup Detail page and is taken back there', async () => {
  await openOptions(page);
  await page.getByRole('menuitem', { name: 'Approve Preview Synchronization' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Approve', exact: true }).click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.goto('/setup/google');
  await stateIs(page, 'Synchronization is active', 120_000);
  await page.getByRole('button', { name: 'Set to never' }).click();
  await page.getByRole('row', { name: new RegExp(escaped(refused)) }).waitFor();
  await expectAccessible(page, '64-never');
  await page.getByRole('button', { name: `Offer it again: ${refused}` }).click();
  await page.getByText('Nothing is set to never.').waitFor();
});

test('[R1] questions of a running synchronization are answered at once, and a window that is behind is told', async () => {
  await expect.poll(async () => (await questions()).length, { timeout: 60_000, interval: 500 }).toBeGreaterThan(1);
  await page.getByRole('navigation', { name: 'Side menu' }).getByRole('link', { name: /^Questions \d+ wait/ }).click();
  const first = page.getByRole('main').locator('.question').first();
  await first.waitFor();
  await expectAccessible(page, '65-questions');
  const behind = await page.context().newPage();
  await behind.route('**/api/events', (route) => route.abort());
  await behind.goto('/questions');
  await behind.locator('.question').first().waitFor();
  await behind.route('**/api/questions', (route) => (route.request().method() === 'GET' ? route.abort() : route.continue()));

  const before = (await questions()).length;
  const answeredId = (await questions())[0]?.id;
  for (const window of [behind, page]) {
    await window.locator('.question').first().getByRole('radio').first().check();
    await window.getByRole('status').getByText(`1 of ${before} questions answered`).waitFor();
  }
  const answered = page.waitForResponse((response) => response.url().endsWith('/api/questions') && response.request().method() === 'POST');
  await button(page, 'Send 1 answer').click();
  expect((await answered).status()).toBe(200);
  await button(behind, 'Send 1 answer').click();
  await behind.getByRole('button', { name: 'Show the questions as they are now' }).waitFor();
  await expectAccessible(behind, '66-questions-behind');
  await behind.close();
  // What was left open is asked again by itself; what was answered is not.
  await expect.poll(async () => (await questions()).length, { timeout: 60_000, interval: 500 }).toBeGreaterThan(before - 2);
  expect((await questions()).map(({ id }) => id)).not.toContain(answeredId);
  await page.locator('.question').first().waitFor();
});

test('[R16] the history of a contact tells what was done to it, and leads to the preview of its undo', async () => {
  const group = answersOf(await demo.state(accountOf(demo, 'dana').googleAccount), 'groups').find((one) => one['name'] === 'SmartOffice');
  const people = answersOf(await demo.state(accountOf(demo, 'dana').googleAccount), 'people').filter((one) => JSON.stringify(one['memberships'] ?? []).includes(String(group?.['resourceName'])));
  const { id, name, person } = await findOne(people);
  await demo.act({ action: 'contact.edit', account: accountOf(demo, 'dana').googleAccount, id: person, patch: { phoneNumbers: [{ value: '+1 312 555 0142', type: 'work' }] } });
  const history = `/api/records/contact/office/${id}/history`;
  const changes = async () => ((await (await page.request.get(history)).json()) as { entries: readonly { op: string; from?: string }[] }).entries.filter(({ op, from }) => op === 'update' && from === 'google').length;
  await expect.poll(changes, { timeout: 40_000, interval: 300 }).toBeGreaterThan(0);
  await page.goto(`/contacts/${id}`);
  await page.getByRole('button', { name: `History of ${name}` }).click();
  const drawer = page.getByRole('dialog', { name: `History of ${name}` });
  await drawer.getByText(/From Google to SmartOffice/).first().waitFor();
  await expectAccessible(page, '67-history');
  await drawer.getByRole('button', { name: /^Undo this change/ }).first().click();
  await page.getByRole('button', { name: 'Make the Undo Preview' }).click();
  await page.getByRole('heading', { name: /^Undo Preview/ }).waitFor({ timeout: 60_000 });
  await page.getByText('Opened').first().waitFor({ timeout: 60_000 });
  await expectAccessible(page, '68-undo-preview');
});

/** Somebody whom the office finds by that name alone. */
async function findOne(people: readonly Wire[]): Promise<{ id: string; name: string; person: string }> {
  for (const person of people) {
    const q = String(answersOf(person, 'names')[0]?.['displayName']);
    const { contacts } = (await (await page.request.get('/api/contacts', { params: { q } })).json()) as { contacts: readonly { id: string; name: string }[] };
    const [only, ...others] = contacts;
    if (only !== undefined && others.length === 0) return { ...only, person: String(person['resourceName']) };
  }
  throw new Error('Nobody of the Google group is found in the office.');
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
