// The further choices of the Setup Detail and a change while it runs, as a person makes them
// in a browser, against a demo of its own.

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
  [demo, browser] = await Promise.all([startDemo(), openBrowser()]);
  ({ page } = await openWindow(browser, demo));
  await page.goto('/setup/google');
  await signIn(page, accountOf(demo, 'marcus'));
  // Chosen before connecting: the way to Google and back must not take it.
  await page.getByLabel('Contact Synchronization', { exact: true }).check();
  await page.getByLabel('Google to SmartOffice only').check();
  await button(page, 'Connect Google').click();
  await page.waitForURL((url) => url.origin === demo.google);
  await page.locator('#approve').click();
  await page.getByText(/^Connected as/).waitFor();
});
afterAll(async () => {
  await browser?.close();
  await demo?.stop();
});

test('what was chosen before Google was connected is still chosen afterwards, and is said not to be saved', async () => {
  expect([await page.getByLabel('Contact Synchronization', { exact: true }).isChecked(), await page.getByLabel('Google to SmartOffice only').isChecked()]).toEqual([true, true]);
  await page.getByText('You have changes that are not saved.').waitFor();
  await button(page, 'Cancel').click();
  await page.reload();
  await page.getByText(/^Connected as/).waitFor();
  expect(await page.getByLabel('Google to SmartOffice only').isChecked()).toBe(false);
});

test('More choices say what each means and where it comes from, and everybody can use them', async () => {
  await page.getByRole('button', { name: 'More choices' }).click();
  await page.getByLabel('When both sides changed the same field').waitFor();
  expect(await page.getByLabel('When both sides changed the same field').inputValue()).toBe('ask');
  expect(await page.getByLabel('A deleted contact in Google').inputValue()).toBe('ask');
  await page.getByText('This is the default.', { exact: false }).first().waitFor();
  await expectAccessible(page, '50-more-choices');
});

test('[R32] [N10] Change Setup unlocks a setup that runs, and saving it makes a preview that says what changed', async () => {
  await page.getByLabel('Contact Synchronization', { exact: true }).uncheck();
  await page.getByLabel('SmartOffice to Google only').check();
  await page.getByLabel('Run Synchronization', { exact: true }).check();
  await button(page, 'Save').click();
  await stateIs(page, 'The Preview Report is available for review');
  expect(await page.getByLabel('SmartOffice to Google only').isDisabled()).toBe(true);
  const before = await demo.state(accountOf(demo, 'marcus').googleAccount);
  await button(page, 'Change Setup').click();
  await page.getByLabel('SmartOffice to Google and Vice Versa').check();
  await page.getByLabel('When both sides changed the same field').selectOption('office');
  await expectAccessible(page, '51-change-setup');
  const answer = page.waitForResponse((response) => response.url().endsWith('/api/setup') && response.request().method() === 'PUT');
  await button(page, 'Save').click();
  expect((await answer).status()).toBe(200);
  await page.getByText('Replaced by a newer report').waitFor();
  await stateIs(page, 'The Preview Report is available for review');
  expect(await page.getByLabel('SmartOffice to Google and Vice Versa').isDisabled()).toBe(true);
  const now = (await (await page.request.get('/api/setup')).json()) as { policy: { effective: { conflict: string } }; options: { activities: string } };
  expect([now.policy.effective.conflict, now.options.activities]).toEqual(['office', 'two-way']);
  expect((await demo.state(accountOf(demo, 'marcus').googleAccount))['calendars']).toEqual(before['calendars']);
});

test('[R37] a calendar that may only be read is offered to be shown, chosen by its name, role and id', async () => {
  const account = accountOf(demo, 'marcus').googleAccount;
  const seed = { accounts: [{ email: 'bea@example.org', calendars: [{ id: 'bea-team', summary: 'Team of Bea' }] }, { email: account, calendars: [{ id: 'bea-team', summary: 'Team of Bea', owner: 'bea@example.org', accessRole: 'reader' }] }] };
  expect((await fetch(`${demo.google}/_sim/seed`, { method: 'POST', body: JSON.stringify(seed) })).status).toBe(200);
  await page.reload();
  await button(page, 'Change Setup').click();
  await page.getByLabel('Team of Bea (reader), bea-team').check();
  await expectAccessible(page, '52-shown-calendars');
  const answer = page.waitForResponse((response) => response.url().endsWith('/api/setup') && response.request().method() === 'PUT');
  await button(page, 'Save').click();
  expect((await answer).status()).toBe(200);
  const { options } = (await (await page.request.get('/api/setup')).json()) as { options: { shownCalendars?: string[] } };
  expect(options.shownCalendars).toEqual(['bea-team']);
});
