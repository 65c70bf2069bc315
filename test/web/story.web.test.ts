// The whole story, as a person lives it: from the first sign-in to changes that flow both
// ways, in a real browser against a demo of its own. The tests follow each other: each
// goes on where the one before it ended.

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.ts';
import { expectAccessible } from './accessibility.ts';
import { startDemo } from './demo.ts';
import type { Demo, Person, Wire } from './demo.ts';
import { accountOf, answersOf, button, choose, openOptions, openWindow, signIn, stateIs } from './person.ts';

let demo: Demo;
let browser: Browser;
let first: { context: BrowserContext; page: Page };
let page: Page;
let dana: Person;
let marcus: Person;
/** The Preview Report that the story is about. */
let reportPath: string;
/** A contact that stands on both sides when the synchronization is active. */
let shared: { name: string; inOffice: string; resourceName: string };

beforeAll(async () => {
  [demo, browser] = await Promise.all([startDemo(), openBrowser()]);
  dana = accountOf(demo, 'dana');
  marcus = accountOf(demo, 'marcus');
  first = await openWindow(browser, demo);
  page = first.page;
});
afterAll(async () => {
  await browser?.close();
  await demo?.stop();
});

test('an address inside leads to the sign-in, a wrong password is told, the right one leads on', async () => {
  await page.goto('/setup/google');
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await expectAccessible(page, '01-sign-in');
  await button(page, 'Sign in').click();
  await page.getByText('Type the e-mail address that you sign in with.').waitFor();
  await page.getByLabel('E-mail address').fill(dana.email);
  await page.getByLabel('Password', { exact: true }).fill('wrong');
  await button(page, 'Sign in').click();
  await page.getByText('The e-mail address or the password is not right.').waitFor();
  await expectAccessible(page, '02-wrong-password');
  await signIn(page, dana);
  await page.getByRole('heading', { name: 'Setup Detail' }).waitFor();
});

test('the Setup Detail shows the person, guidance, the predefined group and what is not available', async () => {
  const text = page.getByRole('main');
  await page.getByLabel('E-mail', { exact: true }).waitFor();
  expect(await page.getByLabel('E-mail', { exact: true }).inputValue()).toBe(dana.email);
  expect(await page.getByLabel('E-mail', { exact: true }).isEditable()).toBe(false);
  expect(await page.getByLabel('User', { exact: true }).isEditable()).toBe(false);
  expect(await page.getByLabel('Google Group name').isEditable()).toBe(false);
  expect(await page.getByLabel('Synchronize all SmartOffice contacts').isDisabled()).toBe(true);
  await text.getByText('Contact Synchronization is not to be selected as Google to mobile device', { exact: false }).waitFor();
  await expectAccessible(page, '03-setup-off');
});

test('saving without a SET is refused at the field', async () => {
  await page.getByLabel('Contact Synchronization', { exact: true }).check();
  await page.getByLabel('SmartOffice to Google and Vice Versa').check();
  await page.getByLabel('Run Synchronization', { exact: true }).check();
  await button(page, 'Save').click();
  const set = page.getByLabel('SET', { exact: false }).and(page.locator('select'));
  await page.getByText('A SET must be specified. Choose one from the list.').waitFor();
  expect(await set.getAttribute('aria-invalid')).toBe('true');
  expect(await set.and(page.locator(':focus')).count()).toBe(1);
  await expectAccessible(page, '04-set-missing');
});

test('a declined sign-in with Google is told with its remedy and connects nothing', async () => {
  await button(page, 'Connect Google').click();
  await page.waitForURL((url) => url.origin === demo.google);
  await page.locator('#deny').click();
  await page.waitForURL((url) => url.origin === demo.app);
  await page.getByText('access was declined on the page of Google', { exact: false }).waitFor();
  await page.getByText('Google is not connected. Connect it before you run the synchronization.').waitFor();
  await expectAccessible(page, '05-google-declined');
});

test('Google is connected through its consent page', async () => {
  await button(page, 'Connect Google').click();
  await page.waitForURL((url) => url.origin === demo.google);
  await page.locator('#approve').click();
  await page.waitForURL((url) => url.origin === demo.app);
  await page.getByText(`Connected as ${dana.googleAccount}`).waitFor();
  // Said once, whatever the page is drawn anew for.
  await page.getByText('Google is connected.').first().waitFor();
  expect(await page.getByText('Google is connected.').count()).toBe(1);
});

test('Run Synchronization makes a Preview Report that arrives by itself, and locks the Setup Detail', async () => {
  const before = await demo.state(dana.googleAccount);
  await page.getByLabel('Contact Synchronization', { exact: true }).check();
  await page.getByLabel('SmartOffice to Google and Vice Versa').check();
  await page.getByLabel('Synchronize Recurring Activities').check();
  await choose(page, 'SET', /Clients/);
  await page.getByLabel('Run Synchronization', { exact: true }).check();
  await expectAccessible(page, '06-setup-filled');
  await button(page, 'Save').click();
  await page.getByText('In progress').or(page.getByText('Ready for review')).first().waitFor();
  await stateIs(page, 'The Preview Report is available for review');
  await page.getByText('Ready for review').waitFor();
  expect(await page.getByLabel('SmartOffice to Google and Vice Versa').isDisabled()).toBe(true);
  await page.getByText('Locked while Run Synchronization is selected.', { exact: false }).waitFor();
  expect(await demo.state(dana.googleAccount)).toEqual({ ...before, grants: expect.anything() });
  await expectAccessible(page, '07-preview-ready');
});

test('[R1] a report that was not opened cannot be approved, and the reason is said', async () => {
  await openOptions(page);
  const approve = page.getByRole('menuitem', { name: /Approve Preview Synchronization/ });
  expect(await approve.isDisabled()).toBe(true);
  await page.getByText('Before approving, the Preview Report is required to be opened', { exact: false }).waitFor();
  await expectAccessible(page, '08-options-not-opened');
  await page.keyboard.press('Escape');
  // The server says the same to who does not ask the page.
  const report = await page.getByRole('row', { name: /Preview Report/ }).getByRole('link', { name: 'Preview Report', exact: true }).getAttribute('href');
  reportPath = String(report);
  const id = reportPath.split('/').at(-1);
  const { csrfToken } = (await (await page.request.get('/api/session')).json()) as { csrfToken: string };
  const { row } = (await (await page.request.get(`/api/reports/${id}`)).json()) as { row: { digest: string } };
  const refused = await page.request.post(`/api/reports/${id}/approve`, { headers: { 'x-csrf-token': csrfToken }, data: { digest: row.digest } });
  expect(refused.status()).toBe(409);
  expect(await refused.json()).toMatchObject({ code: 'not-opened', message: 'The Preview Report has not been opened.' });
});

test('the report opens on the screen, with its lines, and as a PDF', async () => {
  await page.goto(reportPath);
  await page.getByRole('heading', { name: /^Preview Report/ }).waitFor();
  await page.getByRole('heading', { name: 'Summary' }).waitFor();
  await page.getByText('Opened').first().waitFor();
  await page.getByRole('heading', { name: 'Every change, one by one' }).waitFor();
  await page.getByText(/\d+ of \d+ lines/).waitFor();
  await expectAccessible(page, '09-report');
  const details = page.getByRole('table').getByRole('button', { expanded: false }).first();
  await details.click();
  await expectAccessible(page, '10-report-details');
  const pdf = await page.request.get(`/api${reportPath.replace('/setup/google', '')}/pdf`);
  expect(pdf.status()).toBe(200);
  expect(pdf.headers()['content-type']).toContain('application/pdf');
  expect((await pdf.body()).subarray(0, 5).toString()).toBe('%PDF-');
});

test('[R1] approved in one window, the other window is told that it is decided, and one run happens', async () => {
  // A window that slept: no news reach it.
  const second = await first.context.newPage();
  await second.route('**/api/events', (route) => route.abort());
  await second.goto(reportPath);
  await second.getByText(/\d+ of \d+ lines/).waitFor();
  await openOptions(second);
  await second.getByRole('menuitem', { name: 'Approve Preview Synchronization' }).click();
  await second.getByRole('dialog').getByRole('button', { name: 'Approve', exact: true }).waitFor();
  // Nor does it ask for them by itself while it sleeps.
  await second.route('**/api/**', (route) => (route.request().method() === 'GET' ? route.abort() : route.continue()));

  await openOptions(page);
  await page.getByRole('menuitem', { name: 'Approve Preview Synchronization' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Your initial synchronization will begin running immediately.', { exact: false }).waitFor();
  await expectAccessible(page, '11-approve');
  await dialog.getByRole('button', { name: 'Approve', exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });

  const answer = second.waitForResponse((response) => response.url().endsWith('/approve'));
  await second.getByRole('dialog').getByRole('button', { name: 'Approve', exact: true }).click();
  const refused = await answer;
  await second.unroute('**/api/**');
  expect(refused.status()).toBe(409);
  expect((await refused.json()) as Wire).toMatchObject({ code: 'already-decided' });
  await second.getByText('This report was already approved or rejected.', { exact: false }).waitFor();
  await expectAccessible(second, '12-second-window');
  await second.close();
});

test('the initial synchronization runs at once; then it is active, with an alert and a mail', async () => {
  await page.goto('/setup/google');
  await stateIs(page, 'Synchronization is active', 120_000);
  await page.getByRole('row', { name: /Initial Synchronization.*Complete/ }).waitFor();
  await expectAccessible(page, '13-active');
  await page.getByRole('link', { name: /^Alerts/ }).click();
  await page.getByRole('list', { name: 'Alerts' }).getByRole('listitem').first().waitFor();
  expect(await page.getByRole('list', { name: 'Alerts' }).getByRole('listitem').count()).toBeGreaterThanOrEqual(2);
  await expectAccessible(page, '14-alerts');
  await page.getByRole('link', { name: 'Sent Mail' }).click();
  await page.getByRole('heading', { name: 'Sent Mail' }).waitFor();
  await page.getByText('Your SmartOffice/Google Preview report is available for review').first().waitFor();
  expect(await page.getByRole('navigation', { name: 'Sent Mail' }).getByRole('link').count()).toBeGreaterThanOrEqual(2);
  await expectAccessible(page, '15-mail');
});

test('the report of the run says what became of every line', async () => {
  await page.goto('/setup/google');
  await page.getByRole('row', { name: /Initial Synchronization/ }).getByRole('link', { name: 'Initial Synchronization', exact: true }).click();
  await page.getByRole('heading', { name: /^Initial Synchronization/ }).waitFor();
  await choose(page, 'Section', /^Created/);
  await page.getByRole('table').getByText('Done', { exact: true }).first().waitFor();
  await expectAccessible(page, '16-initial-report');
});

test('a phone number changed in the office stands at Google within seconds', async () => {
  shared = await findShared();
  await page.getByRole('link', { name: 'Contacts', exact: true }).click();
  await page.getByLabel('Search contacts').fill(shared.name);
  await page.getByRole('table').getByRole('link', { name: shared.inOffice }).first().click();
  await page.getByLabel('Phone 1', { exact: true }).fill('+1 312 555 0199');
  await button(page, 'Save').click();
  await page.getByText('Contact saved.').waitFor();
  await expectAccessible(page, '17-contact');
  await expect.poll(async () => phonesOf(await person()), { timeout: 20_000, interval: 200 }).toContain('13125550199');
});

test('a change made at Google arrives on the screen by itself, within seconds', async () => {
  await page.getByRole('link', { name: 'Contacts', exact: true }).click();
  await page.getByLabel('Search contacts').fill(shared.name);
  await page.getByRole('table').getByText('555 0199').or(page.getByRole('table').getByText('555-0199')).first().waitFor();
  await demo.act({ action: 'contact.edit', account: dana.googleAccount, id: shared.resourceName, patch: { phoneNumbers: [{ value: '+1 312 555 0142', type: 'work' }] } });
  await page.getByRole('table').getByText('0142').first().waitFor({ timeout: 20_000 });
  await expectAccessible(page, '18-contacts');
});

test('Reject Preview Synchronization of another user writes nothing and unlocks the Setup Detail', async () => {
  const other = await openWindow(browser, demo);
  const his = other.page;
  await his.goto('/setup/google');
  await signIn(his, marcus);
  await button(his, 'Connect Google').click();
  await his.waitForURL((url) => url.origin === demo.google);
  await his.locator('#approve').click();
  await his.getByText(`Connected as ${marcus.googleAccount}`).waitFor();
  const before = await demo.state(marcus.googleAccount);
  await his.getByLabel('SmartOffice to Google and Vice Versa').check();
  await his.getByLabel('Contact Synchronization', { exact: true }).uncheck();
  await his.getByLabel('Run Synchronization', { exact: true }).check();
  await button(his, 'Save').click();
  await stateIs(his, 'The Preview Report is available for review');
  await openOptions(his);
  await his.getByRole('menuitem', { name: 'Reject Preview Synchronization' }).click();
  await his.getByRole('dialog').getByText('Nothing is written.', { exact: false }).waitFor();
  await expectAccessible(his, '19-reject');
  await his.getByRole('dialog').getByRole('button', { name: 'Reject', exact: true }).click();
  await stateIs(his, 'Synchronization is off');
  await his.getByText('Rejected', { exact: true }).waitFor();
  expect(await his.getByLabel('Run Synchronization', { exact: true }).isChecked()).toBe(false);
  expect(await his.getByLabel('SmartOffice to Google and Vice Versa').isEnabled()).toBe(true);
  expect(await demo.state(marcus.googleAccount)).toEqual(before);
  await expectAccessible(his, '20-rejected');
  await other.context.close();
});

test('an expired session leads to the sign-in with a message, and back to where the person was', async () => {
  await page.goto('/setup/google');
  await stateIs(page, 'Synchronization is active');
  // Ended elsewhere: the browser still holds the cookie.
  const cookies = (await first.context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const { csrfToken } = (await (await page.request.get('/api/session')).json()) as { csrfToken: string };
  const ended = await fetch(`${demo.app}/api/session`, { method: 'DELETE', headers: { cookie: cookies, 'x-csrf-token': csrfToken } });
  expect(ended.status).toBe(204);
  await page.getByLabel('Run Synchronization', { exact: true }).uncheck();
  await button(page, 'Save').click();
  await page.getByText('Your session has ended. Sign in again to go on where you were.').waitFor();
  await expectAccessible(page, '21-session-ended');
  await signIn(page, dana);
  await stateIs(page, 'Synchronization is active');
  // What was chosen and could not be saved is still chosen, and still not saved.
  const run = page.getByLabel('Run Synchronization', { exact: true });
  expect(await run.isChecked()).toBe(false);
  await page.getByText('You have changes that are not saved.').waitFor();
  await button(page, 'Cancel').click();
  expect(await run.isChecked()).toBe(true);
});

/** Somebody in the Google group whom the office finds by that name alone, with one phone. */
async function findShared(): Promise<typeof shared> {
  const { people, groups } = (await demo.state(dana.googleAccount)) as { people: readonly Wire[]; groups: readonly Wire[] };
  const group = groups.find((one) => one['groupType'] === 'USER_CONTACT_GROUP' && one['name'] === 'SmartOffice');
  expect(group).toBeDefined();
  for (const member of people.filter((one) => JSON.stringify(one['memberships'] ?? []).includes(String(group?.['resourceName'])))) {
    const name = String(answersOf(member, 'names')[0]?.['displayName']);
    const { contacts } = (await (await page.request.get('/api/contacts', { params: { q: name } })).json()) as { contacts: readonly { name: string }[] };
    const [only, ...others] = contacts;
    if (only !== undefined && others.length === 0 && phonesOf(member).length === 1) return { name, inOffice: only.name, resourceName: String(member['resourceName']) };
  }
  throw new Error('Nobody of the Google group is found in the office.');
}

async function person(): Promise<Wire> {
  const { people } = (await demo.state(dana.googleAccount)) as { people: readonly Wire[] };
  return people.find((one) => one['resourceName'] === shared.resourceName) ?? {};
}

function phonesOf(one: Wire): readonly string[] {
  return answersOf(one, 'phoneNumbers').map(({ value }) => String(value).replaceAll(/\D/g, ''));
}
