import { describe, expect, test } from 'vitest';
import { fieldNamed, fieldsOf } from './field.ts';
import { normalAddress, normalText, normalUrl } from './normal-form.ts';
import type { AnyEntry, EntriesField, ScalarField } from './field.ts';
import type { EventItem, Item, Kind } from './item.ts';
import { kinds } from './item.ts';

const scalar = (kind: Kind, name: string): ScalarField => fieldNamed(kind, name) as ScalarField;
const entries = (kind: Kind, name: string): EntriesField => fieldNamed(kind, name) as EntriesField;
const us = { country: 'US' };

describe('[R5] text in normal form', () => {
  test.each([
    ['a\r\nb', 'a\nb'],
    ['a\rb', 'a\nb'],
    ['a\u00a0b', 'a b'],
    ['e\u0301', 'é'],
    ['a  \nb\t', 'a\nb'],
    ['  a  b ', 'a  b'],
    ['~', '~'],
    [' a', 'a'],
    ['a ', 'a'],
    ['\ta', 'a'],
    ['\u007f', '\u007f'],
    ['a\u2003', 'a'],
    ['🎉', '🎉'],
    ['', undefined],
    [' \r\n ', undefined],
    [7, undefined],
    [undefined, undefined],
  ])('%j is %j', (written, normal) => {
    expect(normalText(written)).toBe(normal);
  });

  test('an address is its parts in order, a web address its host and path', () => {
    expect(normalAddress({ street: ' 1  Main\nSt ', extended: 'Apt 2', city: 'Boston', region: 'MA', postalCode: '02101', country: 'USA' })).toBe('1 main st|apt 2|boston|ma|02101|usa');
    expect(normalAddress({})).toBe('|||||');
    expect(['https://Ann.example/', ' http://ann.example', 'ann.example/', 'ann.example'].map(normalUrl)).toEqual(['ann.example', 'ann.example', 'ann.example', 'ann.example']);
    expect(normalUrl('ann.example/https://x/')).toBe('ann.example/https://x');
  });
});

describe('the table', () => {
  const told = kinds.map((kind) => [kind, fieldsOf[kind].map(({ name, label, shape, carriedBy, firstMeeting, isDerived }) => `${name} “${label}” ${shape} ${carriedBy.join('+')} ${firstMeeting}${isDerived === true ? ', derived' : ''}`)]);

  test('says of each field who carries it and what a first meeting does with it', () => {
    expect(Object.fromEntries(told)).toMatchSnapshot();
  });

  test('a field that is not in it is a mistake of the program', () => {
    expect(() => fieldNamed('task', 'phones')).toThrow('A task has no field "phones".');
  });
});

describe('scalars', () => {
  test.each([
    ['contact', 'member', [undefined, false, true], [undefined, undefined, true]],
    ['event', 'private', [undefined, false, true], [undefined, undefined, true]],
    ['event', 'busy', [undefined, true, false], [undefined, undefined, false]],
    ['task', 'completed', [undefined, false, true], [undefined, undefined, true]],
    ['event', 'reminder', [undefined, 0, 10], [undefined, 0, 10]],
    ['contact', 'birthday', [undefined, { month: 3, day: 7 }], [undefined, { month: 3, day: 7 }]],
    ['contact', 'jobTitle', [' VP ', ''], ['VP', undefined]],
    ['event', 'recurrence', [undefined, []], [undefined, undefined]],
    ['event', 'attending', [undefined, [], ['', ' '], ['Bob ', '', 'Ann'], ['Ann', 'Bob']], [undefined, undefined, undefined, ['Ann', 'Bob'], ['Ann', 'Bob']]],
  ] as [Kind, string, unknown[], unknown[]][])('[R5] %s %s: absent and the usual are one', (kind, name, written, normal) => {
    expect(written.map((value) => scalar(kind, name).normal(value, { kind } as Item))).toEqual(normal);
  });

  test.each([undefined, null, ''])('nothing (%j) is not kept', (nothing) => {
    expect(scalar('task', 'title').set({ kind: 'task', title: 'Call' }, nothing)).toEqual({ kind: 'task' });
  });

  const zone = 'America/New_York';
  const event = (more: Partial<EventItem>): EventItem => ({ kind: 'event', start: { local: '2026-03-03T10:00', zone }, end: { local: '2026-03-03T11:00', zone }, ...more });

  test('[D4] a single event is an instant, a series lives on the wall clock of its zone', () => {
    const when = scalar('event', 'when');
    const of = (item: EventItem): unknown => when.normal(when.get(item), item);
    const london = { start: { local: '2026-03-03T15:00:00', zone: 'Europe/London' }, end: { local: '2026-03-03T16:00', zone: 'Europe/London' } };
    expect(of(event(london))).toEqual(of(event({})));
    expect(of(event({ recurrence: [], ...london }))).toEqual(of(event({})));
    const recurrence = ['RRULE:FREQ=DAILY'];
    expect(of(event({ recurrence }))).toEqual([`2026-03-03T10:00[${zone}]`, `2026-03-03T11:00[${zone}]`]);
    expect(of(event({ recurrence, ...london }))).toEqual(['2026-03-03T15:00[Europe/London]', '2026-03-03T16:00[Europe/London]']);
    expect(of(event({ start: { date: '2026-03-03' }, end: { date: '2026-03-04' } }))).toEqual(['2026-03-03', '2026-03-04']);
  });

  test.each([
    [['RRULE:FREQ=WEEKLY;BYDAY=TU'], [' rrule:byday=tu;interval=1;freq=weekly;wkst=mo; '], true],
    [['RRULE:FREQ=WEEKLY', 'EXDATE:20260310T140000Z'], ['EXDATE:20260310T140000Z ', 'RRULE:FREQ=WEEKLY'], true],
    [['RRULE:FREQ=WEEKLY'], ['RRULE:FREQ=WEEKLY;INTERVAL=2'], false],
    [['RRULE:FREQ=WEEKLY'], ['RRULE:FREQ=WEEKLY;WKST=SU'], false],
    [['RRULE:FREQ=DAILY;UNTIL=20260310'], ['RRULE:FREQ=DAILY;UNTIL=20260311T035959Z'], true],
    [['EXDATE;TZID=Europe/London:20260310T140000'], ['EXDATE:20260310T140000'], false],
    [[], undefined, true],
    [undefined, ['RRULE:FREQ=WEEKLY'], false],
  ])('[R5] the rules %j and %j are the same: %s', (one, two, same) => {
    const field = scalar('event', 'recurrence');
    const of = (recurrence: readonly string[] | undefined): unknown => field.normal(recurrence, event({ recurrence }));
    expect(JSON.stringify(of(one)) === JSON.stringify(of(two))).toBe(same);
  });
});

describe('entries', () => {
  const phone = { value: '(212) 555-0103', type: 'mobile' };

  test.each([
    ['contact', 'phones', phone, '+12125550103'],
    ['contact', 'emails', { value: ' Ann@Example.com ', type: 'work' }, 'ann@example.com'],
    ['contact', 'urls', { value: 'https://Ann.example/', type: 'work' }, 'ann.example'],
    ['contact', 'addresses', { value: { city: 'Boston' }, type: 'work' }, '||boston|||'],
    ['event', 'guests', { email: ' Bob@Example.com' }, 'bob@example.com'],
    ['event', 'occurrences', { original: '2026-03-10T14:00:00Z' }, '2026-03-10T14:00:00Z'],
  ] as [Kind, string, AnyEntry, string][])('[R5] an entry of %s %s is known by its value', (kind, name, entry, key) => {
    expect(entries(kind, name).key(entry, us)).toBe(key);
  });

  test('[K1] a TYPE, a custom label and the preferred flag are told apart', () => {
    const of = (more: object): unknown => entries('contact', 'phones').attributes({ ...phone, ...more } as AnyEntry);
    expect(of({})).toEqual({ type: 'mobile', preferred: false });
    expect(of({ type: undefined })).toEqual({ type: 'other', preferred: false });
    expect(of({ preferred: true })).toEqual({ type: 'mobile', preferred: true });
    expect(of({ type: 'custom', label: 'Boat' })).toEqual({ type: 'custom:Boat', preferred: false });
    expect(of({ type: 'custom' })).toEqual({ type: 'custom:', preferred: false });
    expect(of({ label: 'ignored' })).toEqual({ type: 'mobile', preferred: false });
  });

  test.each([
    ['contact', 'phones', phone, 'type', { value: 'x', type: 'custom', label: 'Boat' }, { ...phone, type: 'custom', label: 'Boat' }],
    ['contact', 'phones', { ...phone, label: 'Boat' }, 'type', { value: 'x', type: 'work' }, { ...phone, type: 'work' }],
    ['contact', 'phones', phone, 'preferred', { value: 'x', type: 'work', preferred: true }, { ...phone, preferred: true }],
    ['contact', 'phones', { ...phone, preferred: true }, 'preferred', { value: 'x', type: 'work' }, phone],
    ['contact', 'phones', phone, 'value', { value: 'x', type: 'work', preferred: true }, { ...phone, value: 'x' }],
    ['event', 'guests', { email: 'a', response: 'accepted' }, 'value', { email: 'b', name: 'Bob', response: 'declined' }, { email: 'b', name: 'Bob', response: 'accepted' }],
    ['event', 'guests', { email: 'a' }, 'response', { email: 'b', response: 'declined' }, { email: 'a', response: 'declined' }],
    ['event', 'occurrences', { original: 'x', title: 'T', start: 1, end: 2 }, 'when', { original: 'x', start: 3, end: 4, title: 'U' }, { original: 'x', title: 'T', start: 3, end: 4 }],
    ['event', 'occurrences', { original: 'x', title: 'T', start: 1, end: 2 }, 'when', { original: 'x' }, { original: 'x', title: 'T' }],
    ['event', 'occurrences', { original: 'x', title: 'T' }, 'title', { original: 'x', title: 'U', location: 'L' }, { original: 'x', title: 'U' }],
  ] as unknown as [Kind, string, AnyEntry, string, AnyEntry, AnyEntry][])('[R12] %s %s: onto %j only the %s of %j is put', (kind, name, onto, attribute, from, expected) => {
    expect(entries(kind, name).put(onto, attribute, from)).toStrictEqual(expected);
  });

  test('[C2] what a single occurrence does differently is compared part by part', () => {
    const of = (more: object): unknown => entries('event', 'occurrences').attributes({ original: 'x', ...more } as AnyEntry);
    expect(of({})).toEqual({ cancelled: false, title: undefined, description: undefined, location: undefined, when: undefined });
    expect(of({ cancelled: true, title: ' T ', description: 'D', location: 'L' })).toEqual({ cancelled: true, title: 'T', description: 'D', location: 'L', when: undefined });
    const noon = { local: '2026-03-03T12:00', zone: 'UTC' };
    const same = { local: '2026-03-03T13:00', zone: 'Europe/Berlin' };
    expect(of({ start: noon, end: noon })).toEqual(of({ start: same, end: same }));
    expect(of({ start: noon })).toMatchObject({ when: [Date.UTC(2026, 2, 3, 12), undefined] });
  });

  test('[F1] the answer of a guest is no answer until there is one', () => {
    const of = (more: object): unknown => entries('event', 'guests').attributes({ email: 'a', ...more } as AnyEntry);
    expect(of({})).toEqual({ response: 'needsAction', optional: false });
    expect(of({ response: 'accepted', optional: true })).toEqual({ response: 'accepted', optional: true });
  });

  test.each([['contact', 'phones'], ['event', 'guests'], ['event', 'occurrences']] as [Kind, string][])('%s %s: none is an empty list, and an empty list is not kept', (kind, name) => {
    const field = entries(kind, name);
    const item = { kind } as Item;
    expect(field.get(item)).toEqual([]);
    const full = field.set(item, [{ id: '1' }]);
    expect(field.get(full)).toEqual([{ id: '1' }]);
    expect(field.set(full, [])).toEqual(item);
  });

  test('[K3] [R20] Google knows no preferred phone, and answers are never sent to it', () => {
    expect(entries('contact', 'phones').attributeCarriedBy).toEqual({ type: ['office', 'google'], preferred: ['office'] });
    expect(entries('event', 'guests').attributeCarriedBy).toEqual({ response: ['office'], optional: ['office'] });
    expect(entries('event', 'occurrences').attributeCarriedBy).toEqual({});
  });
});
