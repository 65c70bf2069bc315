// One side closed, and the newest of two: each cell by hand.

import { describe, expect, test } from 'vitest';
import { decideLink, decideNew, oneWay, review, see, tell } from '../../test/support/decide.ts';
import { closedSide } from './direction.ts';
import type { ContactItem, EventItem } from './item.ts';
import { newerOf } from './link.ts';
import type { Plan } from './plan.ts';
import { defaultPolicy } from './policy.ts';
import { bySide } from './side.ts';

const base = { office: review, google: review };
const asked = (plan: Plan): string[] => plan.conflicts.flatMap(({ alternatives }) => alternatives.map(({ id }) => id));
const edited = (more: Partial<EventItem>): EventItem => ({ ...review, ...more });

describe('only one side is written', () => {
  test('[R22] what is new goes to the open side only', () => {
    const both = { office: [review], google: [edited({ title: 'Other', start: { date: '2027-04-01' }, end: { date: '2027-04-02' } })] };
    expect(tell(decideNew(oneWay('office'), both))).toEqual(['create office']);
    expect(tell(decideNew(oneWay('google'), both))).toEqual(['create google']);
  });

  test('[R22] an edit for the closed side waits, and costs no operation', () => {
    const plan = decideLink(oneWay('office'), base, { ...base, office: edited({ title: 'Other' }) });
    expect([tell(plan), asked(plan), plan.unchanged.event]).toEqual([[], [], 1]);
    expect(tell(decideLink({}, base, { ...base, office: edited({ title: 'Other' }) }))).toEqual(['update google title']);
  });

  test('[R22] beside an edit that waits, the other side’s edit comes, and settles nothing but itself', () => {
    const plan = decideLink(oneWay('office'), base, { office: edited({ title: 'Other' }), google: edited({ location: 'Hall' }) });
    expect(tell(plan)).toEqual(['update office location']);
    expect(plan.operations[0]).toMatchObject({ settleWhole: false, settle: { office: [], google: [{ field: 'location' }] } });
  });

  test('[R22] two different edits are asked about only as far as the open side can be written', () => {
    const now = { office: edited({ title: 'Ours' }), google: edited({ title: 'Theirs' }) };
    expect(asked(decideLink(oneWay('office'), base, now))).toEqual(['google', 'leave', 'wait']);
    expect(asked(decideLink(oneWay('google'), base, now))).toEqual(['office', 'leave', 'wait']);
    expect(tell(decideLink({ ...oneWay('office'), conflict: 'google' }, base, now))).toEqual(['update office title']);
    // The office wins, and waits: what Google says is settled, and written over once Google is opened.
    const waits = decideLink({ ...oneWay('office'), conflict: 'office' }, base, now);
    expect(waits.operations).toMatchObject([{ op: 'settle', settle: { office: [], google: [{ field: 'title' }] } }]);
  });

  test('[R22] a deletion for the closed side waits; one for the open side is decided', () => {
    expect([tell(decideLink(oneWay('office'), base, { ...base, office: undefined })), asked(decideLink(oneWay('office'), base, { ...base, office: undefined }))]).toEqual([[], []]);
    expect(asked(decideLink(oneWay('office'), base, { ...base, google: undefined }))).toEqual(['follow', 'keep', 'wait']);
    expect(asked(decideLink(oneWay('office'), base, { office: undefined, google: edited({ title: 'Other' }) }))).toEqual(['restore', 'keep', 'wait']);
  });

  test('[R22] two that are found to be the same are linked; what the closed side lacks waits', () => {
    const plan = decideNew(oneWay('office'), { office: [edited({ location: 'Hall' })], google: [edited({ description: 'Bring scores' })] });
    expect(tell(plan)).toEqual(['link', 'update office description']);
    expect(plan.operations[0]).toMatchObject({ open: ['description'], settled: { office: review, google: edited({ description: 'Bring scores' }) } });
    const alike = decideNew(oneWay('office'), { office: [review], google: [edited({ description: 'Bring scores' })] });
    expect([tell(alike), alike.operations[0]]).toMatchObject([['link', 'update office description'], { settled: undefined }]);
  });

  test('[R22] of two contacts, the entries that the closed side lacks wait, each by itself', () => {
    const phone = { value: '(212) 555-0101', type: 'work' };
    const ann: ContactItem = { kind: 'contact', givenName: 'Ann', familyName: 'Miller', member: true, emails: [{ value: 'ann@example.com', type: 'work' }] };
    const plan = decideNew(oneWay('office'), { office: [{ ...ann, jobTitle: 'VP', phones: [phone] }], google: [ann] });
    expect(plan.operations).toMatchObject([{ op: 'link', settled: { office: ann, google: ann } }]);
  });

  test('[R22] beside what waits, what both sides did alike is settled, entry by entry', () => {
    const [home, work] = [{ value: '(212) 555-0101', type: 'home' }, { value: '(212) 555-0102', type: 'work' }];
    const ann: ContactItem = { kind: 'contact', givenName: 'Ann', member: true };
    const plan = decideLink(oneWay('office'), { office: ann, google: ann }, { office: { ...ann, nickname: 'Nan', notes: 'VIP', phones: [home, work] }, google: { ...ann, notes: 'VIP', phones: [home] } });
    expect(plan.operations.map((operation) => (operation.op === 'settle' ? bySide((side) => operation.settle[side].map(({ field, to }) => [field, to])) : operation.op))).toEqual([
      { office: [['notes', 'VIP'], ['phones', home]], google: [['notes', 'VIP'], ['phones', home]] },
    ]);
  });

  test('[R22] the closed side of a kind is the one that is not written', () => {
    expect([closedSide('task', { ...defaultPolicy, ...oneWay('office') }), closedSide('task', { ...defaultPolicy, ...oneWay('google') }), closedSide('task', defaultPolicy)]).toEqual(['google', 'office', undefined]);
  });
});

test('[R22] a difference of the first meeting that the newest would settle on the closed side stays open', () => {
  const both = { office: edited({ title: 'Ours' }), google: edited({ title: 'Theirs' }) };
  const times = { office: { revised: 2 }, google: { revised: 1 } };
  const waits = decideLink({ ...oneWay('office'), conflict: 'newest' }, both, both, times, ['title']);
  expect([tell(waits), asked(waits), waits.unchanged.event]).toEqual([[], [], 1]);
  expect(tell(decideLink({ conflict: 'newest' }, both, both, times, ['title']))).toEqual(['update google title']);
});

describe('the newest of two edits', () => {
  const now = { office: edited({ title: 'Ours' }), google: edited({ title: 'Theirs' }) };
  const newest = { conflict: 'newest' } as const;

  test('[K14] the side that was changed last is used, where both say when', () => {
    expect(tell(decideLink(newest, base, now, { office: { revised: 2 }, google: { revised: 1 } }))).toEqual(['update google title']);
    expect(tell(decideLink(newest, base, now, { office: { revised: 1 }, google: { revised: 2 } }))).toEqual(['update office title']);
  });

  test('[K14] where one does not say when, or both at once, a person is asked', () => {
    for (const more of [{}, { office: { revised: 2 } }, { google: { revised: 2 } }, { office: { revised: 2 }, google: { revised: 2 } }]) {
      expect(asked(decideLink(newest, base, now, more))).toEqual(['office', 'google', 'leave', 'wait']);
    }
  });

  test('[K14] which one that is follows from the times alone', () => {
    const at = (office?: number, google?: number): unknown => newerOf({ office: see('office', review, { revised: office }), google: see('google', review, { revised: google }) });
    expect([at(2, 1), at(1, 2), at(2, 2), at(undefined, 1), at(1), at()]).toEqual(['office', 'google', undefined, undefined, undefined, undefined]);
  });

  test('[K14] it may be said for one field', () => {
    const policy = { conflictByField: { 'event.title': 'newest' } } as const;
    expect(tell(decideLink(policy, base, now, { office: { revised: 2 }, google: { revised: 1 } }))).toEqual(['update google title']);
  });
});
