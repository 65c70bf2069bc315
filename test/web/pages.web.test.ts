// Every page and dialog beside the story, with the data of the demo, looked at as everybody
// may meet it: wide and narrow, light and dark; and what bad input gets there.

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

beforeAll(async () => {
  [demo, browser] = await Promise.all([startDemo(), openBrowser()]);
  ({ page } = await openWindow(browser, demo));
  await page.goto('/contacts');
  await signIn(page, accountOf(demo, 'ruth'));
});
afterAll(async () => {
  await browser?.close();
  await demo?.stop();
});

const loaded = async (heading: string | RegExp): Promise<void> => {
  await page.getByRole('heading', { level: 1, name: heading }).waitFor();
  await page.getByLabel('Loading…').first().waitFor({ state: 'hidden' });
};

test('the list of contacts, a contact that is not complete, and the import of a file that is none', async () => {
  await loaded('Contacts');
  await page.getByRole('table').getByRole('link').first().waitFor();
  await expectAccessible(page, '31-contacts');
  await page.getByRole('link', { name: 'Add contact' }).click();
  await loaded('New contact');
  await button(page, 'Save').click();
  await page.getByText(/name/i).first().waitFor();
  await expectAccessible(page, '32-contact-new');
  await page.goto('/contacts/import');
  await page.locator('input[type=file]').setInputFiles({ name: 'notes.vcf', mimeType: 'text/vcard', buffer: Buffer.from('this is no card') });
  await page.getByRole('main').getByRole('button', { name: /check/i }).click();
  await page.getByRole('alert').or(page.getByRole('status')).first().waitFor();
  await expectAccessible(page, '33-import');
});

test('a menu opens, is walked and closes by the keyboard, and the focus comes back', async () => {
  await page.goto('/contacts');
  await button(page, 'Export').focus();
  await page.keyboard.press('Enter');
  const focused = () => page.evaluate<string>("document.activeElement?.textContent ?? ''");
  await expect.poll(focused).toBe('Export as vCard');
  await page.keyboard.press('ArrowDown');
  expect(await focused()).toBe('Export as CSV');
  await page.keyboard.press('ArrowDown');
  expect(await focused()).toBe('Export as vCard');
  await page.keyboard.press('End');
  expect(await focused()).toBe('Export as CSV');
  await page.keyboard.press('Escape');
  await page.getByRole('menu').waitFor({ state: 'hidden' });
  expect(await focused()).toBe('Export');
  // A second look at the button closes what the first one opened.
  await button(page, 'Export').click();
  await page.getByRole('menu').waitFor();
  await button(page, 'Export').click();
  await page.getByRole('menu').waitFor({ state: 'hidden' });
});

test('the SETs, one SET and the dialog of a new one', async () => {
  await page.goto('/sets');
  await loaded('SETs');
  await page.getByRole('table').getByRole('link').first().waitFor();
  await expectAccessible(page, '34-sets');
  await button(page, 'Add SET').click();
  await page.getByRole('dialog').waitFor();
  await expectAccessible(page, '35-set-dialog');
  await page.keyboard.press('Escape');
  await page.getByRole('table').getByRole('link').first().click();
  await page.getByRole('table').waitFor();
  await expectAccessible(page, '36-set');
});

test('the calendar in its views and the dialog of an activity', async () => {
  for (const view of ['Month', 'Week', 'Day', 'List']) {
    await page.goto('/calendar');
    await loaded('Calendar');
    const choice = page.getByRole('main').getByText(view, { exact: true }).first();
    if ((await choice.count()) === 0) continue;
    await choice.click();
    await page.waitForLoadState('networkidle').catch(() => undefined);
    await expectAccessible(page, `37-calendar-${view.toLowerCase()}`);
  }
  await page.getByRole('button', { name: /Add activity|New activity/ }).click();
  await page.getByRole('dialog').waitFor();
  await expectAccessible(page, '38-activity');
  await page.keyboard.press('Escape');
});

test('the tasks and the dialog of a task', async () => {
  await page.goto('/tasks');
  await loaded('Tasks');
  const edit = page.getByRole('main').getByRole('button', { name: /^Edit/ }).first();
  await edit.waitFor();
  await expectAccessible(page, '39-tasks');
  await edit.click();
  await page.getByRole('dialog').waitFor();
  await expectAccessible(page, '40-task');
  await page.keyboard.press('Escape');
});

test('all users for the administrator, and empty alerts and mail', async () => {
  await page.goto('/users');
  await loaded('All users');
  await page.getByRole('row', { name: /dana@lakeshore/ }).waitFor();
  await expectAccessible(page, '41-users');
  await page.goto('/alerts');
  await loaded('Alerts');
  await expectAccessible(page, '42-alerts-empty');
  await page.goto('/mail');
  await loaded('Sent Mail');
  await expectAccessible(page, '43-mail-empty');
});

test('the doctor with what to do, and the change of the password with errors at their fields', async () => {
  await page.goto('/doctor');
  await loaded('Doctor');
  await page.getByText('Google client id and secret').waitFor();
  await expectAccessible(page, '46-doctor');
  await page.goto('/password');
  await loaded('Change password');
  await page.getByRole('main').getByRole('button', { name: 'Change password' }).click();
  await page.getByText('Type your present password.').waitFor();
  await expectAccessible(page, '47-password');
  await page.getByLabel('Present password', { exact: true }).fill('not it at all');
  await page.getByLabel('New password', { exact: true }).fill('another long password');
  await page.getByLabel('New password again', { exact: true }).fill('another long password');
  await page.getByRole('main').getByRole('button', { name: 'Change password' }).click();
  await page.getByText('The present password is not right.').waitFor();
});

test('an address that does not exist, and a report that does not exist, lead on', async () => {
  await page.goto('/nothing/here');
  await page.getByText('This page does not exist.').waitFor();
  await expectAccessible(page, '44-not-found');
  await page.goto('/setup/google/reports/6f1c2b90-0000-4000-8000-000000000000');
  await page.getByRole('link', { name: 'Back to Setup Detail' }).waitFor();
  await expectAccessible(page, '45-no-report');
});

test('the menu of a phone opens, leads on and closes', async () => {
  await page.goto('/tasks');
  await page.setViewportSize(sizes.phone);
  await button(page, 'Open menu').click();
  const link = page.getByRole('navigation', { name: 'Side menu' }).getByRole('link', { name: 'SETs' });
  await link.click();
  await loaded('SETs');
  await button(page, 'Open menu').waitFor();
  await page.setViewportSize(sizes.desktop);
  expect(new URL(page.url()).pathname).toBe('/sets');
});
