// Fills an empty database with the demo office. In: the store and the present instant. Out:
// the office's id and its users, with the passwords that the demo prints. Started again on
// the same data it changes nothing. Never here: a demo user in an office that is not one.

import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Sql } from '../store/open.ts';
import { insertActivities } from './activity-write.ts';
import { changeOffice } from './change.ts';
import { insertContacts } from './contact-write.ts';
import { demoContent, demoUsers } from './demo-content.ts';
import type { DemoUser } from './demo-content.ts';
import { changeMembers } from './set-members.ts';
import { insertSet } from './sets.ts';
import { insertTasks } from './tasks.ts';
import { createOffice, createUser, findUserByEmail } from './users.ts';
import type { User } from './users.ts';

export interface SeededOffice {
  readonly officeId: string;
  readonly users: readonly (User & Pick<DemoUser, 'password' | 'googleAccount'>)[];
}

export async function seedDemoOffice(db: Sql, options: { readonly now: Temporal.Instant }): Promise<SeededOffice> {
  const officeId = demoId('office', 0);
  const { rows } = await sql<{ rev: string }>`select rev::text as rev from office where id = ${officeId}`.execute(db);
  if (rows.length === 0) await createOffice(db, 'Lakeshore Advisers', officeId);
  const users: SeededOffice['users'][number][] = [];
  for (const [index, { password, googleAccount, ...person }] of demoUsers.entries()) {
    const known = await findUserByEmail(db, person.email);
    const user = known ?? (await createUser(db, officeId, { ...person, password, id: demoId('user', index), country: 'US', locale: 'en-US' }));
    users.push({ ...user, password, googleAccount });
  }
  // An office that was never changed was cut off before it was filled.
  if ((rows[0]?.rev ?? '0') === '0') await fillOffice(db, officeId, users.map((user) => user.id), options.now);
  return { officeId, users };
}

/** In one change: a demo that was cut off is empty, not half full. */
async function fillOffice(db: Sql, officeId: string, users: readonly string[], now: Temporal.Instant): Promise<void> {
  const content = demoContent(now);
  await changeOffice(db, { officeId }, async (change) => {
    const contacts = await insertContacts(change, content.contacts.map((fields, index) => ({ id: demoId('contact', index), fields })));
    const contactAt = (index: number | undefined): string | undefined => (index === undefined ? undefined : contacts[index]);
    for (const set of content.sets) {
      if ('filter' in set) {
        await insertSet(change, { kind: 'filtered', name: set.name, filter: set.filter });
      } else {
        const id = await insertSet(change, { kind: 'plain', name: set.name });
        await changeMembers(change, id, set.members.map((index) => contacts[index] as string), []);
      }
    }
    await insertActivities(change, content.activities.map(({ owner, contact, fields }, index) => ({
      id: demoId('activity', index),
      ownerId: users[owner] as string,
      fields: { ...fields, participants: contact === undefined ? [] : [{ contactId: contactAt(contact) }] },
    })));
    await insertTasks(change, content.tasks.map(({ owner, contact, fields }, index) => ({ id: demoId('task', index), ownerId: users[owner] as string, fields: { ...fields, contactId: contactAt(contact) } })));
  });
}

function demoId(kind: string, index: number): string {
  const hex = createHash('sha256').update(`demo/${kind}/${index}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}
