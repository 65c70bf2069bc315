// What every page shows while its data are on the way and when they do not come: something
// that says so, plain words with a remedy, and a button that tries again and leads on.

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
const ids = { contact: '', set: '', user: '' };

beforeAll(async () => {
  [demo, browser] = await Promise.all([startDemo(), openBrowser()]);
  ({ page } = await openWindow(browser, demo));
  await page.goto('/contacts');
  await signIn(page, accountOf(demo, 'ruth'));
  const first = async <T>(path: string, of: string): Promise<T> => ((await (await page.request.get(path)).json()) as Record<string, T[]>)[of]?.[0] as T;
  ids.contact = (await first<{ id: string }>('/api/contacts?limit=1', 'contacts')).id;
  ids.set = (await first<{ id: string }>('/api/sets', 'sets')).id;
  ids.user = (await first<{ userId: string }>('/api/accounts', 'accounts')).userId;
});
afterAll(async () => {
  await browser?.close();
  await demo?.stop();
});

const pages: readonly (readonly [name: string, address: () => string, asks: () => string])[] = [
  ['Setup Detail', () => '/setup/google', () => '/api/setup'],
  ['Report List', () => '/setup/google', () => '/api/reports'],
  ['Questions', () => '/questions', () => '/api/questions'],
  ['Contacts', () => '/contacts', () => '/api/contacts'],
  ['a contact', () => `/contacts/${ids.contact}`, () => `/api/contacts/${ids.contact}`],
  ['SETs', () => '/sets', () => '/api/sets'],
  ['a SET', () => `/sets/${ids.set}`, () => `/api/sets/${ids.set}`],
  ['Calendar', () => '/calendar', () => '/api/calendar'],
  ['Tasks', () => '/tasks', () => '/api/tasks'],
  ['Alerts', () => '/alerts', () => '/api/alerts'],
  ['Sent Mail', () => '/mail', () => '/api/mail'],
  ['All users', () => '/users', () => '/api/accounts'],
  ['a user', () => `/users/${ids.user}`, () => '/api/accounts'],
  ['Office settings', () => '/admin/office', () => '/api/office/setup'],
  ['Audit', () => '/audit', () => '/api/audit'],
  ['Doctor', () => '/doctor', () => '/api/doctor'],
];

test.each(pages)('%s says that it loads, what went wrong, and comes when one tries again', async (name, address, asks) => {
  let goOn = (): void => undefined;
  const held = new Promise<void>((resolve) => (goOn = resolve));
  const isAsked = (url: URL): boolean => url.pathname === asks();
  await page.route(isAsked, async (route) => {
    await held;
    await route.fulfill({ status: 503, contentType: 'application/json', body: JSON.stringify({ code: 'unavailable', message: 'The product is starting.', remedy: 'Try again in a moment.' }) });
  });
  await page.goto(address());
  const main = page.getByRole('main');
  await main.locator('[role=status][aria-label="Loading…"], .mantine-Skeleton-root').first().waitFor();
  goOn();
  const trouble = main.getByRole('alert').filter({ hasText: 'The product is starting.' });
  await trouble.first().waitFor();
  expect(await trouble.first().textContent()).toContain('Try again in a moment.');
  if (name === 'Setup Detail') await expectAccessible(page, '80-trouble');
  await page.unroute(isAsked);
  await trouble.first().getByRole('button', { name: 'Try again' }).click();
  await expect.poll(() => main.getByRole('alert').filter({ hasText: 'The product is starting.' }).count()).toBe(0);
  expect(await button(page, 'Try again').count()).toBe(0);
});
