import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyChanges, diffItems, hashItem, indexEntries, sameValue } from './diff.ts';
import { fieldNamed, fieldsOf } from './field.ts';
import type { AnyEntry } from './field.ts';
import { invertChange } from './invert-change.ts';
import type { AddressEntry, ContactItem, Entry, EventItem, Item, Occurrence, TaskItem } from './item.ts';
import { kinds } from './item.ts';
import { defaultPolicy } from './policy.ts';
import { projectChange, projectItem } from './project.ts';
import { sides } from './side.ts';

const policy = defaultPolicy;
const phones = fieldNamed('contact', 'phones');
const text = fc.option(fc.constantFrom('A', 'B', ' B', 'line\r\nnext', 'line\nnext', 'a\u00a0b', 'a b', 'e\u0301', 'é', '🎉'), { nil: undefined });
const type = fc.constantFrom('mobile', 'work', 'home', 'workFax', 'googleVoice', 'custom');
const phone: fc.Arbitrary<Entry> = fc
  .record({ value: fc.constantFrom('(212) 555-0101', '+1 212 555 0101', '212-555-0102', '212 555 0103', '555-0104', 'ask Ann'), type, preferred: fc.boolean() })
  .map(({ preferred, ...rest }) => ({ ...rest, ...(rest.type === 'custom' ? { label: 'Isac' } : {}), ...(preferred ? { preferred } : {}) }));
const address: fc.Arbitrary<AddressEntry> = fc.record({ value: fc.record({ street: fc.constantFrom('12 Main St', '12 MAIN ST', '7 Hill Rd'), city: fc.constantFrom('Boston', 'Salem') }), type });
const unique = <T extends AnyEntry>(of: fc.Arbitrary<T>, name: string): fc.Arbitrary<readonly T[]> => {
  const field = fieldNamed('contact', name);
  return fc.uniqueArray(of, { maxLength: 4, selector: (entry) => (field.shape === 'entries' ? field.key(entry, policy) : '') });
};

const contact: fc.Arbitrary<Item> = fc
  .record({ givenName: text, familyName: text, company: text, notes: text, birthday: fc.option(fc.record({ month: fc.integer({ min: 1, max: 12 }), day: fc.integer({ min: 1, max: 28 }) }), { nil: undefined }), phones: unique(phone, 'phones'), addresses: unique(address, 'addresses'), member: fc.boolean() })
  .map((item): ContactItem => ({ kind: 'contact', ...item }));
const zone = fc.constantFrom('America/New_York', 'Europe/Vienna');
const when = fc.oneof(
  zone.map((name) => ({ start: { local: '2026-03-03T10:00', zone: name }, end: { local: '2026-03-03T11:00', zone: name } })),
  fc.constant({ start: { date: '2026-03-03' }, end: { date: '2026-03-05' } }),
);
const occurrence: fc.Arbitrary<Occurrence> = fc.record({ original: fc.constantFrom('2026-03-10', '2026-03-17', '2026-03-24'), cancelled: fc.boolean(), title: text });
const event: fc.Arbitrary<Item> = fc
  .record({ title: text, location: text, when, private: fc.boolean(), busy: fc.boolean(), reminder: fc.constantFrom(undefined, 0, 15), recurrence: fc.constantFrom(undefined, ['RRULE:FREQ=WEEKLY'], ['RRULE:FREQ=WEEKLY;INTERVAL=1']), occurrences: fc.uniqueArray(occurrence, { maxLength: 3, selector: ({ original }) => original }) })
  .map(({ when: times, ...item }): EventItem => ({ kind: 'event', ...item, ...times }));
const task: fc.Arbitrary<Item> = fc.record({ title: text, notes: text, dueDate: fc.constantFrom(undefined, '2026-03-03'), dueTime: fc.constantFrom(undefined, '16:00'), completed: fc.boolean() }).map((item): TaskItem => ({ kind: 'task', ...item }));
const itemOf = { contact, event, task };
/** The same number under several TYPEs, as people leave it behind. */
const doubled: fc.Arbitrary<Item> = fc.array(phone, { maxLength: 4 }).map((list): ContactItem => ({ kind: 'contact', phones: list }));

for (const kind of kinds) {
  const two = fc.tuple(itemOf[kind], itemOf[kind]);
  describe(`${kind}: for any two states`, () => {
    test('[R5] what changed, applied to the first, gives the second', () => {
      fc.assert(fc.property(two, ([base, now]) => {
        expect(hashItem(applyChanges(base, diffItems(base, now, policy), policy), policy)).toBe(hashItem(now, policy));
      }), { numRuns: 1000 });
    });

    test('[R5] equal hashes and no changes are one and the same', () => {
      fc.assert(fc.property(two, ([base, now]) => {
        expect(diffItems(base, now, policy).length === 0).toBe(hashItem(base, policy) === hashItem(now, policy));
        expect(diffItems(base, base, policy)).toEqual([]);
      }), { numRuns: 1000 });
    });

    test('applying the same changes twice is applying them once', () => {
      fc.assert(fc.property(two, ([base, now]) => {
        const changes = diffItems(base, now, policy);
        const once = applyChanges(base, changes, policy);
        expect(hashItem(applyChanges(once, changes, policy), policy)).toBe(hashItem(once, policy));
      }), { numRuns: 500 });
    });

    test('[B15] the changes reversed, in reverse, lead back', () => {
      fc.assert(fc.property(two, ([base, now]) => {
        const back = diffItems(base, now, policy).map((change) => invertChange(kind, change, policy)).reverse();
        expect(hashItem(applyChanges(now, back, policy), policy)).toBe(hashItem(base, policy));
      }), { numRuns: 500 });
    });

    test('[R12] what a side can carry stays as it is when it is carried again', () => {
      fc.assert(fc.property(itemOf[kind], (item) => {
        for (const side of sides) {
          const there = projectItem(side, item, policy);
          expect(hashItem(projectItem(side, there, policy), policy)).toBe(hashItem(there, policy));
        }
      }), { numRuns: 300 });
    });

    test('[R12] a change seen on the other side leaves all that it cannot express', () => {
      fc.assert(fc.property(two, ([office, edited]) => {
        // Google holds the projection; a person there edits what Google carries.
        const google = projectItem('google', office, policy);
        const after = projectItem('google', edited, policy);
        const sent = diffItems(google, after, policy).flatMap((change) => projectChange('office', kind, change, policy) ?? []);
        const put = applyChanges(office, sent, policy);
        for (const field of fieldsOf[kind]) {
          if (!field.carriedBy.includes('google')) expect(field.get(put)).toEqual(field.get(office));
          if (field.shape !== 'entries') continue;
          const held = indexEntries(field, field.get(office), policy);
          for (const [key, entry] of indexEntries(field, field.get(put), policy)) {
            if (held.has(key)) expect(entry.preferred).toBe(held.get(key)?.preferred);
          }
        }
        // Nothing was edited: nothing is sent, and the office's record is the same.
        expect(diffItems(google, projectItem('google', office, policy), policy)).toEqual([]);
      }), { numRuns: 500 });
    });
  });
}

describe('entries', () => {
  const list: readonly Entry[] = [
    { id: 'e1', value: '(212) 555-0101', type: 'mobile' },
    { id: 'e2', value: '(212) 555-0102', type: 'work', preferred: true },
    { id: 'e3', value: '(212) 555-0103', type: 'custom', label: 'Isac' },
  ];
  const of = (entries: readonly Entry[]): Item => ({ kind: 'contact', phones: entries });
  const listOf = (item: Item): readonly AnyEntry[] => (phones.shape === 'entries' ? phones.get(item) : []);

  test('[K1] a changed number keeps its place, its TYPE, its label and its neighbours', () => {
    const changes = diffItems(of(list), of(list.map((entry) => (entry.id === 'e3' ? { ...entry, value: '(212) 555-0199' } : entry))), policy);
    expect(changes.length).toBe(1);
    expect(listOf(applyChanges(of(list), changes, policy))).toEqual([list[0], list[1], { ...list[2], value: '(212) 555-0199' }]);
  });

  test('[K3] a number that is edited on Google keeps the preferred flag that Google does not know', () => {
    const google = projectItem('google', of(list), policy);
    const edited = of(listOf(google).map((entry) => (entry.type === 'work' ? { ...entry, value: '(212) 555-0177' } : entry)) as Entry[]);
    const sent = diffItems(google, edited, policy).flatMap((change) => projectChange('office', 'contact', change, policy) ?? []);
    expect(listOf(applyChanges(of(list), sent, policy))).toEqual([list[0], { ...list[1], value: '(212) 555-0177' }, list[2]]);
  });

  test('[I3] another way of writing a number is no change, and the writing stays', () => {
    expect(diffItems(of(list), of([{ ...list[0], value: '+1 212.555.0101' } as Entry, ...list.slice(1)]), policy)).toEqual([]);
  });

  test('[K4] entries that the other side never had are left when one is changed', () => {
    const five = [...list, { value: '(212) 555-0104', type: 'other' }, { value: '(212) 555-0105', type: 'other' }];
    const changes = diffItems(of(list), of([{ ...list[0], value: '(212) 555-0111' } as Entry, ...list.slice(1)]), policy);
    expect(listOf(applyChanges(of(five), changes, policy)).map((entry) => (entry as Entry).value)).toEqual(['(212) 555-0111', '(212) 555-0102', '(212) 555-0103', '(212) 555-0104', '(212) 555-0105']);
  });
});

test('[R5] a series that recurs no more has not moved, and neither has an entry that begins to recur', () => {
  const zone = 'America/New_York';
  const once: EventItem = { kind: 'event', title: 'Review', start: { local: '2026-03-03T10:00', zone }, end: { local: '2026-03-03T11:00', zone } };
  const weekly: EventItem = { ...once, recurrence: ['RRULE:FREQ=WEEKLY'] };
  expect(diffItems(weekly, once, defaultPolicy).map(({ field }) => field)).toEqual(['recurrence']);
  expect(diffItems(once, weekly, defaultPolicy).map(({ field }) => field)).toEqual(['recurrence']);
  const elsewhere = { start: { local: '2026-03-03T15:00', zone: 'Europe/London' }, end: { local: '2026-03-03T16:00', zone: 'Europe/London' } };
  expect(diffItems(once, { ...once, ...elsewhere }, defaultPolicy)).toEqual([]);
  expect(diffItems(weekly, { ...weekly, ...elsewhere }, defaultPolicy).map(({ field }) => field)).toEqual(['when']);
});

describe('entries by example', () => {
  const held = (list: readonly object[]): ContactItem => ({ kind: 'contact', phones: list as readonly Entry[] });
  const one = { value: '(212) 555-0101', type: 'work' };
  const two = { value: '(212) 555-0102', type: 'home' };
  const told = (before: readonly object[], after: readonly object[]): unknown => diffItems(held(before), held(after), policy).map(({ key, from, to }) => [key, from, to]);

  test('[K1] a value that vanished and one that appeared are one edit when the side says so, or both are of one TYPE', () => {
    const next = { ...one, value: '(212) 555-0109' };
    expect(told([one], [next])).toEqual([['+12125550101', one, next]]);
    expect(told([one], [{ ...next, type: 'home' }])).toEqual([['+12125550101', one, undefined], ['+12125550109', undefined, { ...next, type: 'home' }]]);
    expect(told([{ ...one, id: 'e1' }], [{ ...next, type: 'home', id: 'e1' }])).toHaveLength(1);
    expect(told([{ ...one, id: 'e1' }], [{ ...next, id: 'e2' }])).toHaveLength(2);
    expect(told([{ ...one, id: 'e1' }], [next])).toHaveLength(1);
    expect(told([one], [{ ...next, id: 'e2' }])).toHaveLength(1);
    const boat = { ...one, type: 'custom', label: 'Boat' };
    expect(told([boat], [{ ...boat, value: '(212) 555-0109' }])).toHaveLength(1);
    expect(told([boat], [{ ...boat, value: '(212) 555-0109', label: 'Yacht' }])).toHaveLength(2);
    expect(told([boat], [{ ...boat, label: 'Yacht' }])).toHaveLength(1);
  });

  test('[K1] a number that becomes the second of another comes beside it', () => {
    const second = { ...two, value: one.value };
    expect(told([one, two], [one, second])).toEqual([['+12125550102', two, undefined], ['+12125550101#2', undefined, second]]);
    expect(told([{ ...one, id: 'e1' }, { ...two, id: 'e2' }], [{ ...one, id: 'e1' }, { ...second, id: 'e2' }])).toHaveLength(2);
  });

  test('[R5] what changed, applied to the first, gives the second, of any number of equal values', () => {
    fc.assert(fc.property(doubled, doubled, (base, now) => {
      expect(hashItem(applyChanges(base, diffItems(base, now, policy), policy), policy)).toBe(hashItem(now, policy));
    }), { numRuns: 5000 });
  });

  test('[F1] one guest is never taken for another, nor one occurrence', () => {
    const event: EventItem = { kind: 'event', start: { date: '2026-03-03' }, end: { date: '2026-03-04' } };
    const guests = (email: string): EventItem => ({ ...event, guests: [{ email }] });
    const moved = (original: string): EventItem => ({ ...event, occurrences: [{ original, title: 'T' }] });
    expect(diffItems(guests('a@x'), guests('b@x'), policy).map(({ from, to }) => [from === undefined, to === undefined])).toEqual([[false, true], [true, false]]);
    expect(diffItems(moved('2026-03-03'), moved('2026-03-04'), policy)).toHaveLength(2);
  });

  test('entries of the same value have keys of their own', () => {
    expect([...indexEntries(phones as Extract<typeof phones, { shape: 'entries' }>, [one, two, one, one], policy).keys()]).toEqual(['+12125550101', '+12125550102', '+12125550101#2', '+12125550101#3']);
    expect(told([one], [one, { ...one, type: 'home' }])).toEqual([['+12125550101#2', undefined, { ...one, type: 'home' }]]);
  });

  const applied = (list: readonly object[], key: string, from?: object, to?: object): unknown => (applyChanges(held(list), [{ field: 'phones', key, from, to }], policy) as ContactItem).phones;
  test.each([
    ['removed', [one, two], '+12125550101', one, undefined, [two]],
    ['removed, and not there', [two], '+12125550101', one, undefined, [two]],
    ['added', [one], '+12125550102', undefined, two, [one, two]],
    ['added with the value of another', [one], '+12125550101#2', undefined, { ...one, type: 'home' }, [one, { ...one, type: 'home' }]],
    ['retyped, and not there', [two], '+12125550101', one, { ...one, type: 'home' }, [two]],
    ['given another number, and not there', [two], '+12125550101', one, { ...one, value: '(212) 555-0109' }, [two, { ...one, value: '(212) 555-0109' }]],
    ['given a number that is there, and not there itself', [two], '+12125550101', one, { ...two, type: 'work' }, [two]],
    ['given a number that is there', [one, two], '+12125550101', one, { ...two, type: 'work' }, [two]],
    ['given another number, keeping what else is held', [{ ...one, preferred: true, id: 'e1' }], '+12125550101', one, { ...one, value: '(212) 555-0109' }, [{ ...one, preferred: true, id: 'e1', value: '(212) 555-0109' }]],
    ['retyped, keeping how the number is written', [{ ...one, value: '212.555.0101' }], '+12125550101', one, { ...one, type: 'home' }, [{ value: '212.555.0101', type: 'home' }]],
    ['added where it is already', [{ ...one, preferred: true }], '+12125550101', undefined, { ...one, type: 'home' }, [{ ...one, type: 'home' }]],
  ])('[R12] an entry is %s', (_name, list, key, from, to, expected) => {
    expect(applied(list, key, from, to)).toEqual(expected);
  });

  test('[R5] the order of entries makes no difference to the hash, and a value does', () => {
    expect(hashItem(held([one, two]), policy)).toBe(hashItem(held([two, one]), policy));
    expect(hashItem(held([one, two]), policy)).not.toBe(hashItem(held([one]), policy));
    const three = { value: '(212) 555-0103', type: 'work' };
    expect(new Set([[one, two, three], [three, two, one], [two, three, one], [two, one, three]].map((list) => hashItem(held(list), policy))).size).toBe(1);
    expect(new Set([one, two, three, { ...one, type: 'home' }, { ...one, preferred: true }].map((entry) => hashItem(held([entry]), policy))).size).toBe(5);
    expect(hashItem(held([]), policy)).toBe(hashItem({ kind: 'contact' }, policy));
    expect(hashItem({ kind: 'contact', notes: ' ' }, policy)).toBe(hashItem({ kind: 'contact' }, policy));
  });
});

test.each([
  [1, 1, true], [1, '1', false], [undefined, null, true], [null, null, true], [undefined, 1, false], [Number.NaN, Number.NaN, true],
  [[1, 2], [1, 2], true], [[1, 2], [2, 1], false], [[1], [1, 2], false], [[], {}, false], [{}, [], false],
  [{ a: 1 }, { a: 1, b: undefined }, true], [{ a: 1, b: undefined }, { a: 1 }, true], [{ a: 1 }, { b: 1 }, false], [{ a: 1 }, { a: 1, b: 2 }, false], [{ a: 1, b: 2 }, { a: 1 }, false],
  [{ a: { b: [1] } }, { a: { b: [1] } }, true], [{ a: { b: [1] } }, { a: { b: [2] } }, false], [{ a: null }, {}, false], ['a', { a: 1 }, false], [{ a: 1 }, 'a', false], [{}, null, false], [null, {}, false],
  [[], { length: 0 }, false],
  [{ length: 0 }, [], false],
])('sameValue(%j, %j) is %s', (left, right, same) => {
  expect(sameValue(left, right)).toBe(same);
});

test('[K1] of two entries with one value both go, and an undo brings both back', () => {
  const one = { value: '(212) 555-0101', type: 'work' };
  const twice: ContactItem = { kind: 'contact', phones: [one, { ...one, type: 'home' }] };
  const none: ContactItem = { kind: 'contact' };
  const gone = diffItems(twice, none, policy);
  expect(applyChanges(twice, gone, policy)).toEqual(none);
  expect(applyChanges(none, [...gone].reverse().map((change) => invertChange('contact', change, policy)), policy)).toEqual(twice);
  const come = diffItems(none, twice, policy);
  expect(applyChanges(twice, [...come].reverse().map((change) => invertChange('contact', change, policy)), policy)).toEqual(none);
});
