// What a person waits for in a browser: the first page, and a Preview Report of 50,000 rows
// opened, filtered and scrolled, by the built pages of the product in a headless Chromium.
// The plan is made up and stored as every other; all behind it is the product as it is served.

import type { Browser, BrowserContext, Page } from 'playwright-core';
import { summarizePlan } from '../src/core/explain-plan.ts';
import { samplePlan } from '../src/report/sample.ts';
import { changeAccount, ensureAccount } from '../src/store/account.ts';
import { beginPlan, completePlan, markReplaced } from '../src/store/plan.ts';
import { withTransaction } from '../src/store/transaction.ts';
import { prepareOpening } from '../src/work/report-of.ts';
import { openBrowser } from '../test/support/browser.ts';
import { median, note, say } from './figures.ts';
import { openSite, password } from './site.ts';
import type { Site } from './site.ts';

const rows = 50_000;
const turns = 3;
const wait = 120_000;
const wanted = new Set(process.argv.slice(2));
const isWanted = (...names: readonly string[]): boolean => wanted.size === 0 || names.some((name) => wanted.has(name));

const site = await openSite({ contacts: 40, events: 20, tasks: 10, same: 0.5 }, { pollSeconds: 86_400 });
const browser = await openBrowser();
try {
  const { product, client } = await site.start();
  const app = String(product.ready['app']);
  // As a new person meets it: connected, and nothing decided yet.
  if (isWanted('first_page_script_kb', 'first_page_interactive_ms')) await measureFirstPage(browser, app);
  await client.preview({ contacts: 'set', setId: site.setId, activities: 'two-way' });
  if (isWanted('preview50k_open_ms', 'preview50k_filter_ms', 'preview50k_worst_frame_ms')) await measurePreview(browser, app, await storePreview(site));
} finally {
  await browser.close();
  await site.close();
}

async function storePreview({ store, user }: Site): Promise<string> {
  const account = await ensureAccount(store.db, user.id);
  const plan = { ...samplePlan(rows), account: account.id };
  const planId = await withTransaction(store, async (tx) => {
    const id = await beginPlan(tx, account.id, 'preview');
    await completePlan(tx, id, plan, { summary: summarizePlan(plan).sentences.join(' '), settings: [] });
    await markReplaced(tx, account.id, id);
    await changeAccount(tx, account.id, { state: 'preview ready', currentPlan: id });
    return id;
  });
  // As the run does that makes a preview, when it has told of it.
  await prepareOpening(store, { person: async () => user }, account.id, planId);
  return planId;
}

/** A window that has nothing of the app yet; signed in, since the first page is the Setup Detail. */
async function openWindow(within: Browser, app: string): Promise<{ context: BrowserContext; page: Page }> {
  const context = await within.newContext({ baseURL: app, viewport: { width: 1280, height: 900 } });
  context.setDefaultTimeout(wait);
  const answer = await context.request.post('/api/session', { data: { email: site.user.email, password } });
  if (!answer.ok()) throw new Error(`Sign-in: ${await answer.text()}`);
  return { context, page: await context.newPage() };
}

async function measureFirstPage(within: Browser, app: string): Promise<void> {
  const times: number[] = [];
  let script = 0;
  for (let turn = 0; turn < turns; turn += 1) {
    const { context, page } = await openWindow(within, app);
    await page.goto('/setup/google', { waitUntil: 'commit' });
    // Interactive: a field of the form takes a word, and the page has painted since.
    const field = 'input[name="runSynchronization"]';
    await page.waitForSelector(field);
    times.push(await page.evaluate<number>('new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(performance.now()), 0)))'));
    await page.waitForLoadState('networkidle');
    script = await page.evaluate<number>("performance.getEntriesByType('resource').filter(({ name }) => new URL(name).pathname.endsWith('.js')).reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)");
    await context.close();
  }
  say({ name: 'first_page_script_kb', value: script / 1024, unit: 'kB' });
  say({ name: 'first_page_interactive_ms', value: median(times), unit: 'ms' });
  note(`first page: ${times.map((time) => time.toFixed(0)).join(' ')} ms`);
}

async function measurePreview(within: Browser, app: string, id: string): Promise<void> {
  const opened: number[] = [];
  const whole: number[] = [];
  const filtered: number[] = [];
  const frames: number[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    const { context, page } = await openWindow(within, app);
    await page.goto('/setup/google');
    await page.locator(`a[href="/setup/google/reports/${id}"]`).first().waitFor();
    await page.waitForLoadState('networkidle');
    const first = await page.evaluate<number>(`(async () => {
      const began = performance.now();
      document.querySelector('a[href="/setup/google/reports/${id}"]').click();
      await ${seen("document.querySelector('tr.line-row')")};
      return performance.now() - began;
    })()`);
    opened.push(first);
    // All rows: the first screenful comes by itself, and says of how many.
    whole.push(first + (await page.evaluate<number>(`(async () => { const began = performance.now(); await ${seen(`Number(document.querySelector('.report-table')?.getAttribute('aria-rowcount') ?? 0) > ${rows}`)}; return performance.now() - began; })()`)));
    await page.waitForTimeout(1500);
    // Each finds another number of rows than the one before it, the last one none.
    for (const word of ['Щербаков', 'conference', 'zzzz']) filtered.push(await measureFilter(page, word));
    await page.getByLabel('Search in this report').fill('');
    await page.waitForTimeout(1000);
    frames.push(await measureScroll(page));
    await context.close();
  }
  say({ name: 'preview50k_open_ms', value: median(opened), unit: 'ms', parts: { first: opened[0] ?? 0, all_rows: median(whole), first_all_rows: whole[0] ?? 0 } });
  say({ name: 'preview50k_filter_ms', value: median(filtered), unit: 'ms', parts: { worst: Math.max(...filtered) } });
  say({ name: 'preview50k_worst_frame_ms', value: median(frames), unit: 'ms', parts: { worst: Math.max(...frames) } });
  note(`opened ${show(opened)}; all rows ${show(whole)}; filtered ${show(filtered)}; worst frames ${show(frames)} ms`);
}

function show(times: readonly number[]): string {
  return times.map((time) => time.toFixed(0)).join(' ');
}

/** Waits frame by frame until it holds, and until that frame is on the screen. */
function seen(condition: string): string {
  return `new Promise((resolve) => { const look = () => (${condition}) ? requestAnimationFrame(() => setTimeout(resolve, 0)) : requestAnimationFrame(look); look(); })`;
}

/** From the word in the field to its rows, or the note that there are none, on the screen. */
async function measureFilter(page: Page, word: string): Promise<number> {
  return page.evaluate<number>(`(async () => {
    const field = document.querySelector('input[type=search]');
    const rowsBefore = document.querySelector('.report-table')?.getAttribute('aria-rowcount');
    const began = performance.now();
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, ${JSON.stringify(word)});
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await ${seen("document.querySelector('.report-table')?.getAttribute('aria-rowcount') !== rowsBefore")};
    return performance.now() - began;
  })()`);
}

/** The longest time between two frames while somebody scrolls fast for three seconds. */
async function measureScroll(page: Page): Promise<number> {
  return page.evaluate<number>(`new Promise((resolve) => {
    const box = document.querySelector('.report-scroll');
    const end = performance.now() + 3000;
    let last, worst = 0;
    const step = (now) => {
      if (last !== undefined) worst = Math.max(worst, now - last);
      last = now;
      box.scrollTop += 400;
      if (now < end) requestAnimationFrame(step); else resolve(worst);
    };
    requestAnimationFrame(step);
  })`);
}
