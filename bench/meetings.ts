// Generated activities and tasks, each as the office and as Google would hold the same
// one. In: a seed, a count, the account. Out: pairs. One in ten activities is a series,
// one in seven lasts whole days; zones, scripts and HTML are mixed.

import type { When } from '../src/core/item.ts';
import type { ActivityFields } from '../src/office/activity-record.ts';
import type { TaskFields } from '../src/office/tasks.ts';
import type { Wire } from './people.ts';
import { randomOf } from './random.ts';
import type { Random } from './random.ts';

export interface Meeting {
  readonly office: ActivityFields;
  readonly google: Wire;
}

export interface Errand {
  readonly office: TaskFields;
  readonly google: Wire;
}

const firstDay = Temporal.PlainDate.from('2026-06-01');
const zones: readonly (readonly [string, number])[] = [['America/New_York', 50], ['Europe/Berlin', 25], ['America/Los_Angeles', 10], ['Asia/Tokyo', 8], ['Asia/Kolkata', 7]];
const subjects = ['Annual review', 'Weekly project', 'Call: renewal', 'Lunch 🍣 Hooli', 'Follow-up invoice', 'Quarterly offer review', '打ち合わせ：budget', 'Vertragsverlängerung Globex', 'Team-Meeting Lieferung', '1:1 hiring'];
const places = ['Room 4.12', 'Konferenzraum „Spree“', 'Zoom', 'Café Zentral, Herrengasse 14, 1010 Wien', 'Office; Bldg B, Desk 7'];
const words = 'project budget review contract renewal invoice delivery roadmap customer offer draft demo migration support Angebot Rechnung Lieferung Besprechung Übergabe réunion équipe planning onboarding interview'.split(' ');

const sentence = (random: Random, count: number): string => Array.from({ length: count }, () => random.pick(words)).join(' ');

function wireTime(when: When): Wire {
  return 'date' in when ? { date: when.date } : { dateTime: Temporal.PlainDateTime.from(when.local).toZonedDateTime(when.zone).toString({ timeZoneName: 'never' }), timeZone: when.zone };
}

export function makeMeetings(seed: string, count: number, self: string): readonly Meeting[] {
  const random = randomOf(`meetings ${seed}`);
  return Array.from({ length: count }, (_, index) => makeMeeting(random, `${seed}${index}`, self));
}

function makeMeeting(random: Random, unique: string, self: string): Meeting {
  const day = firstDay.add({ days: random.int(0, 540) });
  const zone = random.weighted(zones);
  const allDay = random.chance(0.14);
  const from = day.toPlainDateTime({ hour: random.int(7, 18), minute: random.pick([0, 0, 15, 30]) });
  const local = (time: Temporal.PlainDateTime): string => time.toString({ smallestUnit: 'second' });
  const start: When = allDay ? { date: day.toString() } : { local: local(from), zone };
  const end: When = allDay ? { date: day.add({ days: random.weighted([[1, 80], [2, 12], [5, 8]]) }).toString() } : { local: local(from.add({ minutes: random.pick([15, 30, 30, 60, 60, 90, 480]) })), zone };
  const subject = `${random.pick(subjects)} ${unique}`;
  const location = random.chance(0.4) ? random.pick(places) : undefined;
  const notes = random.chance(0.5) ? `${sentence(random, random.int(5, 60))}.\n${sentence(random, 8)}.` : undefined;
  const recurrence = random.chance(0.1) ? [`RRULE:FREQ=WEEKLY;COUNT=${random.int(4, 30)};BYDAY=${['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'][day.dayOfWeek - 1]}`] : [];
  const isPrivate = random.chance(0.05);
  const free = random.chance(0.07);
  const guests = random.chance(0.3) ? Array.from({ length: random.weighted([[1, 50], [3, 35], [8, 15]]) }, (_, place) => ({ email: `guest${place}.${unique}@example.org`, responseStatus: random.pick(['accepted', 'needsAction', 'declined']) })) : [];
  return {
    office: { type: 'Appointment', status: 'active', priority: 'Normal', subject, location, notes, start, end, private: isPrivate, showAs: free ? 'free' : 'busy', recurrence, occurrences: [], participants: [] },
    google: {
      summary: subject,
      ...(location === undefined ? {} : { location }),
      ...(notes === undefined ? {} : { description: notes }),
      start: wireTime(start),
      end: wireTime(end),
      ...(recurrence.length === 0 ? {} : { recurrence }),
      ...(isPrivate ? { visibility: 'private' } : {}),
      ...(free ? { transparency: 'transparent' } : {}),
      reminders: { useDefault: true },
      ...(random.chance(0.1) ? { colorId: String(random.int(1, 11)) } : {}),
      ...(guests.length === 0 ? {} : { attendees: [{ email: self, organizer: true, self: true, responseStatus: 'accepted' }, ...guests] }),
    },
  };
}

export function makeErrands(seed: string, count: number): readonly Errand[] {
  const random = randomOf(`errands ${seed}`);
  return Array.from({ length: count }, (_, index) => {
    const subject = `${sentence(random, random.int(2, 6))} ${seed}${index}`;
    const notes = random.chance(0.35) ? sentence(random, random.int(4, 40)) : undefined;
    const dueDate = firstDay.add({ days: random.int(0, 300) }).toString();
    const done = random.chance(0.2);
    return {
      office: { subject, notes, dueDate, dueTime: random.chance(0.5) ? '16:00' : undefined, priority: 'Normal', status: done ? 'done' : 'active' },
      google: { title: subject, ...(notes === undefined ? {} : { notes }), due: `${dueDate}T00:00:00.000Z`, status: done ? 'completed' : 'needsAction', updated: '2026-05-01T09:00:00.000Z' },
    };
  });
}
