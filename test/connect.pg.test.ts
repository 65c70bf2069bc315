// Connecting and giving back the access to a Google account where something fails besides, or
// two do it at once, through the doors of the synchronization.

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { User } from '../src/office/users.ts';
import { changeAccount, loadAccount } from '../src/store/account.ts';
import { createWorld } from './support/world.ts';
import type { World } from './support/world.ts';

let world: World;
let people = 0;

beforeAll(async () => {
  world = await createWorld();
}, 120_000);
afterAll(() => world?.close());

let user: User;
beforeEach(async () => {
  people += 1;
  user = await world.addUser(`Person ${people}`);
  await world.door('seed', { accounts: [{ email: user.email }] });
});

test('Google is disconnected also where Google does not answer, and the log says what is left to do', async () => {
  await world.connect(user);
  await world.door('fault', { match: { path: '/revoke' }, status: 503, count: 20 });
  const setup = await world.sync.disconnect(user.id, user.email);
  expect(setup.google.connected).toBe(false);
  expect((await loadAccount(world.store.db, user.id)).googleTokens).toBeNull();
  const told = world.lines.filter((line) => line.includes('could not be given back'));
  expect(told).toEqual([expect.stringContaining(user.id)]);
  expect(told.join()).not.toMatch(/1\/\/|token=[^*]/);
});

test('[R17] of two users who connect one Google account at the same moment one is refused', async () => {
  for (let round = 0; round < 6; round += 1) {
    const [one, two] = await Promise.all([world.addUser(`One ${people} ${round}`), world.addUser(`Two ${people} ${round}`)]);
    const shared = { email: `shared.${people}.${round}@example.com` };
    await world.door('seed', { accounts: [shared] });
    const outcomes = await Promise.all([one, two].map((each) => world.connect({ ...each, ...shared })));
    expect(outcomes.map(({ error }) => error ?? 'connected').sort()).toEqual(['account-in-use', 'connected']);
  }
});

test('[R1] [R32] what runs stops at its next safe point when more is granted at Google, and one preview of it is made', async () => {
  await world.connect(user, 'approve', ['auth/tasks']);
  await world.approve(user, await world.preview(user, { contacts: 'none', activities: 'two-way', recurring: true }));
  const before = await loadAccount(world.store.db, user.id);
  expect(await world.connect(user)).toEqual({ userId: user.id });
  const after = await loadAccount(world.store.db, user.id);
  expect(after.setupSerial).toBe(before.setupSerial + 1);
  await world.until('a preview', async () => (await world.sync.setupDetail(user.id)).state === 'preview ready');
  await changeAccount(world.store.db, user.id, { nextCycleAt: null });
  expect((await world.sync.listReports(user.id)).filter(({ status }) => status === 'in progress')).toEqual([]);
});
