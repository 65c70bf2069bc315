// The pictures of the documentation (npm run screenshots). In: nothing, or the folder to
// write to. Out: docs/images/*.png, taken from a demo of its own while its story is lived:
// connect, preview, read, approve, be told. Never here: a page made up for a picture.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright-core';
import { openBrowser } from '../test/support/browser.ts';

const here = dirname(fileURLToPath(import.meta.url));
const repository = dirname(here);
const folder = resolve(process.argv[2] ?? join(here, 'images'));
const largest = 200_000;

interface Ready {
  readonly app: string;
  readonly google: string;
  readonly users: readonly { readonly email: string; readonly password: string; readonly role: string }[];
}

async function startDemo(): Promise<{ ready: Ready; stop: () => Promise<void> }> {
  const program = join(repository, 'src', 'main.ts');
  const child = spawn(process.execPath, [program, 'demo', '--app-port', '0', '--google-port', '0', '--json'], { cwd: repository, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
  };
  const first = await Promise.race([once(createInterface({ input: child.stdout }), 'line').then(([line]) => String(line)), ended.then(() => undefined)]);
  if (first === undefined) throw new Error('The demo did not start.');
  return { ready: JSON.parse(first) as Ready, stop };
}

async function signIn(page: Page, app: string, person: { readonly email: string; readonly password: string }): Promise<void> {
  await page.goto(`${app}/sign-in`);
  await page.getByLabel('E-mail address').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}

/** Called after a page has come to rest: nothing moves, nothing is half loaded, no caret. */
async function take(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  await page.locator('[aria-busy="true"], .mantine-Skeleton-root').first().waitFor({ state: 'detached' });
  await page.waitForTimeout(600);
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
  const { size } = await stat(path);
  if (size > largest) throw new Error(`${name}.png has ${size} bytes; at most ${largest} are wanted.`);
  process.stdout.write(`${name}.png ${size}\n`);
}

async function scrollToTop(page: Page): Promise<void> {
  await page.evaluate('window.scrollTo(0, 0)');
  await page.waitForTimeout(200);
}

/** Puts something near the top of the picture, below the header that stays in place. */
async function scrollTo(page: Page, what: Locator): Promise<void> {
  const place = await what.boundingBox();
  if (place !== null) await page.evaluate(`window.scrollBy({ top: ${place.y - 76}, behavior: 'instant' })`);
  await page.waitForTimeout(200);
}

/** Toasts tell of the step before; a picture is of what stays. */
async function withoutToasts(page: Page): Promise<void> {
  // One that lies under the pointer stays.
  await page.mouse.move(0, 0);
  await page.locator('.toast').first().waitFor({ state: 'detached', timeout: 30_000 });
}

/** A SET is listed with the number of its members behind its name. */
async function setLabelled(page: Page, name: string): Promise<string> {
  const labels = await page.locator('select[name="setId"] option').allTextContents();
  const found = labels.find((label) => label.startsWith(name));
  if (found === undefined) throw new Error(`There is no SET ${name}.`);
  return found;
}

async function liveTheStory(page: Page, { app, users }: Ready): Promise<void> {
  const person = users.find(({ role }) => role === 'user');
  if (person === undefined) throw new Error('The demo has no user.');
  const setup = `${app}/setup/google`;

  await signIn(page, app, person);
  await page.goto(setup);
  await page.getByRole('button', { name: 'Connect Google' }).click();
  await page.locator('#approve').click();
  await page.getByText(`Connected as ${person.email}`).waitFor();

  await page.getByLabel('Contact Synchronization', { exact: true }).check();
  await page.getByLabel('SmartOffice to Google and Vice Versa').check();
  await page.getByLabel('Synchronize Recurring Activities').check();
  await page.locator('select[name="setId"]').selectOption({ label: await setLabelled(page, 'Google Sync') });
  await page.getByLabel('Run Synchronization', { exact: true }).check();
  await withoutToasts(page);
  await scrollToTop(page);
  await take(page, 'setup-detail');
  await scrollTo(page, page.locator('#contact-options'));
  await take(page, 'setup-detail-options');

  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('The Preview Report is available for review', { exact: true }).first().waitFor({ timeout: 120_000 });
  await withoutToasts(page);
  await scrollTo(page, page.locator('#report-list'));
  await page.getByRole('button', { name: 'Options' }).click();
  await page.getByRole('menuitem', { name: /Approve Preview Synchronization/ }).waitFor();
  await take(page, 'report-list');
  await page.keyboard.press('Escape');

  await page.getByRole('link', { name: 'Preview Report', exact: true }).click();
  await page.getByRole('heading', { name: /^Preview Report/ }).waitFor();
  await page.getByText('Every change, one by one').waitFor();
  await withoutToasts(page);
  await take(page, 'preview-report');
  await scrollTo(page, page.getByText('Every change, one by one'));
  await page.getByRole('rowheader').getByRole('button').first().click();
  await take(page, 'preview-report-lines');

  await scrollToTop(page);
  await page.getByRole('button', { name: 'Options' }).click();
  await page.getByRole('menuitem', { name: /Approve Preview Synchronization/ }).click();
  await page.getByRole('button', { name: 'Approve', exact: true }).waitFor();
  await page.waitForTimeout(500);
  await take(page, 'approve');
  await page.getByRole('button', { name: 'Approve', exact: true }).click();

  await page.goto(setup);
  await page.getByText('Synchronization is active', { exact: true }).waitFor({ timeout: 300_000 });
  await withoutToasts(page);
  await take(page, 'active');

  await page.goto(`${app}/mail`);
  await page.getByText('Preview report is available for review').first().click();
  await page.locator('iframe').first().waitFor();
  await take(page, 'mail');

  await page.goto(`${app}/calendar`);
  await page.getByText('Times are shown in').waitFor();
  // An activity begins with its time.
  await page.getByText(/^\d{1,2}:\d\d /).first().waitFor();
  await take(page, 'calendar');
}

await mkdir(folder, { recursive: true });
const { ready, stop } = await startDemo();
try {
  const browser = await openBrowser();
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1, locale: 'en-US', timezoneId: 'America/New_York', colorScheme: 'light', reducedMotion: 'reduce' });
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    await liveTheStory(page, ready);
  } finally {
    await browser.close();
  }
} finally {
  await stop();
}
