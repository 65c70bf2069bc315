// Whose replica it is, and how a row remembers what it was created for. In: ids. Out: keys.
// Never here: a key of one account that another account could mistake for its own.

import { hash } from 'node:crypto';

export interface OfficeAccount {
  readonly officeId: string;
  readonly userId: string;
  /** By which the user is known as a participant, in small letters. */
  readonly emails?: readonly string[] | undefined;
  /** The SET whose members are synchronized; without one no contact is in scope. */
  readonly setId?: string | undefined;
  /** For phone numbers without a prefix. */
  readonly country: string;
}

/** Two accounts may know different people by one Google id: the key names the user too. */
export function createdForKey(account: OfficeAccount, marker: string): string {
  return `${account.userId}/${marker}`;
}

export function markerOf(account: OfficeAccount, createdFor: string | undefined): string | undefined {
  const own = `${account.userId}/`;
  return createdFor?.startsWith(own) === true ? createdFor.slice(own.length) : undefined;
}

/** A UUID (version 8) of the seed: the same create always chooses the same id. */
export function idFor(account: OfficeAccount, kind: string, seed: string): string {
  const hex = hash('sha256', JSON.stringify([account.officeId, account.userId, kind, seed]), 'hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isRowId(id: string | undefined): id is string {
  return id !== undefined && uuid.test(id);
}
