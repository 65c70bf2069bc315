import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../../test/support/postgres.ts';
import type { TestDatabase } from '../../test/support/postgres.ts';
import { calendarBetween, listActivities } from './activities.ts';
import { listContacts } from './contacts.ts';
import { demoContent } from './demo-content.ts';
import { demoGoogleSeed } from './demo-google.ts';
import { seedDemoOffice } from './demo-seed.ts';
import { activityInputSchema, contactInputSchema, taskInputSchema } from './input.ts';
import { listSets } from './sets.ts';
import { listTasks } from './tasks.ts';
import { signIn } from './users.ts';

const now = Temporal.Instant.from('2026-11-22T12:00:00Z');
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test('the demo office holds what it says, once, however often it is seeded', async () => {
  const { db } = database.store;
  const first = await seedDemoOffice(db, { now });
  expect(await seedDemoOffice(db, { now: now.add({ hours: 1 }) })).toEqual(first);
  expect(first.users.map((user) => user.role)).toEqual(['user', 'user', 'administrator']);
  for (const user of first.users) expect((await signIn(db, user.email, user.password))?.id).toBe(user.id);

  expect((await listContacts(db, first.officeId, { limit: 500 })).contacts).toHaveLength(300);
  const sets = await listSets(db, first.officeId);
  expect(sets.map((set) => set.name)).toEqual(['Active clients in NY', 'Google Sync', 'Holiday Cards', 'Prospects', 'Top Clients']);
  for (const set of sets) expect(set.memberCount, set.name).toBeGreaterThan(15);

  let activities = 0;
  let tasks = 0;
  for (const user of first.users) {
    activities += (await listActivities(db, user.id, { limit: 500 })).activities.length;
    tasks += (await listTasks(db, user.id, { limit: 500 })).tasks.length;
    const calendar = await calendarBetween(db, user.id, '2026-11-01', '2026-12-01', user.zone);
    expect(calendar.problems).toEqual([]);
    expect(calendar.entries.length).toBeGreaterThan(10);
  }
  expect([activities, tasks]).toEqual([400, 60]);
});

test('everything in the demo could have been typed by a person', () => {
  const content = demoContent(now);
  for (const contact of content.contacts) expect(() => contactInputSchema.parse(contact)).not.toThrow();
  for (const { fields } of content.activities) expect(() => activityInputSchema.parse(fields)).not.toThrow();
  for (const { fields } of content.tasks) expect(() => taskInputSchema.parse(fields)).not.toThrow();
});

test('the same instant gives the same office and the same Google accounts, as plain JSON', () => {
  expect(demoContent(now)).toEqual(demoContent(now));
  const seed = demoGoogleSeed({ now });
  expect(JSON.parse(JSON.stringify(seed))).toEqual(JSON.parse(JSON.stringify(demoGoogleSeed({ now }))));
  const [dana] = seed.accounts;
  expect(dana?.people.length).toBeGreaterThan(70);
  expect(dana?.calendars[0]?.events.length).toBeGreaterThan(75);
});
