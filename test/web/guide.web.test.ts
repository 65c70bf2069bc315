// The demo's guided path: where the story stands, and what a person does in Google played
// by a button and seen to arrive.

import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { signIn as signInProgram } from '../../bench/client.ts';
import type { SetupDetail } from '../../src/http/contract/sync.ts';
import { openBrowser } from '../support/browser.ts';
import { expectAccessible } from './accessibility.ts';
import { startDemo } from './demo.ts';
import type { Demo } from './demo.ts';
import { accountOf, button, openWindow, signIn } from './person.ts';

let demo: Demo;
let browser: Browser;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  [demo, browser] = await Promise.all([startDemo(), openBrowser()]);
  ({ context, page } = await openWindow(browser, demo));
});
afterAll(async () => {
  await context?.close();
  await browser?.close();
  await demo?.stop();
});

const step = () => page.getByRole('region', { name: 'The story in five steps' }).locator('[aria-current="step"]');

it('the demo greets with the step that is next, and the path can be hidden and shown', async () => {
  await page.goto('/');
  await signIn(page, accountOf(demo, 'dana'));
  await step().getByText('Connect Google', { exact: true }).waitFor();
  await expectAccessible(page, 'the path at its beginning');
  await button(page, 'Hide this path').click();
  await button(page, 'Show the five steps of the demo').click();
  await step().waitFor();
});

it('what a person does in Google is played by a button, and arrives in the office', async () => {
  const dana = accountOf(demo, 'dana');
  const program = await signInProgram(demo.app, dana.email, dana.password);
  await program.connect(dana.googleAccount);
  const { sets } = await program.ask<SetupDetail>('GET', '/api/setup');
  await program.approve(await program.preview({ contacts: 'set', setId: sets.find(({ name }) => name === 'Google Sync')?.id, activities: 'two-way', recurring: true }));
  await page.reload();
  await step().getByText('Watch changes arrive').waitFor();

  for (const [name, done] of [
    ['Move a meeting', /was moved an hour later/],
    ['Delete a task', /was deleted/],
    ['Accept an invitation', /was accepted/],
  ] as const) {
    await button(page, name).click();
    await page.getByText(done).waitFor();
  }
  await button(page, 'Change a phone number').click();
  const said = await page.getByText(/first phone number of/).textContent();
  const number = /to (\(212\) 555-\d{4})/.exec(said ?? '')?.[1] ?? '';
  expect(number).not.toBe('');
  await expectAccessible(page, 'what was played');
  await button(page, 'See it in SmartOffice').click();
  await page.waitForURL(/\/contacts\?q=/);
  await page.getByText(number).first().waitFor({ timeout: 30_000 });
});
