// The page for people: it shows an account and its forms act like Google's own apps.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TestClient } from '../test-client.ts';
import { events, me, openClient, timed } from '../test-client.ts';

let client: TestClient;
beforeEach(async () => {
  client = await openClient();
});
afterEach(() => client.close());

const submit = (form: Record<string, string>) => client.send('POST', '/act', new URLSearchParams({ account: me, ...form }).toString(), { 'content-type': 'application/x-www-form-urlencoded' });
const show = async (tab: string, more = ''): Promise<string> => (await client.send('GET', `/?account=${me}&tab=${tab}${more}`)).body as string;

test('the page lists events, contacts and tasks, and escapes what people typed', async () => {
  await client.send('POST', '/_sim/clock', { set: '2026-11-20T10:00:00Z', freeze: true });
  client = await client.as(me);
  await client.send('POST', events, { summary: '<b>Bold</b>', ...timed('2026-12-01', 9), recurrence: ['RRULE:FREQ=WEEKLY'] });
  const page = await show('calendar');
  expect(page).toContain('&lt;b&gt;Bold&lt;/b&gt;');
  expect(page).toContain('2026-12-08 09:00');
  expect(await show('calendar', '&q=nothing')).not.toContain('Bold');
  for (const tab of ['contacts', 'tasks', 'mail', 'access']) expect(await show(tab)).toContain(`of ${me}`);
});

test('the forms create, edit and delete', async () => {
  const created = await submit({ action: 'event.create', summary: 'Lunch', start: '2026-12-01T12:00', end: '2026-12-01T13:00', timeZone: 'America/New_York' });
  expect(created.status).toBe(303);
  const event = (await client.send('GET', events)).body.items[0];
  expect(event).toMatchObject({ summary: 'Lunch', start: { dateTime: '2026-12-01T12:00:00-05:00' } });
  await submit({ action: 'event.edit', id: event.id, summary: 'Late lunch', location: '', start: '2026-12-01T13:00', end: '2026-12-01T14:00', timeZone: 'America/New_York' });
  expect((await client.send('GET', `${events}/${event.id}`)).body).toMatchObject({ summary: 'Late lunch', start: { dateTime: '2026-12-01T13:00:00-05:00' } });
  await submit({ action: 'contact.create', given: 'Zoë', family: 'Ångström', email: 'z@x.test', phone: '', company: '' });
  const list = () => client.send('GET', '/v1/people/me/connections?personFields=names,emailAddresses');
  const contact = (await list()).body.connections[0];
  await submit({ action: 'contact.edit', id: contact.resourceName, given: 'Zoë', family: 'Berg', email: 'z@x.test', phone: '1', company: '' });
  expect((await list()).body.connections[0].names[0].displayName).toBe('Zoë Berg');
  await submit({ action: 'task.create', title: 'Call', due: '2026-12-03' });
  expect(await show('tasks')).toContain('2026-12-03');
  const refused = await submit({ action: 'event.delete', id: 'unknown' });
  expect(refused.headers.get('location')).toContain('Not+done');
});

test('a form of another site is refused', async () => {
  const answer = await client.send('POST', '/act', `action=access.revoke&account=${me}`, { origin: 'https://evil.test', 'content-type': 'application/x-www-form-urlencoded' });
  expect(answer.status).toBe(403);
});

test('renaming an event in a form leaves its times in the zone that they had', async () => {
  await client.send('POST', events, { id: 'aoned1', summary: 'Old', ...timed('2026-12-01', 9, 'Europe/Berlin') });
  await submit({ action: 'event.edit', id: 'aoned1', summary: 'New', start: '2026-12-01T03:00', startBefore: '2026-12-01T03:00', end: '2026-12-01T04:00', endBefore: '2026-12-01T04:00', timeZone: 'America/New_York' });
  expect((await client.send('GET', `${events}/aoned1`)).body).toMatchObject({ summary: 'New', start: { dateTime: '2026-12-01T03:00:00-05:00', timeZone: 'Europe/Berlin' } });
});
