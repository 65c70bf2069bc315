// Generated rows of the office as canonical items, as the office's replica would read
// them: for measurements without a database.

import type { ContactItem, EventItem } from '../src/core/item.ts';
import type { ActivityFields } from '../src/office/activity-record.ts';
import type { ContactFields } from '../src/office/contact-write.ts';

const types: Readonly<Record<string, string>> = { Mobile: 'mobile', Business: 'work', Residence: 'home', 'Business Fax': 'workFax', Personal: 'home' };
const typed = <T>(list: readonly { type: string; value: T }[] | undefined): { type: string; value: T }[] => (list ?? []).map(({ type, value }) => ({ type: types[type] ?? 'other', value }));

export function contactFieldsToItem(fields: ContactFields): ContactItem {
  const { givenName, middleName, familyName, company, jobTitle, birthday, notes } = fields;
  const lists = { phones: typed(fields.phones), emails: typed(fields.emails), addresses: typed(fields.addresses) };
  return withoutAbsent({ kind: 'contact', givenName, middleName, familyName, company, jobTitle, birthday, notes, ...lists, member: true }) as unknown as ContactItem;
}

export function meetingToItem(fields: ActivityFields): EventItem {
  const { subject, location, notes, start, end } = fields;
  const flags = { private: fields.private || undefined, busy: fields.showAs === 'free' ? false : undefined };
  const recurrence = (fields.recurrence ?? []).length === 0 ? undefined : fields.recurrence;
  return withoutAbsent({ kind: 'event', title: subject, location, description: notes, start, end, ...flags, recurrence }) as unknown as EventItem;
}

function withoutAbsent(item: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)));
}
