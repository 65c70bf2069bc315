// What a person at a browser does again and again. In: a page. Out: the page one step on.
// Elements are found by what a person sees or hears of them.

import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { sizes } from './accessibility.ts';
import type { Demo, Person, Wire } from './demo.ts';

export async function openWindow(browser: Browser, demo: Demo): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ baseURL: demo.app, viewport: sizes.desktop, reducedMotion: 'reduce', locale: 'en-US', timezoneId: 'America/New_York' });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  return { context, page };
}

export function accountOf(demo: Demo, name: string): Person {
  const found = demo.users.find(({ email }) => email.startsWith(name));
  if (found === undefined) throw new Error(`The demo has no user ${name}.`);
  return found;
}

export async function signIn(page: Page, person: Person): Promise<void> {
  await page.getByLabel('E-mail address').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await button(page, 'Sign in').click();
  await page.waitForURL((url) => url.pathname !== '/sign-in');
}

export function button(page: Page, name: string): Locator {
  return page.getByRole('button', { name, exact: true });
}

export async function openOptions(page: Page): Promise<void> {
  // A pointer that rests on a message holds it in place, over what is below.
  await page.mouse.move(0, 0);
  await button(page, 'Options').first().click();
  await page.getByRole('menu').waitFor();
}

/** Chooses the first option of a list whose text fits. */
export async function choose(page: Page, label: string, fits: RegExp): Promise<void> {
  const list = page.getByLabel(label).and(page.locator('select'));
  // What it offers may depend on lines that are still being read.
  const option = list.locator('option').filter({ hasText: fits }).first();
  await option.waitFor({ state: 'attached' });
  await list.selectOption({ label: (await option.textContent()) ?? '' });
}

export async function stateIs(page: Page, title: string, timeout = 60_000): Promise<void> {
  await page.getByRole('region', { name: 'State of the synchronization' }).getByText(title, { exact: true }).waitFor({ timeout });
}

/** The entries of a repeated field of a Google record. */
export function answersOf(record: Wire, field: string): readonly Wire[] {
  const entries = record[field];
  return Array.isArray(entries) ? (entries as readonly Wire[]) : [];
}
