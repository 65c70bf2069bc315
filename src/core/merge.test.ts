// Changes of both sides that meet: what is the same edit, what is a clash, and what is sent.

import { describe, expect, test } from 'vitest';
import { decideLink, review, tell, updateOf } from '../../test/support/decide.ts';
import type { ContactItem, EventItem, Item } from './item.ts';
import type { Plan } from './plan.ts';
import type { Policy } from './policy.ts';
import type { Side } from './side.ts';

const [one, two, three] = ['(212) 555-0101', '(212) 555-0102', '(212) 555-0103'].map((value) => ({ value, type: 'work' })) as [Phone, Phone, Phone];
type Phone = { value: string; type: string };
const ann: ContactItem = { kind: 'contact', givenName: 'Ann', member: true };
const asked = (plan: Plan): string[] => plan.conflicts.flatMap(({ clashes }) => clashes.map(({ field, key }) => `${field}${key === undefined ? '' : ` ${key}`}`));
const after = (side: Side, plan: Plan): Item | undefined => updateOf(side, plan)?.after;

describe('[K1] the same edit told in two ways', () => {
  const mail = (value: string, type = 'work') => ({ value, type });
  const base: ContactItem = { ...ann, phones: [one, two], emails: [mail('ann@old.example'), mail('a@old.example', 'home')] };

  test('[K1] is one in each field, beside other entries that went and came', () => {
    // In the office each is an edit of one entry; Google gave the new ones another TYPE.
    const office = { ...base, phones: [{ ...one, value: '(212) 555-0199' }, two], emails: [mail('ann@new.example'), mail('a@old.example', 'home')] };
    const google = { ...base, phones: [two, { value: '(212) 555-0177', type: 'mobile' }, { value: '(212) 555-0199', type: 'home' }], emails: [mail('a@old.example', 'home'), mail('ann@new.example', 'other')] };
    const plan = decideLink({}, { office: base, google: base }, { office, google });
    expect([asked(plan), tell(plan)]).toEqual([[], ['settle', 'update office emails phones']]);
    expect(after('office', plan)).toEqual({ ...office, phones: [{ value: '(212) 555-0199', type: 'home' }, two, { value: '(212) 555-0177', type: 'mobile' }], emails: [mail('ann@new.example', 'other'), mail('a@old.example', 'home')] });
  });

  test('[K1] a number that came in place of another here, and beside it there, stands once on both', () => {
    const replaced = { ...ann, phones: [{ ...one, value: three.value }] };
    const added = { ...ann, phones: [one, { ...three, type: 'home' }] };
    const start = { ...ann, phones: [one] };
    for (const [office, google] of [[replaced, added], [added, replaced]] as const) {
      const plan = decideLink({}, { office: start, google: start }, { office, google });
      expect(asked(plan)).toEqual([]);
      for (const side of ['office', 'google'] as const) expect(((after(side, plan) ?? { office, google }[side]) as ContactItem).phones?.map(({ value }) => value)).toEqual([three.value]);
    }
  });

  test('[R7] a number that one side never knew and adds, and the other gives another TYPE, is asked about', () => {
    const known = { ...ann, phones: [one] };
    const [added, retyped] = [{ ...ann, phones: [{ ...one, type: 'home' }] }, { ...ann, phones: [{ ...one, type: 'mobile' }] }];
    expect(asked(decideLink({}, { office: ann, google: known }, { office: added, google: retyped }))).toEqual(['phones +12125550101']);
    expect(asked(decideLink({}, { office: known, google: ann }, { office: retyped, google: added }))).toEqual(['phones +12125550101']);
    // Added on both, each keeps the TYPE that it gave it.
    expect(tell(decideLink({}, { office: ann, google: ann }, { office: added, google: retyped }))).toEqual(['settle']);
  });
});

describe('[C11] the schedule of a series', () => {
  const zone = 'America/New_York';
  const weekly: EventItem = { ...review, recurrence: ['RRULE:FREQ=WEEKLY'] };
  const later = { start: { local: '2027-03-02T11:00:00', zone }, end: { local: '2027-03-02T12:00:00', zone } };
  const cancelled = { occurrences: [{ original: '2027-03-09T14:00:00Z', cancelled: true }] };
  const fortnightly = { recurrence: ['RRULE:FREQ=WEEKLY;INTERVAL=2'] };
  const meet = (office: Partial<EventItem>, google: Partial<EventItem>, policy: Partial<Policy> = {}, base = weekly): Plan => decideLink(policy, { office: base, google: base }, { office: { ...base, ...office }, google: { ...base, ...google } });

  test.each([
    [fortnightly, later, ['recurrence', 'when']],
    [later, cancelled, ['when', 'occurrences 2027-03-09T14:00:00Z']],
    [cancelled, later, ['occurrences 2027-03-09T14:00:00Z', 'when']],
    [fortnightly, cancelled, ['recurrence', 'occurrences 2027-03-09T14:00:00Z']],
    // Single occurrences, and what is no schedule, are merged.
    [cancelled, { occurrences: [{ original: '2027-03-16T13:00:00Z', cancelled: true }] }, []],
    [later, { title: 'Other' }, []],
    [fortnightly, { location: 'Hall' }, []],
  ] as [Partial<EventItem>, Partial<EventItem>, string[]][])('[C11] %j beside %j: asked is %j', (office, google, fields) => {
    expect(asked(meet(office, google))).toEqual(fields);
  });

  test('[C11] a single entry that begins to recur on one side and moves on the other is asked about', () => {
    expect(asked(meet(fortnightly, later, {}, review))).toEqual(['recurrence', 'when']);
  });

  test('[K14] each field of it is decided as the setup says for that field', () => {
    const policy = { conflictByField: { 'event.when': 'google' } } as const;
    expect(asked(meet(fortnightly, later, policy))).toEqual(['recurrence']);
    expect(asked(meet(later, fortnightly, policy))).toEqual(['recurrence']);
  });

  test('[R22] a closed side is not put back to what it was', () => {
    const direction = { contact: 'office', event: 'office', task: 'office' } as const;
    expect(asked(meet(fortnightly, later, { direction, conflict: 'office' }))).toEqual(['when']);
    expect(asked(meet(fortnightly, later, { conflict: 'office' }))).toEqual([]);
  });
});

test('[R12] where the winner’s value has no place on the other side, both count as agreed and nothing is written', () => {
  const hidden = { ...review, private: true };
  const plan = decideLink({ privacy: 'full', conflict: 'office' }, { office: hidden, google: review }, { office: review, google: hidden });
  expect([tell(plan), asked(plan), plan.operations]).toMatchObject([['settle'], [], [{ settle: { office: [{ field: 'private' }], google: [{ field: 'private' }] } }]]);
});
