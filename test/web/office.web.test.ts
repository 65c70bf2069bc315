// A day at the office's own pages: a series moved and put back, a contact left unsaved, tasks
// ticked, a SET whose members one sees while its conditions are written, a file brought twice.

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.ts';
import { expectAccessible, sizes } from './accessibility.ts';
import { startDemo } from './demo.ts';
import type { Demo } from './demo.ts';
import { accountOf, button, openWindow, signIn } from './person.ts';

let demo: Demo;
let browser: Browser;
let page: Page;
const zone = 'America/New_York';
const today = Temporal.Now.plainDateISO(zone);

beforeAll(async () => {
  [demo, browser] = await Promise.all([startDemo(), openBrowser()]);
  ({ page } = await openWindow(browser, demo));
  await page.goto('/contacts');
  await signIn(page, accountOf(demo, 'dana'));
});
afterAll(async () => {
  await browser?.close();
  await demo?.stop();
});

async function ask(method: 'GET' | 'POST', path: string, data?: unknown): Promise<Record<string, unknown>> {
  const { csrfToken } = (await (await page.request.get('/api/session')).json()) as { csrfToken: string };
  const answer = await page.request.fetch(`/api${path}`, { method, headers: { 'x-csrf-token': csrfToken }, ...(data === undefined ? {} : { data }) });
  const text = await answer.text();
  if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${text}`);
  return JSON.parse(text) as Record<string, unknown>;
}

async function startsOf(subject: string): Promise<string[]> {
  const { entries } = (await ask('GET', `/calendar?from=${today.toString()}&to=${today.add({ days: 14 }).toString()}&zone=${zone}`)) as { entries: readonly { subject: string; start: { local?: string } }[] };
  return entries.filter((one) => one.subject === subject).map((one) => one.start.local?.slice(11, 16) ?? '');
}

async function drag(subject: string, down: number): Promise<void> {
  const box = await page.locator('.activity', { hasText: subject }).first().boundingBox();
  if (box === null) throw new Error(`${subject} is not in sight.`);
  const [x, y] = [box.x + box.width / 2, box.y + 8];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y + down / 2, { steps: 4 });
  await page.mouse.move(x, y + down, { steps: 4 });
  await page.mouse.up();
}

test('a series that is dragged asks how much of it is meant, moves as asked, and goes back', async () => {
  const at = (time: string) => ({ local: `${today.toString()}T${time}`, zone });
  await ask('POST', '/activities', { type: 'Call', subject: 'Standing call', start: at('12:00'), end: at('13:00'), recurrence: ['RRULE:FREQ=DAILY;COUNT=6'] });
  await page.goto('/calendar?view=timeGridDay');
  await page.locator('.activity', { hasText: 'Standing call' }).first().waitFor();
  await drag('Standing call', 90);
  const dialog = page.getByRole('dialog', { name: 'Move “Standing call”?' });
  await dialog.getByLabel('This and following').waitFor();
  await expectAccessible(page, '60-move-series');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  expect(new Set(await startsOf('Standing call'))).toEqual(new Set(['12:00']));

  await drag('Standing call', 90);
  await dialog.getByLabel('All', { exact: true }).check();
  await dialog.getByRole('button', { name: 'Move', exact: true }).click();
  await page.getByText('Activity moved.').waitFor();
  const moved = await startsOf('Standing call');
  expect(moved).toHaveLength(6);
  expect(new Set(moved).size).toBe(1);
  expect(moved[0]).not.toBe('12:00');
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('The activity is back where it was.').waitFor();
  expect(new Set(await startsOf('Standing call'))).toEqual(new Set(['12:00']));
});

test('the end of an activity is dragged to another time, and goes back by Undo', async () => {
  const at = (time: string) => ({ local: `${today.toString()}T${time}`, zone });
  const { id } = (await ask('POST', '/activities', { type: 'Meeting', subject: 'Made longer', start: at('10:00'), end: at('10:30') })) as { id: string };
  const times = async () => {
    const { start, end } = (await ask('GET', `/activities/${id}`)) as Record<'start' | 'end', { local: string }>;
    return [start.local.slice(11, 16), end.local.slice(11, 16)];
  };
  await page.goto('/calendar?view=timeGridDay');
  const entry = page.locator('.activity', { hasText: 'Made longer' }).first();
  await entry.hover();
  const box = await entry.boundingBox();
  if (box === null) throw new Error('It is not in sight.');
  const [x, y] = [box.x + box.width / 2, box.y + box.height - 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y + 30, { steps: 4 });
  await page.mouse.move(x, y + 60, { steps: 4 });
  await page.mouse.up();
  await page.getByText('Activity moved.').last().waitFor();
  const [start, end] = await times();
  expect(start).toBe('10:00');
  expect(String(end) > '10:45').toBe(true);
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expect.poll(times).toEqual(['10:00', '10:30']);
});

test('the keyboard does what the pointer does: open, choose how much, delete this and following; the focus comes back', async () => {
  await page.goto('/calendar?view=timeGridDay');
  const entry = page.locator('.activity', { hasText: 'Standing call' }).first();
  await entry.waitFor();
  await entry.focus();
  await page.keyboard.press('Enter');
  await page.getByLabel('Subject').waitFor();
  await expectAccessible(page, '61-series-dialog');
  await page.keyboard.press('Escape');
  await page.getByLabel('Subject').waitFor({ state: 'hidden' });
  await expect.poll(() => page.evaluate<string>("document.activeElement?.textContent ?? ''")).toContain('Standing call');

  await page.goto(`/calendar?view=timeGridDay&date=${today.add({ days: 2 }).toString()}`);
  await entry.waitFor();
  await entry.focus();
  await page.keyboard.press('Enter');
  await button(page, 'Delete').click();
  await page.getByRole('dialog', { name: 'Delete “Standing call”?' }).getByLabel('This and following').check();
  await expectAccessible(page, '62-delete-series');
  await page.getByRole('dialog', { name: 'Delete “Standing call”?' }).getByRole('button', { name: 'Delete' }).click();
  const words = page.locator('.toast', { hasText: 'Activity deleted.' });
  await words.hover();
  expect(await startsOf('Standing call')).toHaveLength(2);
  // It stays while the focus is on it, also when the pointer only passed over it.
  await words.getByRole('button', { name: 'Close' }).focus();
  await page.mouse.move(400, 600);
  await page.waitForTimeout(6_000);
  expect(await words.count()).toBe(1);
  await page.keyboard.press('Enter');
  await words.waitFor({ state: 'hidden' });
});

test('the week says its days, and what somebody else organizes can be read with the reason', async () => {
  const at = (time: string) => ({ local: `${today.toString()}T${time}`, zone });
  await ask('POST', '/activities', { type: 'Meeting', subject: 'Their webinar', start: at('14:00'), end: at('15:00'), participants: [{ email: 'events@carrier.example', name: 'Carrier Events', organizer: true }] });
  await page.goto('/calendar?view=timeGridWeek&date=2026-11-24');
  await page.getByRole('heading', { name: /^Nov 22 – 28, 2026$/ }).waitFor();
  await page.goto('/calendar?view=timeGridDay');
  await page.locator('.activity', { hasText: 'Their webinar' }).first().click();
  await page.getByText('Organized by Carrier Events.').waitFor();
  expect(await page.getByLabel('Subject').isDisabled()).toBe(true);
  expect(await button(page, 'Save').count()).toBe(0);
  await expectAccessible(page, '63-organized-by');
  await page.keyboard.press('Escape');
  // A day without entries, opened at once by its address: its hours scroll with the keyboard too.
  await page.goto('/calendar?view=timeGridDay&date=2031-01-05');
  await page.getByRole('heading', { name: 'Sunday, January 5, 2031' }).waitFor();
  await page.getByLabel('Loading…').first().waitFor({ state: 'hidden' });
  await expectAccessible(page, '63-empty-day');
  await page.goto('/calendar?view=timeGridWeek');
  await page.locator('.activity').first().waitFor();
  await expectAccessible(page, '63-week');
  await page.setViewportSize(sizes.phone);
  await page.goto('/calendar');
  await page.getByRole('heading', { name: today.toLocaleString('en-US', { month: 'long', year: 'numeric' }) }).waitFor();
  expect(await page.getByRole('radio', { name: 'List' }).isChecked()).toBe(true);
  await page.setViewportSize(sizes.desktop);
});

test('a contact is found as its name is written, and is not left with unsaved changes by accident', async () => {
  const { contacts } = (await ask('GET', '/contacts?limit=1')) as { contacts: readonly { id: string; name: string }[] };
  const [first] = contacts;
  if (first === undefined) throw new Error('The demo has no contacts.');
  await page.goto('/contacts');
  await page.getByLabel('Search contacts').fill(first.name);
  await page.getByRole('link', { name: first.name, exact: true }).click();
  await page.getByLabel('Job title').fill('Keeper of keys');
  await page.getByRole('link', { name: 'Tasks' }).click();
  const leave = page.getByRole('dialog', { name: 'Leave without saving?' });
  await leave.waitFor();
  await expectAccessible(page, '64-leave');
  await leave.getByRole('button', { name: 'Cancel' }).click();
  expect(await page.getByLabel('Job title').inputValue()).toBe('Keeper of keys');
  await button(page, 'Save').click();
  await page.getByText('Contact saved.').waitFor();
  await page.getByLabel('Job title').fill('Somebody else');
  await page.goBack();
  await leave.getByRole('button', { name: 'Leave without saving' }).click();
  await page.getByRole('heading', { level: 1, name: 'Contacts' }).waitFor();
});

test('a task is added, stands in its group, is done with a tick and open again by Undo', async () => {
  const subject = 'Send the renewal papers of the Hartford policy to Mrs. Featherstonehaugh-Cholmondeley before noon';
  await page.goto('/tasks');
  await page.getByLabel('New task').fill(subject);
  await page.getByLabel('Due date').first().fill(today.toString());
  await page.keyboard.press('Enter');
  await page.getByRole('table').getByText('Due today').waitFor();
  await expectAccessible(page, '65-tasks');
  await page.getByLabel(`Done: ${subject}`).check();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: subject, exact: true }).waitFor();
  await page.setViewportSize(sizes.phone);
  // Words that do not fit go on in the next line: they need more than one, and none is wider than its cell.
  const box = await page.getByRole('button', { name: subject, exact: true }).boundingBox();
  expect(box?.height).toBeGreaterThan(40);
  expect(box?.width).toBeLessThan(sizes.phone.width);
  await page.setViewportSize(sizes.desktop);
});

test('a filtered SET shows who is in it while its conditions are written', async () => {
  await page.goto('/sets');
  await button(page, 'Add SET').click();
  await page.getByLabel('SET name').fill('Nobody and somebody');
  await page.getByLabel(/^Filtered/).check();
  await page.getByText('Fill in every value to see who meets the conditions.').waitFor();
  await page.getByLabel('Value of condition 1').selectOption({ index: 1 });
  await page.getByText(/contacts meet this\./).waitFor();
  await expectAccessible(page, '66-set-preview');
  await page.keyboard.press('Escape');
});

test('a calendar that is brought twice says that it is already there', async () => {
  const file = { name: 'team.ics', mimeType: 'text/calendar', buffer: Buffer.from(['BEGIN:VCALENDAR', 'VERSION:2.0', 'BEGIN:VEVENT', 'UID:once', 'SUMMARY:Only once', 'DTSTART:20261201T150000Z', 'DURATION:PT1H', 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n')) };
  await page.goto('/calendar/import');
  for (const expected of ['Every line can be read.', 'Already there: 1.']) {
    await page.locator('input[type=file]').setInputFiles(file);
    await button(page, 'Check the file').click();
    await page.getByText(expected, { exact: false }).waitFor();
    if (expected.startsWith('Every')) {
      await button(page, 'Import').click();
      await page.getByText('imported.', { exact: false }).first().waitFor();
      await page.goto('/calendar/import');
    }
  }
  await expectAccessible(page, '67-import-again');
});

test('a session that ends while a contact is typed takes nothing: one signs in in another tab, and saves', async () => {
  await page.goto('/contacts/new');
  await button(page, 'Add e-mail').click();
  // Who adds an entry goes on typing in it.
  await page.keyboard.type('noa@lakeshore.example');
  await page.getByLabel('First name').fill('Noa');
  await page.context().clearCookies();
  await button(page, 'Save').click();
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
  expect(await dialog.getByRole('link', { name: 'Sign in in a new tab' }).getAttribute('target')).toBe('_blank');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  const other = await page.context().newPage();
  await other.goto('/sign-in');
  await signIn(other, accountOf(demo, 'dana'));
  await other.close();
  await button(page, 'Save').click();
  await page.getByText('Contact added.').waitFor();
  const found = (await ask('GET', '/contacts?q=noa%40lakeshore')) as { contacts: readonly { name: string }[] };
  expect(found.contacts.map(({ name }) => name)).toEqual(['Noa']);
});
