// For tests of routes. In: a test database. Out: an app reached by injection, with an office
// of three people and doors that write down what they were asked.
// Never here: anything that the product itself imports.

import { createTestDatabase } from '../../test/support/postgres.ts';
import { createOffice, createUser } from '../office/users.ts';
import type { User } from '../office/users.ts';
import { buildApp } from './app.ts';
import type { AppDeps } from './app.ts';
import type { HttpConfig } from './app-types.ts';
import type { SetupDetail } from './contract/sync.ts';
import type { SyncDoors } from './doors.ts';
import { AppError } from './errors.ts';
import { rulesOf } from './setup-rules.ts';
import { firstChoice } from '../store/account.ts';
import type { Account } from '../store/account.ts';
import { firstOfficeSetup } from '../store/office-setup.ts';

export const PASSWORD = 'correct horse battery';

export const setupOf = (userId: string): SetupDetail => ({
  user: { fullName: userId, email: 'x@example.com' },
  options: { runSynchronization: false, contacts: 'none', activities: 'two-way', recurring: false },
  locked: false,
  shownCalendars: [], googleGroupName: 'SmartOffice',
  google: { connected: false, missing: [] },
  sets: [],
  recurringActivities: { total: 0, withoutEnd: 0 },
  possibleInvitations: 0,
  policy: rulesOf({ options: firstChoice, policy: {} } as Account, firstOfficeSetup),
  state: 'off',
  stateText: 'Off.',
  waiting: 0,
});

/** Every door refuses with 'not-found' unless the test gives one. */
export function doorsThat(given: Partial<SyncDoors>): SyncDoors {
  const base: Partial<SyncDoors> = {
    alerts: async () => ({ alerts: [], unread: 3 }),
    setupDetail: async (userId) => setupOf(userId),
    watch: () => () => undefined,
  };
  return new Proxy({ ...base, ...given } as SyncDoors, {
    get: (doors, name) =>
      Reflect.get(doors, name) ??
      (async () => {
        throw new AppError('not-found');
      }),
  });
}

export async function startTestApp(options: { doors?: Partial<SyncDoors>; config?: Partial<HttpConfig>; deps?: Partial<AppDeps> } = {}) {
  const database = await createTestDatabase();
  const { db } = database.store;
  const officeId = await createOffice(db, 'Lake Office');
  const add = (fullName: string, role: User['role'], office = officeId): Promise<User> =>
    createUser(db, office, { fullName, email: `${fullName.toLowerCase()}@example.com`, role, zone: 'America/Vancouver', country: 'CA', locale: 'en-CA', password: PASSWORD });
  const ada = await add('Ada', 'administrator');
  const uma = await add('Uma', 'user');
  const stranger = await add('Stranger', 'user', await createOffice(db, 'Other Office'));
  const clock = { now: Temporal.Instant.from('2026-11-22T10:00:00Z') };
  const app = await buildApp({
    store: database.store,
    sync: doorsThat(options.doors ?? {}),
    config: { publicUrl: new URL('http://127.0.0.1:4300'), ...options.config },
    now: () => clock.now,
    ...options.deps,
  });
  await app.ready();

  /** What a browser that has signed in sends. */
  const signIn = async (user: User, password = PASSWORD): Promise<{ cookie: string; 'x-csrf-token': string }> => {
    const answer = await app.inject({ method: 'POST', url: '/api/session', payload: { email: user.email, password } });
    if (answer.statusCode !== 200) throw new Error(answer.body);
    const [cookie] = answer.cookies;
    return { cookie: `${cookie?.name}=${cookie?.value}`, 'x-csrf-token': answer.json().csrfToken };
  };
  const close = async (): Promise<void> => {
    await app.close();
    await database.drop();
  };
  return { app, db, clock, ada, uma, stranger, signIn, close };
}
