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
});
