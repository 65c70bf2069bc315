// What a seed begins with, and what both sides must hold in the end. In: sizes. Out: records
// for each side, and differences found by content, whatever their ids. Never here: how the
// product pairs or marks anything.

import type { GoogleState } from '../scenarios/google.ts';
import type { Fields, OfficeActivity, OfficeContact, OfficeTask } from '../scenarios/office.ts';

export interface Sizes {
  readonly contacts: number;
  readonly events: number;
  readonly tasks: number;
}

type Wire = Record<string, unknown>;
const day = (n: number): string => `2027-${String(1 + (Math.floor(n / 28) % 12)).padStart(2, '0')}-${String(1 + (n % 28)).padStart(2, '0')}`;
const range = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n);
const phone = (n: number): string => `212555${String(n).padStart(4, '0')}`;

/** Three in five contacts are in SmartOffice alone, the rest on both sides. */
const isShared = (n: number): boolean => n % 5 > 2;

export function officeContacts({ contacts }: Sizes): readonly Fields[] {
  return range(contacts).map((n) => ({
    givenName: 'Person', familyName: `Number${n}`, company: `Company ${n}`, addresses: [], urls: [],
    emails: [{ type: 'Business', value: `p${n}@example.org`, preferred: true }],
    phones: [{ type: 'Mobile', value: `(212) 555-${String(n).padStart(4, '0')}`, preferred: true }],
  }));
}

export function googlePeople({ contacts }: Sizes): readonly Wire[] {
  return range(contacts).filter(isShared).map((n) => ({
    names: [{ givenName: 'Person', familyName: `Number${n}` }],
    organizations: [{ name: `Company ${n}` }],
    emailAddresses: [{ value: `p${n}@example.org`, type: 'work' }],
    phoneNumbers: [{ value: `+1${phone(n)}`, type: 'mobile' }],
  }));
}

/** Even ones begin in SmartOffice, odd ones at Google; one in ten is a series. */
export function officeActivities({ events }: Sizes): readonly Fields[] {
  return range(events).filter((n) => n % 2 === 0).map((n) => ({
    type: 'Appointment', status: 'active', priority: 'Normal', subject: `Meeting ${n}`, location: `Room ${n}`, private: false, showAs: 'busy',
    start: { local: `${day(n)}T10:00:00`, zone: 'America/New_York' }, end: { local: `${day(n)}T11:00:00`, zone: 'America/New_York' },
    recurrence: n % 20 === 0 ? ['RRULE:FREQ=WEEKLY;COUNT=5'] : [], occurrences: [], participants: [],
  }));
}

export function googleEvents({ events }: Sizes): readonly Wire[] {
  return range(events).filter((n) => n % 2 === 1).map((n) => ({
    summary: `Meeting ${n}`, location: `Room ${n}`,
    start: { dateTime: `${day(n)}T10:00:00`, timeZone: 'America/New_York' }, end: { dateTime: `${day(n)}T11:00:00`, timeZone: 'America/New_York' },
    ...(n % 20 === 1 ? { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=5'] } : {}),
  }));
}

export const officeTasks = ({ tasks }: Sizes): readonly Fields[] => range(tasks).filter((n) => n % 2 === 0).map((n) => ({ subject: `Task ${n}`, notes: `Note ${n}`, dueDate: day(n), priority: 'Normal', status: 'active' }));
export const googleTasks = ({ tasks }: Sizes): readonly Wire[] => range(tasks).filter((n) => n % 2 === 1).map((n) => ({ title: `Task ${n}`, notes: `Note ${n}`, due: `${day(n)}T00:00:00.000Z` }));

/** One line for each record, the same on both sides when the record is. */
export interface Sides {
  readonly office: readonly string[];
  readonly google: readonly string[];
}

const line = (...parts: readonly (string | undefined)[]): string => parts.map((part) => part ?? '').join(' | ');
const digits = (value: string | undefined): string => (value ?? '').replaceAll(/\D/g, '').slice(-10);

export function contactLines(office: readonly OfficeContact[], state: GoogleState): Sides {
  const group = state.groups.find(({ name }) => name === 'SmartOffice')?.resourceName;
  return {
    office: office.map((one) => line(one.givenName, one.familyName, String(one['company'] ?? ''), one.jobTitle, one.emails[0]?.value, digits(one.phones[0]?.value), 'member')),
    google: state.people.filter(({ metadata }) => metadata?.deleted !== true).map((one) => {
      const isMember = one.memberships?.some(({ contactGroupMembership }) => contactGroupMembership?.contactGroupResourceName === group) === true;
      return line(one.names?.[0]?.givenName, one.names?.[0]?.familyName, one.organizations?.[0]?.name, one.organizations?.[0]?.title, one.emailAddresses?.[0]?.value, digits(one.phoneNumbers?.[0]?.value), isMember ? 'member' : 'no member');
    }),
  };
}

export function eventLines(office: readonly OfficeActivity[], state: GoogleState): Sides {
  const events = (state.calendars.find(({ primary }) => primary)?.events ?? []).filter((event) => event.status !== 'cancelled');
  return {
    office: office.map((one) => line(one.subject, String(one['location'] ?? ''), one.start.local?.slice(0, 16), one.end.local?.slice(0, 16), one.recurrence.join())),
    google: events.map((one) => line(one.summary, String(one['location'] ?? ''), one.start?.dateTime?.slice(0, 16), one.end?.dateTime?.slice(0, 16), (one.recurrence ?? []).join())),
  };
}

export function taskLines(office: readonly OfficeTask[], state: GoogleState): Sides {
  return {
    office: office.map((one) => line(one.subject, String(one['notes'] ?? ''), one.dueDate)),
    google: state.taskLists.flatMap(({ tasks }) => tasks).filter((one) => one.deleted !== true).map((one) => line(one.title, String(one['notes'] ?? ''), one.due?.slice(0, 10))),
  };
}

export interface Differences {
  /** On one side without its like on the other, or nowhere at all. */
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
}

export function compareSides(kind: string, sides: Sides, expected: number): Differences {
  const lost: string[] = [];
  const doubled: string[] = [];
  for (const [side, lines, others] of [['SmartOffice', sides.office, sides.google], ['Google', sides.google, sides.office]] as const) {
    const seen = new Set<string>();
    const known = new Set(others);
    for (const one of lines) {
      if (seen.has(one)) doubled.push(`${kind} twice in ${side}: ${one}`);
      seen.add(one);
      if (!known.has(one)) lost.push(`${kind} in ${side} alone: ${one}`);
    }
    if (seen.size < expected) lost.push(`${expected - seen.size} ${kind}s of ${expected} are not in ${side}`);
    if (lines.length > expected && seen.size === lines.length) doubled.push(`${lines.length - expected} ${kind}s too many in ${side}`);
  }
  return { lost, doubled };
}
