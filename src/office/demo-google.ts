// What the Google accounts of the demo's users hold before anything is synchronized. In: the
// same instant as for the office. Out: a seed for the Google simulator, in Google's own wire
// format: some of the office's people and meetings written differently, and others that
// only Google knows. Never here: a record that was copied from the office unchanged.

import { epochOf, expandSeries } from '../core/occurrence.ts';
import type { When } from '../core/item.ts';
import type { ActivityFields } from './activity-record.ts';
import type { ContactFields } from './contact-write.ts';
import { demoContent, demoUsers, pick, randomFrom } from './demo-content.ts';
import type { Random } from './demo-content.ts';
import { givenNames, ownPeople, worldNames } from './demo-names.ts';

type Wire = Record<string, unknown>;

export interface GoogleSeed {
  readonly accounts: readonly {
    readonly email: string;
    readonly name: string;
    readonly country: string;
    readonly timeZone: string;
    readonly calendars: readonly { readonly id: string; readonly timeZone: string; readonly events: readonly Wire[] }[];
    readonly groups: readonly Wire[];
    readonly people: readonly Wire[];
    readonly taskLists: readonly { readonly title: string; readonly tasks: readonly Wire[] }[];
  }[];
}

/** How many of the office's people, meetings and tasks an account already holds. */
const known = [
  { people: 60, events: 60, tasks: 8, own: 16 },
  { people: 25, events: 30, tasks: 5, own: 8 },
  { people: 8, events: 10, tasks: 2, own: 4 },
];

export function demoGoogleSeed(options: { readonly now: Temporal.Instant }): GoogleSeed {
  const content = demoContent(options.now);
  return {
    accounts: demoUsers.map((user, index) => {
      const random = randomFrom(100 + index);
      const share = known[index] ?? { people: 0, events: 0, tasks: 0, own: 0 };
      const contacts = content.contacts.filter((_, place) => place % 2 === 0).slice(0, share.people);
      const activities = content.activities.filter((activity) => activity.owner === index && activity.fields.status !== 'canceled');
      const series = activities.filter(({ fields }) => (fields.recurrence ?? []).length > 0).slice(0, 3);
      const single = activities.filter(({ fields }) => (fields.recurrence ?? []).length === 0 && epochOf(fields.start) > options.now.epochMilliseconds - 30 * 86_400_000);
      return {
        email: user.googleAccount,
        name: user.fullName,
        country: 'US',
        timeZone: user.zone,
        calendars: [
          {
            id: 'primary',
            timeZone: user.zone,
            events: [
              ...series.flatMap(({ fields }, place) => wireSeries(fields, `demoseries${index}n${place}`)),
              ...single.slice(0, share.events).map(({ fields }) => wireEvent(random, fields)),
              ...ownEvents(options.now, user.zone, user.googleAccount, share.own),
            ],
          },
        ],
        groups: [{ resourceName: 'contactGroups/demofamily', name: 'Family' }, { resourceName: 'contactGroups/demobookclub', name: 'Book club' }],
        people: [...contacts.map((contact) => wirePerson(random, contact)), ...ownPersons(random, share.own)],
        taskLists: [
          { title: 'My Tasks', tasks: wireTasks(content.tasks.filter((task) => task.owner === index).slice(0, share.tasks).map((task) => task.fields), options.now) },
          { title: 'Home', tasks: [{ title: 'Call the plumber', notes: 'kitchen sink' }, { title: 'Piano lesson fee', due: `${dateIn(options.now, 5)}T00:00:00.000Z` }] },
        ],
      };
    }),
  };
}

const phoneTypes: Readonly<Record<string, string>> = { Mobile: 'mobile', Residence: 'home', Business: 'work', 'Business Fax': 'workFax', 'Residence Fax': 'homeFax', Pager: 'pager', Other: 'other' };

/** The same person as another program wrote them down. */
function wirePerson(random: Random, contact: ContactFields): Wire {
  const plain = worldNames.find((name) => name.given === contact.givenName && name.family === contact.familyName)?.plain;
  const short = givenNames.find(([formal]) => formal === contact.givenName)?.[1];
  const given = plain?.[0] ?? (random() < 0.5 ? short : undefined) ?? contact.givenName;
  const family = plain?.[1] ?? contact.familyName;
  const shout = random() < 0.1;
  const styles = [
    (value: string) => `+1 ${value.replace(/\D/g, '').replace(/^(\d{3})(\d{3})(\d{4})$/, '$1-$2-$3')}`,
    (value: string) => value.replace(/\D/g, ''),
    (value: string) => value.replace(/\D/g, '').replace(/^(\d{3})(\d{3})(\d{4})$/, '$1.$2.$3'),
    (value: string) => value,
  ];
  const style = pick(random, styles);
  const phones = (contact.phones ?? []).slice(0, 1 + Math.floor(random() * 3));
  const emails = random() < 0.1 ? [] : (contact.emails ?? []).slice(0, 1);
  return {
    names: given === undefined && family === undefined ? undefined : [{ givenName: shout ? given?.toUpperCase() : given, familyName: shout ? family?.toUpperCase() : family }],
    organizations: contact.company === undefined ? undefined : [{ name: random() < 0.3 ? `${contact.company}, Inc.` : contact.company, title: random() < 0.6 ? contact.jobTitle : undefined }],
    phoneNumbers: phones.map((phone) => ({ value: style(phone.value), type: random() < 0.1 ? 'Ski cabin' : (phoneTypes[phone.type] ?? 'other') })),
    emailAddresses: emails.map((email) => ({ value: random() < 0.3 ? email.value.replace(/^./, (first) => first.toUpperCase()) : email.value, type: 'home' })),
    addresses: random() < 0.4 ? (contact.addresses ?? []).map(({ value }) => ({ type: 'home', streetAddress: value.street, city: value.city, region: value.region, postalCode: value.postalCode, country: 'United States' })) : undefined,
    birthdays: contact.birthday !== undefined && random() < 0.4 ? [{ date: contact.birthday }] : undefined,
    biographies: random() < 0.2 ? [{ value: 'Met at the seminar.', contentType: 'TEXT_PLAIN' }] : undefined,
    userDefined: random() < 0.1 ? [{ key: 'Shoe size', value: '9½' }] : undefined,
    memberships: random() < 0.15 ? [{ contactGroupMembership: { contactGroupResourceName: 'contactGroups/demobookclub' } }, { contactGroupMembership: { contactGroupResourceName: 'contactGroups/myContacts' } }] : undefined,
  };
}

/** People whom the office does not know, and who must never get there by themselves. */
function ownPersons(random: Random, count: number): readonly Wire[] {
  const own = ownPeople.slice(0, count).map(([given, family], index): Wire => ({
    names: [family === '' ? { givenName: given } : { givenName: given, familyName: family }],
    phoneNumbers: [{ value: `(646) 555-${String(100 + index + Math.floor(random() * 5) * 15).padStart(4, '0')}`, type: index % 3 === 0 ? 'Isac' : 'mobile' }],
    relations: index % 4 === 0 ? [{ person: 'Kim', type: 'spouse' }] : undefined,
    memberships: [{ contactGroupMembership: { contactGroupResourceName: index % 2 === 0 ? 'contactGroups/demofamily' : 'contactGroups/myContacts' } }],
  }));
  return [...own, { names: [{ givenName: 'Maria', familyName: 'Garcia' }], phoneNumbers: [{ value: '555-0123' }] }, { emailAddresses: [{ value: 'newsletter@shop.example' }] }];
}

function wireTime(when: When): Wire {
  return 'date' in when ? { date: when.date } : { dateTime: Temporal.PlainDateTime.from(when.local).toZonedDateTime(when.zone).toString({ timeZoneName: 'never' }), timeZone: when.zone };
}

/** The same meeting, as its owner noted it in Google Calendar. */
function wireEvent(random: Random, fields: ActivityFields): Wire {
  const titles = [(title: string) => title, (title: string) => title.toUpperCase(), (title: string) => title.replace(/\b[a-z]/g, (first) => first.toUpperCase())];
  return {
    summary: pick(random, titles)(fields.subject),
    description: random() < 0.5 ? '<b>Parking</b> behind the house' : undefined,
    location: random() < 0.5 ? fields.location : undefined,
    start: wireTime(fields.start),
    end: wireTime(fields.end),
    visibility: fields.private ? 'private' : undefined,
    transparency: fields.showAs === 'free' ? 'transparent' : undefined,
    reminders: random() < 0.3 ? { useDefault: false, overrides: [{ method: 'popup', minutes: 30 }] } : { useDefault: true },
    colorId: random() < 0.2 ? '5' : undefined,
  };
}

/** The series, and one of its coming occurrences moved by an hour. */
function wireSeries(fields: ActivityFields, id: string): readonly Wire[] {
  const series: Wire = { id, summary: fields.subject, description: 'Agenda in the shared folder', start: wireTime(fields.start), end: wireTime(fields.end), recurrence: fields.recurrence };
  const from = epochOf(fields.start);
  const later = expandSeries({ ...fields, occurrences: [] }, { from, to: from + 200 * 86_400_000 })[12];
  if (later === undefined || !('local' in later.start) || !('local' in later.end)) return [series];
  const anHourLater = (when: { local: string; zone: string }): When => ({ local: Temporal.PlainDateTime.from(when.local).add({ hours: 1 }).toString({ smallestUnit: 'second' }), zone: when.zone });
  return [series, { recurringEventId: id, originalStartTime: wireTime(later.start), summary: fields.subject, start: wireTime(anHourLater(later.start)), end: wireTime(anHourLater(later.end)) }];
}

function dateIn(now: Temporal.Instant, days: number): string {
  return now.toZonedDateTimeISO('UTC').toPlainDate().add({ days }).toString();
}

/** What only Google knows; some of it a synchronization has to leave alone. */
function ownEvents(now: Temporal.Instant, zone: string, self: string, count: number): readonly Wire[] {
  const today = now.toZonedDateTimeISO(zone).toPlainDate();
  const hours = (days: number, hour: number, length: number): Wire => {
    const start = today.add({ days }).toPlainDateTime({ hour });
    const wire = (local: Temporal.PlainDateTime): Wire => wireTime({ local: local.toString({ smallestUnit: 'second' }), zone });
    return { start: wire(start), end: wire(start.add({ hours: length })) };
  };
  const allDay = (days: number, length = 1): Wire => ({ start: { date: today.add({ days }).toString() }, end: { date: today.add({ days: days + length }).toString() } });
  const titles = ['Dentist', 'School concert', 'Gym', 'Dinner with Ines', 'Pick up the car', 'Parents’ evening', 'Haircut', 'Movie night', 'Yoga', 'Vet', 'Farmers market', 'Book club', 'Swim meet', 'Date night', 'Walk the dog', 'Oil change'];
  return [
    ...titles.slice(0, count).map((summary, index): Wire => ({ summary, ...hours(index * 2 - 6, 17 + (index % 3), 1) })),
    { summary: 'Happy birthday!', eventType: 'birthday', birthdayProperties: { type: 'birthday' }, visibility: 'private', transparency: 'transparent', ...allDay(12), recurrence: ['RRULE:FREQ=YEARLY'] },
    { summary: 'Carrier product webinar', ...hours(4, 14, 1), organizer: { email: 'events@carrier.example', displayName: 'Carrier Events' }, creator: { email: 'events@carrier.example' }, attendees: [{ email: 'events@carrier.example', organizer: true, responseStatus: 'accepted' }, { email: self, self: true, responseStatus: 'accepted' }] },
    { summary: 'Broker lunch', ...hours(6, 12, 2), attendees: [{ email: self, organizer: true, self: true, responseStatus: 'accepted' }, { email: 'kim@broker.example', displayName: 'Kim Broker', responseStatus: 'tentative' }, { email: 'lee@broker.example', responseStatus: 'needsAction', optional: true }], hangoutLink: 'https://meet.google.com/demo-demo-demo' },
    { summary: 'Beach week', ...allDay(30, 7), transparency: 'transparent' },
    { summary: 'Out of office', eventType: 'outOfOffice', ...hours(9, 9, 8) },
  ];
}

function wireTasks(tasks: readonly { readonly subject: string; readonly dueDate?: string | undefined; readonly status: string }[], now: Temporal.Instant): readonly Wire[] {
  const same = tasks.map((task, index): Wire => ({
    title: index % 3 === 0 ? task.subject.toLowerCase() : task.subject,
    notes: index % 2 === 0 ? 'from my phone' : undefined,
    due: task.dueDate === undefined ? undefined : `${task.dueDate}T00:00:00.000Z`,
    status: task.status === 'done' ? 'completed' : 'needsAction',
  }));
  return [...same, { title: 'Buy printer paper', due: `${dateIn(now, 2)}T00:00:00.000Z` }, { title: 'Book flights' }];
}
