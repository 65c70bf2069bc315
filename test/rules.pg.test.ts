// Rules that show only between the product and Google: lists that are not to be believed,
// access that ends, another account. Met through the doors, against the simulator.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { listActivities } from '../src/office/activities.ts';
import type { User } from '../src/office/users.ts';
import { createWorld } from './support/world.ts';
import type { World } from './support/world.ts';

let world: World;
let user: User;
const other = 'other.person@example.com';

const meetings = Array.from({ length: 6 }, (_, n) => ({
  summary: `Meeting ${n}`,
  start: { dateTime: `2026-12-0${n + 1}T09:00:00-05:00`, timeZone: 'America/New_York' },
  end: { dateTime: `2026-12-0${n + 1}T09:30:00-05:00`, timeZone: 'America/New_York' },
}));
const inOffice = async (): Promise<string[]> => (await listActivities(world.store.db, user.id, { limit: 100 } as never)).activities.filter(({ status }) => status !== 'canceled').map(({ subject }) => String(subject)).sort();

beforeAll(async () => {
  world = await createWorld();
  user = await world.addUser('Ann Adviser');
  await world.door('seed', { accounts: [{ email: user.email, calendars: [{ id: 'primary', timeZone: 'America/New_York', events: meetings }] }, { email: other, calendars: [{ id: 'primary', timeZone: 'America/New_York', events: [] }] }] });
  await world.connect(user);
  await world.approve(user, await world.preview(user, { contacts: 'none', activities: 'two-way', recurring: true }));
}, 120_000);

afterAll(async () => {
  await world?.close();
});

test('[R4] [R14] a list that comes back empty deletes nothing: the records themselves are asked for', async () => {
  expect(await inOffice()).toHaveLength(6);
  await world.door('reset', { log: true });
  await world.door('fault', { match: { call: 'calendar.events.list', path: '^(?!.*syncToken)' }, empty: true });
  await world.door('fault', { match: { call: 'calendar.events.list', path: 'syncToken' }, status: 410, reason: 'fullSyncRequired' });
  await world.sync.syncNow(user.id, user.email);
  await world.until('the empty list', async () => (await world.requests()).some(({ fault }) => fault?.includes('empty list')));
  // The cycles after it read as usual; what was one meeting more arrives, nothing else happens.
  await world.door('act', { account: user.email, action: 'event.create', event: { ...meetings[0], summary: 'One more' } });
  await world.until('the next change', async () => (await inOffice()).includes('One more'));
  expect(await inOffice()).toHaveLength(7);
  const { state, waiting } = await world.sync.setupDetail(user.id);
  expect({ state, waiting }).toEqual({ state: 'active', waiting: 0 });
});

test('[R13] when Google takes the access back, the state says so with the remedy, and connecting again goes on', async () => {
  await world.door('act', { account: user.email, action: 'access.revoke' });
  await world.sync.syncNow(user.id, user.email);
  const told = await world.until('the state', async () => {
    const now = await world.sync.setupDetail(user.id);
    return now.state === 'needs reconnect' && now;
  });
  expect(told.stateText).toMatch(/connect/i);
  expect((await world.sync.alerts(user.id)).alerts.some(({ kind, text }) => /connect/i.test(kind) || /connect/i.test(text))).toBe(true);
  expect(await inOffice()).toHaveLength(7);
  await world.connect(user);
  await world.until('to be active', async () => (await world.sync.setupDetail(user.id)).state === 'active');
});

test('[R17] another Google account opens the gate: off, nothing written, a new preview first', async () => {
  await world.door('reset', { log: true });
  await world.connect({ ...user, email: other });
  const detail = await world.sync.setupDetail(user.id);
  expect({ account: detail.google.account, state: detail.state, run: detail.options.runSynchronization, locked: detail.locked }).toEqual({ account: other, state: 'off', run: false, locked: false });
  expect(await inOffice()).toHaveLength(7);
  await world.preview(user, { contacts: 'none', activities: 'two-way', recurring: true });
  const state = (await world.door(`state?account=${encodeURIComponent(other)}`)) as { calendars: readonly { events: readonly unknown[] }[] };
  expect(state.calendars[0]?.events).toEqual([]);
  expect((await world.requests()).filter(({ method, path }) => method !== 'GET' && !/token|oauth2/.test(path))).toEqual([]);
});
