import { describe, expect, test } from 'vitest';
import { computeBrakes } from './brake.ts';
import type { BrakeInput, LiveCount } from './brake.ts';
import { titleOfBrake } from './explain.ts';
import type { EventItem, Item, Kind } from './item.ts';
import { brakeKey } from './plan.ts';
import type { Conflict, DeleteOperation, Operation, UpdateOperation } from './plan.ts';
import { defaultPolicy } from './policy.ts';
import type { Side } from './side.ts';

const some: LiveCount = { linked: 400, seen: 400, members: 400 };

function input(more: Partial<BrakeInput> & { live?: never; counts?: Partial<Record<Kind, Partial<Record<Side, LiveCount>>>> }): BrakeInput {
  const of = (kind: Kind): Record<Side, LiveCount> => ({ office: some, google: some, ...more.counts?.[kind] });
  return { operations: [], conflicts: [], policy: defaultPolicy, ...more, live: { contact: of('contact'), event: of('event'), task: of('task') } };
}

function items(kind: Kind): Item {
  if (kind === 'event') return { kind, title: 'x', start: { date: '2026-03-03' }, end: { date: '2026-03-04' } } satisfies EventItem;
  return { kind };
}

function deletion(kind: Kind, side: Side, n: number): DeleteOperation {
  return { id: `d${n}`, op: 'delete', kind, side, name: 'x', unit: `u${n}`, why: '', link: `l${n}`, target: { id: `r${n}`, version: '1', hash: 'h' }, before: items(kind) };
}

function question(kind: Kind, side: Side, n: number): Conflict {
  const follow = deletion(kind, side, n);
  return { id: `c${n}`, kind, name: 'x', about: 'deletion', why: '', link: `l${n}`, items: {}, clashes: [], otherwise: 'wait', alternatives: [{ id: 'follow', label: '', operations: [follow] }, { id: 'wait', label: '', operations: [] }] };
}

function removal(side: Side, n: number): UpdateOperation {
  const before: Item = { kind: 'contact', member: true };
  return {
    id: `m${n}`, op: 'update', kind: 'contact', side, name: 'x', unit: `u${n}`, why: '', link: `l${n}`, target: { id: `r${n}`, version: '1', hash: 'h' },
    before, after: { kind: 'contact' }, changes: [{ field: 'member', from: true }], settle: { office: [], google: [] }, settleWhole: true, closes: [],
  };
}

function times<T>(count: number, make: (n: number) => T): T[] {
  return Array.from({ length: count }, (_, n) => make(n));
}

function keys(given: BrakeInput): string[] {
  return computeBrakes(given).map(brakeKey);
}

function edit(side: Side, n: number, kind: Kind = 'contact'): UpdateOperation {
  return { ...removal(side, n), kind, changes: [{ field: kind === 'contact' ? 'jobTitle' : 'title', to: 'New' }] };
}

describe('brakes', () => {
  test('[R18] a cycle that would change more than half of a kind, and more than 100 of it, asks first; a preview does not', () => {
    for (const side of ['office', 'google'] as const) {
      const purpose = 'cycle';
      expect(keys(input({ purpose, operations: times(200, (n) => edit(side, n)) }))).toEqual([]);
      expect(keys(input({ purpose, operations: times(201, (n) => edit(side, n)) }))).toEqual([`many-changes:contact:${side}`]);
      // Two writes of one record are one record.
      expect(keys(input({ purpose, operations: times(390, (n) => edit(side, n % 195)) }))).toEqual([]);
      expect(keys(input({ purpose: 'preview', operations: times(400, (n) => edit(side, n)) }))).toEqual([]);
      expect(keys(input({ purpose: 'undo', operations: times(400, (n) => edit(side, n)) }))).toEqual([]);
      const few = { linked: 60, seen: 60, members: 60 };
      expect(keys(input({ purpose, operations: times(60, (n) => edit(side, n, 'task')), counts: { task: { [side]: few } } }))).toEqual([]);
    }
    expect(computeBrakes(input({ purpose: 'cycle', operations: times(300, (n) => edit('google', n, 'event')) }))).toMatchObject([
      { name: 'many-changes', count: 300, of: 400, why: '300 of 400 activities would be changed on Google at once, because they were changed in SmartOffice' },
    ]);
  });

  test('[B3] a SET that shrank is called by its name, and the first names are told', () => {
    const operations = times(310, (n) => ({ ...removal('google', n), name: `Kim ${n}` }));
    const [brake] = computeBrakes(input({ operations, purpose: 'cycle' }));
    expect(brake?.why).toBe('The SET changed: 310 of 400 contacts are no longer in it and would be taken out of the Google group, none of them deleted (Kim 0, Kim 1, Kim 2, Kim 3, Kim 4 and 305 more)');
    expect(brake === undefined ? '' : titleOfBrake(brake)).toBe('SET changed: many contacts would leave the Google group');
  });

  test('[R18] nothing to delete trips nothing', () => {
    expect(keys(input({}))).toEqual([]);
  });

  test('[R18] [B2] a mass deletion trips by share, on either side and for each kind by its own limit', () => {
    for (const side of ['office', 'google'] as const) {
      expect(keys(input({ operations: times(39, (n) => deletion('event', side, n)) }))).toEqual([]);
      expect(keys(input({ operations: times(40, (n) => deletion('event', side, n)) }))).toEqual([`many-deletions:event:${side}`]);
      expect(keys(input({ operations: times(99, (n) => deletion('contact', side, n)) }))).toEqual([]);
      expect(keys(input({ operations: times(100, (n) => deletion('contact', side, n)) }))).toEqual([`many-deletions:contact:${side}`]);
    }
  });

  test('[B2] a mass deletion trips by count where it is a small share', () => {
    const counts = { event: { google: { linked: 10_000, seen: 10_000 } } };
    expect(keys(input({ counts, operations: times(49, (n) => deletion('event', 'google', n)) }))).toEqual([]);
    expect(keys(input({ counts, operations: times(50, (n) => deletion('event', 'google', n)) }))).toEqual(['many-deletions:event:google']);
  });

  test('one of two records deleted does not trip by its share', () => {
    const counts = { event: { google: { linked: 2, seen: 2 } }, task: { google: { linked: 6, seen: 6 } } };
    expect(keys(input({ counts, operations: [deletion('event', 'google', 1)] }))).toEqual([]);
    expect(keys(input({ counts, operations: times(5, (n) => deletion('task', 'google', n)) }))).toEqual(['many-deletions:task:google']);
  });

  test('[B2] deletions that wait as questions count with those that are followed', () => {
    const operations = times(20, (n) => deletion('event', 'office', n));
    const conflicts = times(20, (n) => question('event', 'office', 100 + n));
    expect(keys(input({ conflicts }))).toEqual([]);
    expect(keys(input({ operations, conflicts }))).toEqual(['many-deletions:event:office']);
    expect(computeBrakes(input({ operations, conflicts }))[0]).toMatchObject({ count: 40, of: 400 });
  });

  test('records that vanish by a policy that keeps the other side count too', () => {
    const gone = times(40, (n): Operation => ({ id: `x${n}`, op: 'unlink', kind: 'event', name: 'x', unit: `u${n}`, why: '', link: `l${n}`, gone: ['google'] }));
    expect(keys(input({ operations: gone }))).toEqual(['many-deletions:event:office']);
  });

  test('[C8] one deleted series counts once', () => {
    const series: DeleteOperation = { ...deletion('event', 'office', 1), before: { ...(items('event') as EventItem), recurrence: ['RRULE:FREQ=DAILY;COUNT=500'] } };
    expect(keys(input({ operations: [series] }))).toEqual([]);
    expect(keys(input({ operations: times(60, () => series) }))).toEqual([]);
  });

  test('[B3] a SET that shrinks takes nobody out of the group before somebody has looked', () => {
    const brakes = computeBrakes(input({ operations: times(310, (n) => removal('google', n)) }));
    expect(brakes.map(brakeKey)).toEqual(['many-removals:contact:google']);
  });

  test('[B13] an emptied group trips, and so do an emptied SET and an emptied side', () => {
    const left = [removal('office', 1)];
    expect(keys(input({ operations: left, counts: { contact: { google: { linked: 300, seen: 500, members: 0 } } } }))).toEqual(['members-emptied:contact:google']);
    expect(keys(input({ operations: [removal('google', 1)], counts: { contact: { office: { linked: 300, seen: 500, members: 0 } } } }))).toEqual(['members-emptied:contact:office']);
    expect(keys(input({ conflicts: [question('event', 'google', 1)], counts: { event: { office: { linked: 44, seen: 0 } } } }))).toEqual(['side-emptied:event:office']);
    expect(keys(input({ conflicts: [question('event', 'google', 1)], counts: { event: { office: { linked: 1, seen: 0 } } } }))).toEqual([]);
  });

  test('a kind that is not synchronized has no brakes', () => {
    const policy = { ...defaultPolicy, kinds: ['contact' as const] };
    expect(keys(input({ policy, counts: { event: { office: { linked: 44, seen: 0 } } } }))).toEqual([]);
  });

  test('the same input gives the same brakes for the mirrored side', () => {
    const there = keys(input({ operations: times(60, (n) => deletion('task', 'google', n)), counts: { task: { google: { linked: 9, seen: 0 } } } }));
    const back = keys(input({ operations: times(60, (n) => deletion('task', 'office', n)), counts: { task: { office: { linked: 9, seen: 0 } } } }));
    expect(back.map((key) => key.replace('office', 'google'))).toEqual(there);
  });

  const whys = (given: BrakeInput): string[] => computeBrakes(given).map(({ why }) => why);
  const unlinked = (n: number, gone: readonly Side[]): Operation => ({ id: `x${n}`, op: 'unlink', kind: 'event', name: 'x', unit: `u${n}`, why: '', link: `l${n}`, gone });
  const few = (linked: number, seen: number): BrakeInput['live']['event'] => ({ office: { linked, seen }, google: { linked, seen } });

  test('[R18] the reason is said in figures and in whole sentences', () => {
    expect(whys(input({ operations: times(40, (n) => deletion('event', 'google', n)) }))).toEqual(['40 of 400 activities disappeared in SmartOffice and would be deleted on Google or no longer synchronized']);
    expect(whys(input({ operations: times(1500, (n) => ({ ...removal('office', n), name: `Kim ${n}` })), counts: { contact: { office: { linked: 2000, seen: 2000, members: 2000 } } } }))).toEqual(['The Google group changed: 1500 of 2,000 contacts are no longer in it and would be taken out of the SET, none of them deleted (Kim 0, Kim 1, Kim 2, Kim 3, Kim 4 and 1,495 more)']);
    expect(whys(input({ operations: times(5, (n) => ({ ...removal('google', n), name: `Kim ${n}` })), counts: { contact: { google: { linked: 5, seen: 5 } } } }))[0]).toMatch(/\(Kim 0, Kim 1, Kim 2, Kim 3 and Kim 4\)$/);
    expect(whys(input({ operations: [deletion('event', 'google', 1)], counts: { event: { office: { linked: 44, seen: 0 } } } }))).toEqual(['SmartOffice has no activities any more; 44 were there']);
    for (const [side, text] of [['office', 'The SET is empty; 300 contacts were in it'], ['google', 'The Google group is empty; 300 contacts were in it']] as const) {
      expect(whys(input({ operations: [removal(side === 'office' ? 'google' : 'office', 1)], counts: { contact: { [side]: { linked: 300, seen: 500, members: 0 } } } }))).toEqual([text]);
    }
  });

  test('[R18] a limit of none trips at the first, and nothing trips without any', () => {
    const policy = { ...defaultPolicy, brakes: { ...defaultPolicy.brakes, event: { share: 0, count: 0 } } };
    expect(keys(input({ policy }))).toEqual([]);
    expect(keys(input({ policy, operations: [deletion('event', 'google', 1)] }))).toEqual(['many-deletions:event:google']);
  });

  test('[R18] a mass edit is more than a hundred, of its kind and its side, and a contact that only leaves is no edit', () => {
    const purpose = 'cycle';
    const counts = { contact: few(150, 150), task: few(150, 150) };
    expect(keys(input({ purpose, counts, operations: times(100, (n) => edit('google', n, 'task')) }))).toEqual([]);
    expect(keys(input({ purpose, counts, operations: times(101, (n) => edit('google', n, 'task')) }))).toEqual(['many-changes:task:google']);
    expect(keys(input({ purpose, counts, operations: [...times(60, (n) => edit('google', n, 'task')), ...times(60, (n) => edit('office', 100 + n, 'task')), ...times(60, (n) => edit('google', 200 + n))] }))).toEqual([]);
    expect(keys(input({ purpose, counts, operations: times(101, (n) => ({ ...edit('google', n), changes: [{ field: 'member', from: true }, { field: 'notes', to: 'x' }] })) }))).toEqual(['many-removals:contact:google', 'many-changes:contact:google']);
    expect(keys(input({ purpose, counts, operations: times(101, (n) => ({ ...edit('google', n), changes: [{ field: 'member', to: true }] })) }))).toEqual(['many-changes:contact:google']);
    expect(keys(input({ purpose, counts: { contact: few(110, 110) }, operations: times(110, (n) => removal('google', n)) }))).toEqual(['many-removals:contact:google']);
  });

  test('[R18] counted are records of the kind and the side that would be lost: what is gone on both, or was taken apart, is not', () => {
    const counts = { event: few(10, 10) };
    const five = (make: (n: number) => Operation): string[] => keys(input({ counts, operations: times(5, make) }));
    expect(five((n) => unlinked(n, ['google']))).toEqual(['many-deletions:event:office']);
    expect(five((n) => unlinked(n, ['office']))).toEqual(['many-deletions:event:google']);
    expect([five((n) => unlinked(n, [])), five((n) => unlinked(n, ['office', 'google'])), five((n) => unlinked(n, ['google', 'office']))]).toEqual([[], [], []]);
    expect(five((n) => ({ ...deletion('event', 'google', n), link: undefined }))).toEqual(['many-deletions:event:google']);
    expect(keys(input({ counts, operations: [...times(4, (n) => deletion('event', 'google', n)), deletion('event', 'office', 7), deletion('task', 'google', 8)] }))).toEqual([]);
    expect(keys(input({ counts: { contact: few(10, 10) }, operations: times(9, () => removal('google', 1)) }))).toEqual([]);
    expect(keys(input({ counts: { contact: few(10, 10) }, operations: times(9, (n) => ({ ...removal('google', n), kind: 'task' })) }))).toEqual([]);
  });

  test('[R18] leaving that waits as a question counts too', () => {
    const conflicts = times(5, (n): Conflict => ({ ...question('contact', 'office', n), about: 'clash', alternatives: [{ id: 'google', label: '', operations: [removal('office', n)] }] }));
    expect(keys(input({ conflicts, counts: { contact: few(10, 10) } }))).toEqual(['many-removals:contact:office']);
  });

  test('[R18] [B13] an emptied side trips from two records on, when something follows on the other side', () => {
    const counts = { event: { office: { linked: 2, seen: 0 } } };
    expect(keys(input({ counts, operations: [deletion('event', 'google', 1)] }))).toEqual(['side-emptied:event:office']);
    expect(keys(input({ counts }))).toEqual([]);
    expect(keys(input({ counts, operations: [deletion('event', 'office', 1), removal('google', 1)] }))).toEqual([]);
    expect(keys(input({ counts: { contact: { office: { linked: 300, seen: 0, members: 0 } } }, operations: [deletion('contact', 'google', 1), removal('google', 2)] }))).toEqual(['side-emptied:contact:office']);
  });
});
