// The administrator's pages, as one uses them in a browser against a demo of its own: what
// holds for the office, who there is, and what was written down.

import { mkdir } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.ts';
import { expectAccessible } from './accessibility.ts';
import { startDemo } from './demo.ts';
import type { Demo } from './demo.ts';
import { accountOf, button, openWindow, signIn } from './person.ts';

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
  await expectAccessible(page, '63-finer-choices');
  const answer = page.waitForResponse((response) => response.url().endsWith('/api/setup') && response.request().method() === 'PUT');
  await button(page, 'Save').click();
  expect((await answer).status()).toBe(200);
  const { policy } = (await (await page.request.get('/api/setup')).json()) as { policy: { own: unknown } };
  expect(policy.own).toMatchObject({ brakes: { contact: { share: 0.25, count: 20 } }, driftShare: 0.35, conflictByField: { 'contact.phones': 'office' } });
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
