// What a person is told, and in which ways, on a real database.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../../test/support/postgres.ts';
import type { TestDatabase } from '../../test/support/postgres.ts';
import { createOffice, createUser } from '../office/users.ts';
import { ensureAccount } from '../store/account.ts';
import { lastTroubles, listNoticeChoices, noticeKinds, saveNoticeChoices } from '../store/notice-choice.ts';
import { listAlerts, listMails } from '../store/notice.ts';
import { withTransaction } from '../store/transaction.ts';
import { tell } from './tell.ts';
import type { Notice } from './tell.ts';

let database: TestDatabase;
let officeId: string;
beforeAll(async () => {
  database = await createTestDatabase();
  officeId = await createOffice(database.store.db, 'Lake Office');
});
afterAll(() => database?.drop());

async function somebody(name: string): Promise<{ id: string; say: (notice: Notice) => Promise<void>; heard: () => Promise<{ mails: string[]; alerts: string[] }> }> {
  const { store } = database;
  const user = await createUser(store.db, officeId, { fullName: name, email: `${name}@example.com`, role: 'user', zone: 'UTC', country: 'US', locale: 'en-US', password: 'correct horse battery' });
  const { id } = await ensureAccount(store.db, user.id);
  const told = { accountId: id, person: { fullName: name, email: user.email, zone: 'UTC', country: 'US', locale: 'en-US' } as never, publicUrl: 'http://127.0.0.1:4300' };
  return {
    id,
    say: (notice) => withTransaction(store, (tx) => tell(tx, told, notice)),
    heard: async () => ({ mails: (await listMails(store.db, id)).map((mail) => mail.subject), alerts: (await listAlerts(store.db, id)).map((alert) => alert.kind) }),
  };
}
const plan = (digit: number): string => `6f1c2b90-0000-4000-8000-00000000000${digit}`;

test('[R35] of the same report one is told once, of another one again', async () => {
  const ann = await somebody('ann');
  await ann.say({ kind: 'brake', planId: plan(1), whys: ['Much would be deleted.'] });
  await ann.say({ kind: 'unreachable', why: 'Google does not answer.' });
  await ann.say({ kind: 'brake', planId: plan(1), whys: ['Much would be deleted.'] });
  expect((await ann.heard()).alerts).toEqual(['unreachable', 'brake']);
  await ann.say({ kind: 'brake', planId: plan(2), whys: ['Much would be deleted.'] });
  expect(await ann.heard()).toMatchObject({ alerts: ['brake', 'unreachable', 'brake'], mails: [expect.any(String), expect.any(String), expect.any(String)] });
});

test('[R35] what is switched off does not come, but an alert without which nothing goes on does', async () => {
  const { db } = database.store;
  const ben = await somebody('ben');
  await saveNoticeChoices(db, ben.id, noticeKinds.map((kind) => ({ kind, mail: false, alert: false })));
  await ben.say({ kind: 'preview ready', planId: plan(1) });
  await ben.say({ kind: 'initial complete', planId: plan(1) });
  await ben.say({ kind: 'reconnect', why: 'The access was taken back.' });
  await ben.say({ kind: 'failed', why: 'Google refused a record.' });
  expect(await ben.heard()).toEqual({ mails: [], alerts: ['reconnect', 'preview ready'] });
  const choices = await listNoticeChoices(db, ben.id);
  expect(choices.filter(({ alert }) => alert).map(({ kind }) => kind)).toEqual(choices.filter(({ alertRequired }) => alertRequired).map(({ kind }) => kind));
  // Administrators read of trouble even where the person did not want to be told.
  expect((await lastTroubles(db, officeId)).get(ben.id)?.text).toContain('Google refused a record.');
  await saveNoticeChoices(db, ben.id, [{ kind: 'failed', mail: true, alert: false }]);
  await ben.say({ kind: 'failed', why: 'Google refused another record.' });
  expect(await ben.heard()).toEqual({ mails: ['SmartOffice/Google synchronization has failed'], alerts: ['reconnect', 'preview ready'] });
});
