// What the demo office holds, as data. In: the present instant. Out: users, contacts, SETs,
// activities and tasks; the same instant always gives the same, so that demo, tests and the
// Google accounts that know some of the same people are made from one source.
// Never here: randomness without a seed, or a real person.

import type { Occurrence, When } from '../core/item.ts';
import { originalOf } from '../core/occurrence.ts';
import type { ActivityFields } from './activity-record.ts';
import type { ContactFields, EntryFields } from './contact-write.ts';
import { calls, companies, errands, familyNames, givenNames, jobTitles, meetings, places, streets, worldNames } from './demo-names.ts';
import type { Place } from './demo-names.ts';
import type { SetFilter } from './input.ts';
import type { TaskFields } from './tasks.ts';

export interface DemoUser {
  readonly fullName: string;
  readonly email: string;
  readonly password: string;
  readonly role: 'user' | 'administrator';
  readonly zone: string;
  readonly googleAccount: string;
}

export const demoUsers: readonly DemoUser[] = [
  { fullName: 'Dana Whitfield', email: 'dana@lakeshore.example', password: 'demo-adviser-1', role: 'user', zone: 'America/New_York', googleAccount: 'dana@lakeshore.example' },
  { fullName: 'Marcus Oyelaran', email: 'marcus@lakeshore.example', password: 'demo-adviser-2', role: 'user', zone: 'America/Chicago', googleAccount: 'marcus@lakeshore.example' },
  { fullName: 'Ruth Feldman', email: 'ruth@lakeshore.example', password: 'demo-admin-1', role: 'administrator', zone: 'America/New_York', googleAccount: 'ruth@lakeshore.example' },
];

export interface DemoContent {
  readonly contacts: readonly ContactFields[];
  /** `members` are places in `contacts`. */
  readonly sets: readonly ({ readonly name: string; readonly members: readonly number[] } | { readonly name: string; readonly filter: SetFilter })[];
  /** `owner` is a place in demoUsers, `contact` one in `contacts`. */
  readonly activities: readonly { readonly owner: number; readonly contact?: number; readonly fields: ActivityFields }[];
  readonly tasks: readonly { readonly owner: number; readonly contact?: number; readonly fields: TaskFields }[];
}

export type Random = () => number;

/** mulberry32. */
export function randomFrom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function pick<T>(random: Random, list: readonly T[]): T {
  return list[Math.floor(random() * list.length)] as T;
}

export function demoContent(now: Temporal.Instant): DemoContent {
  const contacts = demoContacts();
  return { contacts, sets: demoSets(contacts), activities: demoActivities(now, contacts), tasks: demoTasks(now) };
}

function demoContacts(): readonly ContactFields[] {
  const random = randomFrom(1);
  const contacts: ContactFields[] = [];
  const numbers = new Map<string, number>();
  const phoneIn = (place: Place): string => {
    const number = numbers.get(place.areaCode) ?? 100;
    numbers.set(place.areaCode, number + 1);
    return `(${place.areaCode}) 555-${String(number).padStart(4, '0')}`;
  };
  const plainName = (text: string): string => text.normalize('NFD').replace(/[^a-z]/gi, '').toLowerCase();

  const person = (given: string, family: string, options: { email?: string; place?: Place; street?: string } = {}): ContactFields => {
    const place = options.place ?? (places[contacts.length % places.length] as Place);
    const works = random() < 0.55;
    const company = works ? pick(random, companies) : undefined;
    const address = plainName(`${given}${family}`) || `client${contacts.length}`;
    const phones: EntryFields[] = [{ value: phoneIn(place), type: 'Mobile', preferred: true }];
    if (random() < 0.6) phones.push({ value: phoneIn(place), type: 'Residence' });
    if (works) phones.push({ value: phoneIn(place), type: 'Business' });
    if (random() < 0.12) phones.push({ value: phoneIn(place), type: pick(random, ['Business Fax', 'Residence Fax', 'Pager', 'Other']) });
    // The preferred one is not always the first: what another program must not reorder.
    if (random() < 0.3) phones.reverse();
    const emails: EntryFields[] = [{ value: options.email ?? `${address}@mail.example`, type: 'Personal', preferred: true }];
    if (works && options.email === undefined) emails.push({ value: `${address}@${plainName(company ?? '')}.example`, type: 'Business' });
    const status = pick(random, ['Active', 'Active', 'Active', 'Prospect', 'Inactive', 'Former']);
    return {
      givenName: given, familyName: family, company, jobTitle: works ? pick(random, jobTitles) : undefined,
      middleName: random() < 0.15 ? pick(random, ['A.', 'J.', 'Lee', 'Marie']) : undefined,
      birthday: random() < 0.7 ? { ...(random() < 0.9 ? { year: 1940 + Math.floor(random() * 60) } : {}), month: 1 + Math.floor(random() * 12), day: 1 + Math.floor(random() * 28) } : undefined,
      phones, emails,
      addresses: [{ value: { street: options.street ?? `${1 + Math.floor(random() * 240)} ${pick(random, streets)}`, city: place.city, region: place.region, postalCode: place.postalCode, country: 'USA' }, type: 'Residence', preferred: true }],
      notes: random() < 0.3 ? `Prefers ${pick(random, ['morning', 'evening', 'weekend'])} appointments.\nReferred by ${pick(random, givenNames)[0]}.` : undefined,
      clientStatus: status, clientType: 'Client', taxId: `900-${10 + (contacts.length % 80)}-${1000 + contacts.length}`, source: pick(random, ['Referral', 'Seminar', 'Web site', 'Walk-in']),
    };
  };

  for (let index = 0; index < 14; index += 1) {
    const family = familyNames[index * 5] as string;
    const place = places[index % places.length] as Place;
    const shared = { email: `the${plainName(family)}s@family.example`, place, street: `${10 + index} ${pick(random, streets)}` };
    const names = [givenNames[(index * 2) % givenNames.length], givenNames[(index * 2 + 1) % givenNames.length], ...(index % 4 === 0 ? [givenNames[(index + 30) % givenNames.length]] : [])];
    for (const name of names) contacts.push(person(name?.[0] ?? '', family, shared));
  }
  for (const name of worldNames) contacts.push(person(name.given, name.family));
  for (const [index, company] of companies.entries()) {
    const place = places[index % places.length] as Place;
    contacts.push({
      company, phones: [{ value: phoneIn(place), type: 'Business', preferred: true }, { value: phoneIn(place), type: 'Business Fax' }],
      emails: index % 3 === 0 ? [] : [{ value: `office@${plainName(company)}.example`, type: 'Business' }],
      urls: [{ value: `https://www.${plainName(company)}.example`, type: 'Business' }],
      addresses: [{ value: { street: `${100 + index} ${streets[index % streets.length]}`, extended: 'Suite 200', city: place.city, region: place.region, postalCode: place.postalCode, country: 'USA' }, type: 'Business' }],
      clientStatus: 'Active', clientType: 'Business', source: 'Referral',
    });
  }
  for (let index = 0; contacts.length < 300; index += 1) {
    // Steps without a common divisor: the same full name comes twice only near the end, as it does in life.
    contacts.push(person(givenNames[(index * 3) % givenNames.length]?.[0] ?? '', familyNames[(index * 11 + 3) % familyNames.length] as string));
  }
  return contacts;
}

function demoSets(contacts: readonly ContactFields[]): DemoContent['sets'] {
  const every = (step: number, from: number, most: number): number[] => contacts.map((_, index) => index).filter((index) => index % step === from % step && index >= from).slice(0, most);
  return [
    // The families and the names of the world are in it: the hard cases are to be seen.
    { name: 'Google Sync', members: [...contacts.keys()].slice(0, 60).concat(every(4, 64, 60)) },
    { name: 'Top Clients', members: every(12, 2, 25) },
    { name: 'Holiday Cards', members: every(5, 1, 60) },
    { name: 'Active clients in NY', filter: { match: 'all', conditions: [{ field: 'clientStatus', test: 'is', value: 'Active' }, { field: 'region', test: 'is', value: 'NY' }] } },
    { name: 'Prospects', filter: { match: 'all', conditions: [{ field: 'clientStatus', test: 'is', value: 'Prospect' }] } },
  ];
}

const shares = [220, 130, 50];

function demoActivities(now: Temporal.Instant, contacts: readonly ContactFields[]): DemoContent['activities'] {
  const random = randomFrom(2);
  return shares.flatMap((count, owner) => {
    const zone = demoUsers[owner]?.zone ?? 'UTC';
    const today = now.toZonedDateTimeISO(zone).toPlainDate();
    const list: DemoContent['activities'][number][] = demoSeries(today, zone, owner).map((fields) => ({ owner, fields }));
    while (list.length < count) {
      const date = today.add({ days: Math.floor(random() * 210) - 120 });
      const contact = random() < 0.8 ? Math.floor(random() * contacts.length) : undefined;
      const past = Temporal.PlainDate.compare(date, today) < 0;
      const name = contact === undefined ? '' : ` – ${contacts[contact]?.familyName ?? contacts[contact]?.company ?? ''}`;
      const status = random() < 0.06 ? 'canceled' : past && random() < 0.8 ? 'done' : 'active';
      const common = { status, priority: pick(random, ['Normal', 'Normal', 'Normal', 'High', 'Low']), private: random() < 0.08, showAs: 'busy' } as const;
      if (random() < 0.08) {
        const days = 1 + Math.floor(random() * 3);
        list.push({ owner, fields: { ...common, showAs: 'free', type: 'Personal', subject: pick(random, ['Vacation', 'Industry conference', 'Renewal deadline', 'Office closed']), start: { date: date.toString() }, end: { date: date.add({ days }).toString() } } });
        continue;
      }
      const call = random() < 0.35;
      const start = date.toPlainDateTime({ hour: 8 + Math.floor(random() * 10), minute: pick(random, [0, 0, 15, 30, 45]) });
      list.push({
        owner, contact,
        fields: {
          ...common, type: call ? 'Call' : pick(random, ['Appointment', 'Meeting', 'Appointment']), subType: call ? 'Service' : pick(random, ['Review', 'Sales', undefined]),
          subject: `${pick(random, call ? calls : meetings)}${name}`, location: call ? undefined : pick(random, ['Office', 'Client’s home', 'Conference room 2', '120 Lake Street, Suite 5', undefined]),
          notes: random() < 0.4 ? 'Bring the current statement.\nAsk about changes in the family.' : undefined,
          start: at(start, zone), end: at(start.add({ minutes: call ? 30 : 60 }), zone), reminder: random() < 0.5 ? pick(random, [10, 15, 60, 1440]) : undefined,
        },
      });
    }
    return list;
  });
}

function at(local: Temporal.PlainDateTime, zone: string): When {
  return { local: local.toString({ smallestUnit: 'second' }), zone };
}

/** The recurring activities of one user: with and without end, with exceptions, all-day. */
function demoSeries(today: Temporal.PlainDate, zone: string, owner: number): readonly ActivityFields[] {
  const monday = today.subtract({ days: today.dayOfWeek - 1 + 56 });
  const common = { status: 'active', priority: 'Normal', private: false, showAs: 'busy' } as const;
  const timed = (date: Temporal.PlainDate, hour: number, minutes: number, fields: Pick<ActivityFields, 'type' | 'subject'> & Partial<ActivityFields>): ActivityFields => {
    const start = date.toPlainDateTime({ hour });
    return { ...common, start: at(start, zone), end: at(start.add({ minutes }), zone), ...fields };
  };
  const nth = (date: Temporal.PlainDate, hour: number): string => originalOf(at(date.toPlainDateTime({ hour }), zone));
  const moved: Occurrence = { original: nth(monday.add({ weeks: 10 }), 9), start: at(monday.add({ weeks: 10, days: 1 }).toPlainDateTime({ hour: 11 }), zone), end: at(monday.add({ weeks: 10, days: 1 }).toPlainDateTime({ hour: 12 }), zone) };
  const until = today.add({ days: 120 }).toString().replaceAll('-', '');
  return [
    timed(monday, 9, 60, { type: 'Meeting', subject: 'Team meeting', location: 'Conference room 1', recurrence: ['RRULE:FREQ=WEEKLY;BYDAY=MO'], occurrences: [{ original: nth(monday.add({ weeks: 4 }), 9), cancelled: true }, moved, { original: nth(monday.add({ weeks: 11 }), 9), title: 'Team meeting: year-end planning' }] }),
    timed(monday.add({ days: 1 }), 8, 15, { type: 'Call', subject: 'Morning call with service desk', recurrence: [`RRULE:FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=${until}T235959Z`] }),
    timed(monday.add({ days: 2 }), 16, 45, { type: 'Project', subject: 'Case review', recurrence: ['RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=WE;COUNT=20', `EXDATE;TZID=${zone}:${monday.add({ days: 2, weeks: 6 }).toString().replaceAll('-', '')}T160000`] }),
    timed(monday.add({ days: 3 }), 12, 60, { type: 'Meeting', subject: 'Lunch with study group', location: 'Harbor Grill', recurrence: ['RRULE:FREQ=MONTHLY;BYDAY=2TH'] }),
    { ...common, showAs: 'free', type: 'Project', subject: 'Quarter closes', start: { date: monday.with({ day: 1 }).toString() }, end: { date: monday.with({ day: 1 }).add({ days: 1 }).toString() }, recurrence: ['RRULE:FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=1;COUNT=8'] },
    { ...common, type: 'Personal', private: true, showAs: 'free', subject: owner === 0 ? 'Wedding anniversary' : 'Birthday', start: { date: monday.add({ days: 40 + owner }).toString() }, end: { date: monday.add({ days: 41 + owner }).toString() }, recurrence: ['RRULE:FREQ=YEARLY'] },
    ...(owner === 0 ? [timed(monday.add({ days: 4 }), 17, 90, { type: 'Personal', subject: 'Choir practice', private: true, recurrence: ['RRULE:FREQ=WEEKLY;BYDAY=FR'] })] : []),
  ];
}

function demoTasks(now: Temporal.Instant): DemoContent['tasks'] {
  const random = randomFrom(3);
  return [34, 16, 10].flatMap((count, owner) => {
    const today = now.toZonedDateTimeISO(demoUsers[owner]?.zone ?? 'UTC').toPlainDate();
    return Array.from({ length: count }, (_, index) => {
      const due = random() < 0.85 ? today.add({ days: Math.floor(random() * 60) - 20 }) : undefined;
      return {
        owner,
        contact: random() < 0.5 ? Math.floor(random() * 300) : undefined,
        fields: {
          subject: `${errands[(index * 7) % errands.length]} #${index + 1}`, notes: random() < 0.4 ? 'See the file for the form.' : undefined,
          dueDate: due?.toString(), dueTime: due !== undefined && random() < 0.6 ? pick(random, ['09:00', '12:30', '16:00', '17:30']) : undefined,
          priority: pick(random, ['High', 'Normal', 'Low']), status: random() < 0.25 ? 'done' : 'active',
        } as const,
      };
    });
  });
}
