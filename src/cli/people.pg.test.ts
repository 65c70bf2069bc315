import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../../test/support/postgres.ts';
import type { TestDatabase } from '../../test/support/postgres.ts';
import { listAudit } from '../store/audit.ts';
import { addPerson, givePassword } from './people.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test('Who is added or given a password at the machine itself stands in the audit of their office', async () => {
  const { db } = database.store;
  const person = { name: 'Ada', role: 'administrator', zone: 'UTC', country: 'US', locale: 'en-US' } as const;
  const { user } = await addPerson(db, { ...person, email: 'ada@example.com' });
  const { user: bo } = await addPerson(db, { ...person, name: 'Bo', role: 'user', email: 'bo@example.com' });
  const { user: cy } = await addPerson(db, { ...person, name: 'Cy', email: 'cy@example.com', office: 'Hill Office' });
  await givePassword(db, 'ada@example.com', undefined);
  expect(bo.officeId).toBe(user.officeId);
  expect(cy.officeId).not.toBe(user.officeId);
  const by = expect.stringContaining('on the command line');
  expect(await listAudit(db, user.officeId, { limit: 10 })).toMatchObject([
    { kind: 'password', by, userId: user.id },
    { kind: 'add user', by, userId: bo.id, text: 'Bo (bo@example.com) was added as user' },
    { kind: 'add user', by, userId: user.id, text: 'Ada (ada@example.com) was added as administrator' },
  ]);
  expect(JSON.stringify(await listAudit(db, cy.officeId, { limit: 10 }))).not.toMatch(/password/i);
  await expect(addPerson(db, { ...person, email: 'ADA@example.com' })).rejects.toThrow('already');
});
