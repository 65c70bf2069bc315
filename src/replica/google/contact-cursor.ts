// The cursor of contacts: Google's sync token, what it was asked with, and when everything
// was last listed. In: the stored text. Out: the token, or 'cursor-expired'. Google ends a
// token seven days after the full list that it began with, so it is renewed before: in a
// night after the fifth day, else on the sixth, not for all accounts at the same hour.
// Never here: a token used for another question than it was given for.

import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ReplicaError } from '../replica.ts';
import { readStoredCursor } from '../stored-cursor.ts';
import { contactSources, personFields } from './contact-wire.ts';

const query = createHash('sha256').update(`${personFields}|${contactSources.join()}`).digest('hex').slice(0, 12);
const cursorSchema = z.object({ query: z.string(), token: z.string(), groupId: z.string().optional(), listedAt: z.number() });
export type ContactCursor = z.infer<typeof cursorSchema>;

const day = 86_400_000;
const hour = 3_600_000;
const night = { from: 1, to: 5 };

export function writeContactCursor(cursor: Omit<ContactCursor, 'query'>): string {
  return JSON.stringify({ query, ...cursor });
}

export function readContactCursor(text: string, now: { readonly groupId: string | undefined; readonly at: number; readonly zone: string }): ContactCursor {
  const read = readStoredCursor(text, cursorSchema);
  const isOurs = read?.query === query && (now.groupId === undefined || read.groupId === undefined || read.groupId === now.groupId);
  if (!isOurs) throw new ReplicaError('cursor-expired', 'The contacts were last read with other parameters.');
  if (isRenewalDue(read, now.at, now.zone)) throw new ReplicaError('cursor-expired', 'The contacts are listed anew before the token of Google ends.');
  return read;
}

export function isRenewalDue(cursor: Pick<ContactCursor, 'token' | 'listedAt'>, at: number, zone: string): boolean {
  const age = at - cursor.listedAt;
  if (age < 5 * day) return false;
  // Always the same for one token, and spread over half a day for many.
  const spread = (createHash('sha256').update(cursor.token).digest().readUInt16BE() / 65_536) * 12 * hour;
  if (age >= 6 * day + spread) return true;
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).hour;
  return age >= 5 * day + spread && local >= night.from && local < night.to;
}
