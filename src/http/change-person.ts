// An administrator changes who somebody of the office is here: the role, and whether they may
// come in at all. In: a person and what is to change. Out: nothing. Who is disabled is signed
// out everywhere and nothing is written for them [R39]. Never here: an office without an
// administrator, or anything deleted.

import { holdAdministrators, setDisabled, setRole, userOfOffice } from '../office/users.ts';
import { endSessionsOf } from './session-store.ts';
import { addAudit } from '../store/audit.ts';
import type { AuditFact } from '../store/audit.ts';
import { tellWatchers } from '../store/account.ts';
import { dropInvitation } from '../store/invitation.ts';
import type { Store } from '../store/open.ts';
import { withTransaction } from '../store/transaction.ts';
import type { ChangePerson } from './contract/people.ts';
import { AppError } from './errors.ts';

export interface ChangingPerson {
  readonly officeId: string;
  readonly administrator: { readonly id: string; readonly by: string };
}

export async function changePerson(store: Store, userId: string, change: ChangePerson, { officeId, administrator }: ChangingPerson): Promise<void> {
  if (change.disabled === true && userId === administrator.id) throw new AppError('own-account', { field: 'disabled' });
  await withTransaction(store, async (tx) => {
    // All of them are held: two administrators who take the role from each other come one after the other.
    const administrators = await holdAdministrators(tx, officeId);
    const person = await userOfOffice(tx, officeId, userId);
    if (person === undefined) throw new AppError('not-found', { field: 'user', message: 'There is no such user in your office.', remedy: 'Choose a user from the list of all users.' });
    const isDisabled = change.disabled ?? person.isDisabled;
    const role = change.role ?? person.role;
    const remain = administrators.filter((id) => id !== userId).length + (role === 'administrator' && !isDisabled ? 1 : 0);
    if (remain === 0) throw new AppError('last-administrator', { field: change.disabled === true ? 'disabled' : 'role' });
    const name = `${person.fullName} (${person.email})`;
    const facts: Pick<AuditFact, 'kind' | 'text'>[] = [];
    if (role !== person.role) {
      await setRole(tx, userId, role);
      facts.push({ kind: 'role', text: `${name} is now ${role === 'administrator' ? 'an administrator' : 'a user'}, was ${person.role === 'administrator' ? 'an administrator' : 'a user'}` });
    }
    if (isDisabled !== person.isDisabled) {
      await setDisabled(tx, userId, isDisabled);
      if (isDisabled) {
        await endSessionsOf(tx, userId);
        await dropInvitation(tx, userId);
      }
      await tellWatchers(tx, userId, 'setup');
      facts.push(isDisabled ? { kind: 'disable user', text: `${name} was disabled; all sessions ended and the synchronization pauses` } : { kind: 'enable user', text: `${name} was enabled again; the synchronization goes on where it paused` });
    }
    await addAudit(tx, ...facts.map((fact) => ({ ...fact, officeId, userId, by: administrator.by })));
  });
}
