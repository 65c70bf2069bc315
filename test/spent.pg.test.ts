// What a run cost at Google, as its report says it: every request that the job sent, those that
// read before anything was decided and those of an attempt that was broken off as well.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { createActivity } from '../src/office/activities.ts';
import type { User } from '../src/office/users.ts';
import { createWorld } from './support/world.ts';
import type { World } from './support/world.ts';

let world: World;
let user: User;
beforeAll(async () => {
  world = await createWorld({ pollSeconds: 3600 });
  user = await world.addConnected('Spen Der');
}, 120_000);
afterAll(() => world?.close());

const sent = async (since: number): Promise<number> => (await world.requests(user)).filter(({ n, api }) => n > since && api !== 'oauth').length;
const last = async (): Promise<number> => Number((await world.door('log'))['last']);
const add = (subject: string): Promise<unknown> =>
  createActivity(world.store.db, { officeId: user.officeId, userId: user.id }, { type: 'Appointment', status: 'active', priority: 'Normal', subject, start: { local: '2027-03-02T10:00:00', zone: 'America/New_York' }, end: { local: '2027-03-02T11:00:00', zone: 'America/New_York' }, private: false, showAs: 'busy', recurrence: [], occurrences: [], participants: [] });
const finished = (id: string) =>
  world.until('the run', async () => {
    const row = (await world.sync.listReports(user.id)).find((report) => report.id === id);
    return (row?.status === 'complete' || row?.status === 'failed') && row;
  });

test('[R13] the report of a run counts each request of its jobs: those of its preview, reads, and broken attempts', async () => {
  const mark = await last();
  await add('First');
  const report = await world.preview(user, { contacts: 'none', activities: 'two-way', recurring: true });
  // The first attempt ends in the middle; the next one finds what it did.
  await world.door('fault', { match: { account: user.email, call: 'calendar.events.insert' }, status: 403, reason: 'quotaExceeded', retryAfter: 1, count: 1 });
  const { digest } = await world.sync.openReport(user.id, report, user.email);
  await world.sync.approve(user.id, report, { digest: digest ?? '', decisions: {}, choices: {}, released: [] }, user.email);
  await finished(`${report}.run`);
  expect((await world.sync.report(user.id, `${report}.run`)).requests).toBe(await sent(mark));

  const before = await last();
  const known = new Set((await world.sync.listReports(user.id)).map(({ id }) => id));
  await add('Second');
  const row = await world.until('the report of a cycle', async () => (await world.sync.listReports(user.id)).find(({ id }) => !known.has(id)));
  await finished(row.id);
  expect((await world.sync.report(user.id, row.id)).requests).toBe(await sent(before));
}, 60_000);
