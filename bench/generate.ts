// What both sides hold before a measurement. In: how many on each side and how many of
// those are the same. Out: rows for the office and a seed for the simulator, always the
// same for the same wish. Never here: a copy of anybody's real data.

import type { ActivityFields } from '../src/office/activity-record.ts';
import type { ContactFields } from '../src/office/contact-write.ts';
import type { TaskFields } from '../src/office/tasks.ts';
import { makeErrands, makeMeetings } from './meetings.ts';
import { makePeople } from './people.ts';
import type { Names, Wire } from './people.ts';

export interface Wish {
  /** On each side. */
  readonly contacts: number;
  readonly events: number;
  readonly tasks: number;
  /** Share of them that stands on both sides, 0…1. */
  readonly same: number;
  /** What only one side has: on both (usual), or on the office alone. */
  readonly others?: 'both' | 'office';
  readonly names?: Names;
}

export interface Generated {
  readonly office: { readonly contacts: readonly ContactFields[]; readonly activities: readonly ActivityFields[]; readonly tasks: readonly TaskFields[] };
  readonly account: Wire;
}

const groupName = 'contactGroups/smartoffice';

export function generate(wish: Wish, email: string): Generated {
  const people = sides(wish.contacts, wish, (seed, count) => makePeople(seed, count, wish.names));
  const meetings = sides(wish.events, wish, (seed, count) => makeMeetings(seed, count, email));
  const errands = sides(wish.tasks, wish, makeErrands);
  const memberships = [{ contactGroupMembership: { contactGroupResourceName: groupName } }, { contactGroupMembership: { contactGroupResourceName: 'contactGroups/myContacts' } }];
  return {
    office: { contacts: people.office.map((one) => one.office), activities: meetings.office.map((one) => one.office), tasks: errands.office.map((one) => one.office) },
    account: {
      email,
      timeZone: 'America/New_York',
      country: 'US',
      calendars: [{ id: 'primary', timeZone: 'America/New_York', events: meetings.google.map((one) => one.google) }],
      // In the group, so that what only Google has flows into the office.
      groups: [{ resourceName: groupName, name: 'SmartOffice' }],
      people: people.google.map((one) => ({ ...one.google, memberships })),
      taskLists: [{ title: 'My Tasks', tasks: errands.google.map((one) => one.google) }],
    },
  };
}

function sides<T>(count: number, wish: Wish, make: (seed: string, count: number) => readonly T[]): { office: readonly T[]; google: readonly T[] } {
  const shared = make('s', Math.round(count * wish.same));
  const rest = count - shared.length;
  return { office: [...shared, ...make('o', rest)], google: wish.others === 'office' ? shared : [...shared, ...make('g', rest)] };
}
