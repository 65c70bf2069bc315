// The administrator's pages, as one uses them in a browser against a demo of its own: what
// holds for the office, who there is, and what was written down.

import { mkdir } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.ts';
import { expectAccessible } from './accessibility.ts';
import { startDemo } from './demo.ts';
import type { Demo } from './demo.ts';
import { accountOf, button, openWindow, signIn, stateIs } from './person.ts';

let demo: Demo;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  const pictures = process.env['SCREENSHOTS'];
  if (pictures !== undefined) await mkdir(pictures, { recursive: true });
  [demo, browser] = await Promise.all([startDemo(), openBrowser()]);
  ({ page } = await openWindow(browser, demo));
  await page.goto('/setup/google');
  await signIn(page, accountOf(demo, 'ruth'));
});
afterAll(async () => {
  await browser?.close();
  await demo?.stop();
});

const heading = (name: string) => page.getByRole('heading', { level: 1, name });
const setting = (name: string) => page.getByRole('region', { name });

test('the side menu leads an administrator to the pages for the office, and nobody else', async () => {
  const menu = page.getByRole('navigation', { name: 'Side menu' });
  for (const name of ['All users', 'Office settings', 'Audit', 'Doctor']) await menu.getByRole('link', { name }).waitFor();
  const other = await openWindow(browser, demo);
  await other.page.goto('/admin/office');
  await signIn(other.page, accountOf(demo, 'dana'));
  await other.page.getByText('You may not see or change this.').waitFor();
  expect(await other.page.getByRole('link', { name: 'Office settings' }).count()).toBe(0);
  await other.context.close();
});

test('[R31] an administrator sets a default, a lock, what is not offered and guidance, after a question that counts whom it concerns', async () => {
  await page.goto('/admin/office');
  await heading('Office settings').waitFor();
  await page.getByRole('button', { name: /^When both sides changed the same field/ }).waitFor();
  await expectAccessible(page, '60-office');
  await page.getByRole('button', { name: /^When both sides changed the same field/ }).click();
  const conflict = setting('When both sides changed the same field');
  await conflict.getByLabel('Default', { exact: true }).selectOption('newest');
  await conflict.getByRole('checkbox', { name: 'Google is used' }).check();
  await conflict.getByRole('switch', { name: 'Users may change it' }).uncheck();
  await conflict.getByLabel('Guidance shown beside the option').fill('The later change is the better one with us.');
  await page.getByRole('button', { name: /^TYPE of phones/ }).click();
  const types = setting('TYPE of phones').getByRole('group', { name: 'What Google calls it, and what SmartOffice stores' });
  await types.getByLabel('Google Voice').selectOption('mobile');
  await expectAccessible(page, '61-office-open');
  await button(page, 'Save').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('No running synchronization is concerned.', { exact: false }).waitFor();
  await expectAccessible(page, '62-office-question');
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('The office settings are saved.').waitFor();
  const { setup } = (await (await page.request.get('/api/office/setup')).json()) as { setup: { defaults: { policy: unknown }; locked: string[]; withdrawn: unknown; guidance: Record<string, string> } };
  expect(setup.defaults.policy).toEqual({ conflict: 'newest', types: { office: { 'phones.googleVoice': 'mobile' } } });
  expect(setup.locked).toContain('conflict');
  expect(setup.withdrawn).toEqual({ conflict: ['google'] });
  expect(setup.guidance['conflict']).toBe('The later change is the better one with us.');
  // What a person then sees.
  // Set apart and back again: then it is no default of the office any more.
  await page.getByRole('button', { name: /^When both sides changed one of these fields/ }).click();
  const phones = page.locator('[name="defaults.policy.conflictByField.contact.phones"]');
  await phones.selectOption('office');
  await phones.selectOption({ label: 'Like the rest' });
  await page.locator('[name="defaults.policy.conflictByField.contact.emails"]').selectOption('office');
  await button(page, 'Save').click();
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect.poll(async () => ((await (await page.request.get('/api/office/setup')).json()) as { setup: { defaults: { policy: { conflictByField?: unknown } } } }).setup.defaults.policy.conflictByField).toEqual({ 'contact.emails': 'office' });
  await page.goto('/setup/google');
  await page.getByRole('button', { name: 'More choices' }).click();
  const choice = page.getByLabel('When both sides changed the same field', { exact: true });
  expect(await choice.inputValue()).toBe('newest');
  expect(await choice.isDisabled()).toBe(true);
  await page.getByText('The later change is the better one with us.', { exact: false }).first().waitFor();
});

test('single fields, brakes and the share that may drift are chosen in plain words', async () => {
  await page.getByRole('button', { name: 'Single fields and safety brakes' }).click();
  await page.getByLabel('Stop at this number of contacts').fill('20');
  await page.getByLabel('Make a new report when so much has changed since the last one').fill('35');
  await page.locator('[name="policy.conflictByField.contact.phones"]').selectOption('office');
  // The office's default for one field gives way to what all fields do.
  await page.locator('[name="policy.conflictByField.contact.emails"]').selectOption({ label: 'Like the rest' });
  await expectAccessible(page, '63-finer-choices');
  const answer = page.waitForResponse((response) => response.url().endsWith('/api/setup') && response.request().method() === 'PUT');
  // Enter saves: what then stands in the field is what is saved.
  await page.locator('[name="policy.brakes.task.count"]').fill('0');
  await page.getByText('Type a whole number from 1 to 1000000.').waitFor();
  await page.keyboard.press('Enter');
  expect((await answer).status()).toBe(200);
  expect(await page.locator('[name="policy.brakes.task.count"]').inputValue()).toBe('1');
  const { policy } = (await (await page.request.get('/api/setup')).json()) as { policy: { own: unknown } };
  expect(policy.own).toMatchObject({ brakes: { contact: { share: 0.25, count: 20 }, task: { count: 1 } }, driftShare: 0.35, conflictByField: { 'contact.phones': 'office', 'contact.emails': 'like the rest' } });
});

test('the audit shows who did what, filters by kind and person, and is exported with the same filter', async () => {
  await page.goto('/audit');
  await heading('Audit').waitFor();
  await page.getByRole('table').or(page.getByText('No entries yet')).first().waitFor();
  await expectAccessible(page, '64-audit');
  await page.getByLabel('Who', { exact: true }).fill('nobody of this name');
  await page.getByText('No entry matches.').waitFor();
  await expectAccessible(page, '65-audit-empty');
  expect(await page.getByRole('link', { name: 'Export as CSV' }).getAttribute('href')).toContain('user=nobody');
  await button(page, 'Clear the filter').click();
  await page.getByText('No entry matches.').waitFor({ state: 'hidden' });
  const csv = await page.request.get('/api/audit.csv');
  expect([csv.status(), csv.headers()['content-type']]).toEqual([200, 'text/csv; charset=utf-8']);
});

test('[R35] each kind of mail and alert is switched off by itself, but not an alert without which nothing goes on', async () => {
  await page.goto('/alerts');
  await heading('Alerts').waitFor();
  const mail = page.getByRole('switch', { name: 'E-mail: The synchronization has failed' });
  await mail.uncheck();
  await page.getByText('Saved.').first().waitFor();
  expect(await page.getByRole('switch', { name: 'Alert: A Preview Report is available for review' }).isDisabled()).toBe(true);
  await page.getByText('The alert always comes', { exact: false }).first().waitFor();
  await expectAccessible(page, '66-notifications');
  await page.reload();
  await mail.waitFor();
  expect(await mail.isChecked()).toBe(false);
  expect(await page.getByRole('switch', { name: 'Alert: The synchronization has failed' }).isChecked()).toBe(true);
  await page.getByRole('banner').getByRole('link', { name: /unread alert/ }).waitFor();
});

test('all users are searched and filtered, and each leads to the setup and reports of that person', async () => {
  await page.goto('/users');
  await heading('All users').waitFor();
  const row = page.getByRole('row', { name: /dana@lakeshore/ });
  await row.waitFor();
  await expectAccessible(page, '67-users');
  await page.getByLabel('State', { exact: true }).selectOption('trouble');
  await page.getByText('No user fits.').waitFor();
  await page.getByLabel('State', { exact: true }).selectOption('');
  await row.getByRole('link').click();
  await page.getByRole('heading', { level: 1, name: /Dana/ }).waitFor();
  await page.getByRole('heading', { name: 'Setup', exact: true }).waitFor();
  await expectAccessible(page, '68-user');
  await button(page, 'Mail a link for a new password').click();
  await page.getByRole('dialog').getByText('gets a link that can be used once', { exact: false }).waitFor();
  await page.keyboard.press('Escape');
});

test('people are added from a pasted table: mistakes by their lines first, then passwords shown once', async () => {
  await page.goto('/users');
  await page.getByRole('link', { name: 'Add people' }).click();
  await heading('Add people').waitFor();
  await expectAccessible(page, '69-add-people');
  await page.getByText('Paste a table').click();
  await page.getByLabel('Make a password for each and show it to me once').check();
  await page.getByLabel('Table', { exact: true }).fill('email,name,role\nnina@lakeshore.example,Nina North,user\nnot an address,Otto,chief\n');
  await button(page, 'Add').click();
  await page.getByText('One line is not right. Nobody was added.').waitFor();
  await page.getByText('Line 3 (not an address): “chief” is no role. Write user or administrator.').waitFor();
  await expectAccessible(page, '70-add-people-wrong');
  await page.getByLabel('Table', { exact: true }).fill('email,name,role\nnina@lakeshore.example,Nina North,user\n');
  await button(page, 'Add').click();
  await page.getByText('1 person was added.').waitFor();
  const password = (await page.locator('code').textContent()) ?? '';
  await expectAccessible(page, '71-added');
  const other = await openWindow(browser, demo);
  await other.page.goto('/sign-in');
  await signIn(other.page, { email: 'nina@lakeshore.example', password, role: 'user', googleAccount: '' });
  await other.page.getByRole('heading', { name: 'Setup Detail' }).waitFor();
  await other.context.close();
});

test('[R39] a user is disabled and enabled, and given another role, each after a question that says what it means', async () => {
  await page.goto('/users');
  await page.getByRole('row', { name: /marcus@lakeshore/ }).getByRole('link').click();
  await page.getByRole('heading', { level: 1, name: /Marcus/ }).waitFor();
  await button(page, 'Disable').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Nothing is deleted.', { exact: false }).waitFor();
  await dialog.getByText('pauses at the next safe point', { exact: false }).waitFor();
  await expectAccessible(page, '72-disable');
  await dialog.getByRole('button', { name: 'Disable' }).click();
  await page.getByText('This user is disabled').waitFor();
  await expectAccessible(page, '73-disabled');
  await page.getByRole('main').getByRole('link', { name: 'All users' }).click();
  await page.getByLabel('State', { exact: true }).selectOption('disabled');
  await page.getByText('1 of', { exact: false }).waitFor();
  const other = await openWindow(browser, demo);
  await other.page.goto('/sign-in');
  const marcus = accountOf(demo, 'marcus');
  await other.page.getByLabel('E-mail address').fill(marcus.email);
  await other.page.getByLabel('Password', { exact: true }).fill(marcus.password);
  await button(other.page, 'Sign in').click();
  await other.page.getByText('The e-mail address or the password is not right.', { exact: false }).waitFor();
  await page.getByRole('row', { name: /marcus@lakeshore/ }).getByRole('link').click();
  await button(page, 'Enable').click();
  await dialog.getByRole('button', { name: 'Enable' }).click();
  await button(page, 'Make an administrator').click();
  await dialog.getByText('office settings, all users and the audit', { exact: false }).waitFor();
  await dialog.getByRole('button', { name: 'Make an administrator' }).click();
  await button(page, 'Make a user').waitFor();
  await signIn(other.page, marcus);
  await other.page.getByRole('navigation', { name: 'Side menu' }).getByRole('link', { name: 'Audit' }).waitFor();
  await other.context.close();
  // The one who is signed in cannot shut the door behind everybody.
  await button(page, 'Make a user').click();
  await dialog.getByRole('button', { name: 'Make a user' }).click();
  await button(page, 'Make an administrator').waitFor();
  await page.goto('/users');
  await page.getByRole('row', { name: /ruth@lakeshore/ }).getByRole('link').click();
  await button(page, 'Make a user').waitFor();
  expect(await button(page, 'Disable').count()).toBe(0);
  await button(page, 'Make a user').click();
  await dialog.getByRole('button', { name: 'Make a user' }).click();
  await dialog.getByText('This is the last administrator of your office.').waitFor();
  await dialog.getByText('Make somebody else an administrator first.').waitFor();
  await page.keyboard.press('Escape');
});

test('who is invited by mail chooses a password by the link of the mail and is signed in; the link works once', async () => {
  await page.goto('/users/add');
  await page.getByLabel('Name of person 1', { exact: true }).fill('Pia Park');
  await page.getByLabel('E-mail of person 1', { exact: true }).fill('pia@lakeshore.example');
  await button(page, 'Add').click();
  await page.getByText('Each of them was sent a mail with a link.').waitFor();
  const { accounts } = (await (await page.request.get('/api/accounts')).json()) as { accounts: readonly { userId: string; email: string }[] };
  const pia = accounts.find(({ email }) => email === 'pia@lakeshore.example');
  const { mails } = (await (await page.request.get(`/api/mail?user=${pia?.userId}`)).json()) as { mails: readonly { text: string; html: string }[] };
  const link = /http\S+\/welcome#[\w-]+/.exec(mails[0]?.text ?? '')?.[0] ?? '';
  const other = await openWindow(browser, demo);
  await other.page.goto(link);
  await other.page.getByText('Welcome, Pia Park.', { exact: false }).waitFor();
  expect(new URL(other.page.url()).hash).toBe('');
  await expectAccessible(other.page, '72-welcome');
  await other.page.getByLabel('New password', { exact: true }).fill('a password of my own');
  await other.page.getByLabel('New password again', { exact: true }).fill('a password of my own');
  await other.page.getByRole('button', { name: 'Save and sign in' }).click();
  await other.page.getByRole('heading', { name: 'Setup Detail' }).waitFor();
  await other.page.goto('/sign-in');
  await other.page.goto(link);
  await other.page.getByText('This link is not good any more.').waitFor();
  await expectAccessible(other.page, '73-welcome-over');
  await other.context.close();
  // The mail itself, as a mail program would show it.
  const letter = await openWindow(browser, demo);
  await letter.page.setContent(mails[0]?.html ?? '');
  await letter.page.getByRole('link', { name: 'Choose a password' }).waitFor();
  await letter.context.close();
});

test('the Setup Detail of a running synchronization says what moved today and when both sides are looked at next', async () => {
  const other = await openWindow(browser, demo);
  const his = other.page;
  await his.goto('/setup/google');
  await signIn(his, accountOf(demo, 'marcus'));
  await button(his, 'Connect Google').click();
  await his.waitForURL((url) => url.origin === demo.google);
  await his.locator('#approve').click();
  await his.getByText(/^Connected as/).waitFor();
  await his.getByLabel('SmartOffice to Google only').check();
  await his.getByLabel('Run Synchronization', { exact: true }).check();
  await button(his, 'Save').click();
  await stateIs(his, 'The Preview Report is available for review');
  // The bell counts by itself, without loading the page again.
  await his.getByRole('banner').getByRole('link', { name: '1 unread alert', exact: true }).waitFor();
  const { reports } = (await (await his.request.get('/api/reports')).json()) as { reports: readonly { id: string; digest: string }[] };
  const { csrfToken } = (await (await his.request.get('/api/session')).json()) as { csrfToken: string };
  const headers = { 'x-csrf-token': csrfToken };
  await his.request.post(`/api/reports/${reports[0]?.id}/open`, { headers, data: {} });
  expect((await his.request.post(`/api/reports/${reports[0]?.id}/approve`, { headers, data: { digest: reports[0]?.digest } })).status()).toBe(200);
  await stateIs(his, 'Synchronization is active', 90_000);
  const state = his.getByRole('region', { name: 'State of the synchronization' });
  await state.getByText(/Written today: [1-9][\d,]* in Google, 0 in SmartOffice\./).waitFor();
  await state.getByText(/Both sides are looked at again/).waitFor();
  await expectAccessible(his, '74-status');
  await other.context.close();
});
