// The event lens against its laws, and the folding of occurrences into their series.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffItems, normalItem } from '../../core/diff.ts';
import type { EventItem, When } from '../../core/item.ts';
import { applyToEvent, eventToItem, newBody, putEvent, readOnlyReason, skipReason, toBody } from './event-lens.ts';
import type { EventBody } from './event-lens.ts';
import { seriesToItem, seriesVersion, toEventRecord } from './event-series.ts';
import { eventIdFor, eventSchema, instanceId, nextEventId, plainOccurrence } from './event-wire.ts';
import type { WireEvent } from './event-wire.ts';

const context = { country: 'US' };
const zone = 'America/New_York';

const word = fc.stringMatching(/^[a-z]{1,8}$/);
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined });
function compact<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}

const zones = ['America/New_York', 'Europe/London', 'Asia/Kolkata', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'UTC'];
const day = fc.integer({ min: 0, max: 3000 }).map((days) => Temporal.PlainDate.from('2024-01-01').add({ days }).toString());
const span: fc.Arbitrary<{ start: When; end: When }> = fc.oneof(
  fc.tuple(day, fc.integer({ min: 1, max: 5 })).map(([date, days]) => ({ start: { date }, end: { date: Temporal.PlainDate.from(date).add({ days }).toString() } })),
  // Not in the small hours, when a clock may be turned.
  fc.tuple(day, fc.integer({ min: 4, max: 20 }), fc.constantFrom(...zones)).map(([date, hour, name]) => ({
    start: { local: `${date}T${String(hour).padStart(2, '0')}:30:00`, zone: name },
    end: { local: `${date}T${String(hour + 1).padStart(2, '0')}:15:00`, zone: name },
  })),
);

function toWire(when: When): Record<string, string> {
  if ('date' in when) return { date: when.date };
  // Google shows an instant in the calendar's zone, whatever zone the event is of.
  const shown = Temporal.PlainDateTime.from(when.local).toZonedDateTime(when.zone).withTimeZone(zone);
  return { dateTime: shown.toString({ timeZoneName: 'never', smallestUnit: 'second' }), timeZone: when.zone };
}

const attendees = fc.uniqueArray(
  fc.record({ email: word.map((name) => `${name}@x.example`), responseStatus: fc.constantFrom('accepted', 'declined', 'needsAction'), comment: maybe(word), optional: maybe(fc.constant(true)), resource: maybe(fc.constant(true)) }).map(compact),
  { selector: (one) => one.email, maxLength: 4 },
);
const wire: fc.Arbitrary<EventBody> = fc
  .record({
    summary: maybe(word),
    description: maybe(word),
    location: maybe(word),
    span,
    visibility: maybe(fc.constantFrom('private', 'confidential', 'public')),
    transparency: maybe(fc.constant('transparent')),
    reminders: maybe(fc.constantFrom({ useDefault: true }, { useDefault: false, overrides: [{ method: 'email', minutes: 60 }, { method: 'popup', minutes: 10 }] })),
    attendees: maybe(attendees),
    recurrence: maybe(fc.constant(['RRULE:FREQ=WEEKLY;COUNT=5'])),
    conferenceData: maybe(fc.constant({ conferenceId: 'abc', entryPoints: [{ uri: 'https://meet' }] })),
    attachments: maybe(fc.constant([{ fileUrl: 'https://file' }])),
    colorId: maybe(fc.constant('5')),
    extendedProperties: maybe(fc.constant({ private: { other: 'x' }, shared: { y: 'z' } })),
  })
  .map(({ span: { start, end }, ...rest }) => ({ id: 'abcde', etag: '"1"', sequence: 3, iCalUID: 'abcde@google.com', ...compact(rest), start: toWire(start), end: toWire(end) }));

const item: fc.Arbitrary<EventItem> = fc
  .record({
    title: maybe(word),
    description: maybe(word),
    location: maybe(word),
    span,
    private: maybe(fc.constant(true)),
    busy: maybe(fc.constant(false)),
    reminder: maybe(fc.integer({ min: 0, max: 600 })),
    recurrence: maybe(fc.constant(['RRULE:FREQ=DAILY;COUNT=3'])),
  })
  .map(({ span: times, ...rest }) => compact({ kind: 'event' as const, ...rest, ...times }));

const normal = (one: EventItem): unknown => normalItem(one, context);
const parse = (body: EventBody): WireEvent => eventSchema.parse(body);

function put(body: EventBody, after: EventItem): EventBody {
  const before = eventToItem(parse(body), zone);
  const changes = diffItems(before, after, context);
  const next = toBody(body);
  putEvent(next, parse(body), before, applyToEvent(before, changes, context), changes.some((change) => change.field === 'guests'));
  return next;
}

describe('the event lens', () => {
  test('put what was got: the whole event goes back byte for byte, without what Google keeps', () => {
    fc.assert(
      fc.property(wire, (body) => {
        const { etag: _, sequence: __, ...rest } = body;
        expect(JSON.stringify(put(body, eventToItem(parse(body), zone)))).toBe(JSON.stringify(rest));
      }),
      { numRuns: 500 },
    );
  });

  test('[D1] get what was put: dates stay dates and instants stay instants, in every zone', () => {
    fc.assert(
      fc.property(wire, item, (body, wanted) => {
        const after = { ...wanted, guests: eventToItem(parse(body), zone).guests };
        const sent = put(body, after);
        const start = sent['start'] as Record<string, unknown>;
        expect('date' in start).toBe('date' in after.start);
        expect(normal(eventToItem(parse(sent), zone))).toEqual(normal(after));
      }),
      { numRuns: 1000 },
    );
  });

  test('put twice is put once', () => {
    fc.assert(
      fc.property(wire, item, item, (body, first, second) => {
        const { guests } = eventToItem(parse(body), zone);
        expect(normal(eventToItem(parse(put(put(body, { ...first, guests }), { ...second, guests })), zone))).toEqual(normal(eventToItem(parse(put(body, { ...second, guests })), zone)));
      }),
      { numRuns: 500 },
    );
  });

  test('[E4][F1] a change of the title keeps guests, conference, attachments and foreign properties', () => {
    fc.assert(
      fc.property(wire, word, (body, title) => {
        const before = eventToItem(parse(body), zone);
        const sent = put(body, { ...before, title: `${title}!` });
        for (const member of ['attendees', 'conferenceData', 'attachments', 'colorId', 'extendedProperties', 'reminders', 'start', 'end', 'recurrence']) {
          expect(JSON.stringify(sent[member])).toBe(JSON.stringify(body[member]));
        }
        expect(sent['summary']).toBe(`${title}!`);
      }),
    );
  });

  test('[F1][F2] a guest who is added leaves the answers and comments of the others, and rooms, alone', () => {
    fc.assert(
      fc.property(wire, (body) => {
        const before = eventToItem(parse(body), zone);
        const sent = put(body, { ...before, guests: [...(before.guests ?? []), { email: 'New@x.example', name: 'New' }] });
        const list = sent['attendees'] as readonly unknown[];
        expect(list.slice(0, -1)).toEqual(body['attendees'] ?? []);
        expect(list.at(-1)).toEqual({ email: 'New@x.example', displayName: 'New' });
      }),
    );
  });

  test('[R20] a new event carries marker and id, and no guests unless a change names them', () => {
    const after: EventItem = { kind: 'event', title: 'Call', start: { local: '2026-03-02T09:00:00', zone }, end: { local: '2026-03-02T10:00:00', zone }, guests: [{ email: 'a@x.example' }] };
    expect(newBody(after, false, 'act/1', 'abcde')).toEqual({
      id: 'abcde',
      summary: 'Call',
      start: { dateTime: '2026-03-02T09:00:00', timeZone: zone },
      end: { dateTime: '2026-03-02T10:00:00', timeZone: zone },
      extendedProperties: { private: { smartoffice: 'act/1' } },
    });
    expect(newBody(after, true, undefined, undefined)['attendees']).toEqual([{ email: 'a@x.example' }]);
  });

  test('what must not be written, or takes no part, says why', () => {
    const base = { id: 'abcde', start: { date: '2026-01-01' } };
    expect(readOnlyReason(parse({ ...base, organizer: { email: 'b@x.example', displayName: 'Bob' } }), 'owner')).toBe('Organized by Bob.');
    expect(readOnlyReason(parse({ ...base, organizer: { email: 'b@x.example' }, guestsCanModify: true }), 'owner')).toBeUndefined();
    expect(readOnlyReason(parse({ ...base, organizer: { self: true } }), 'reader')).toBe('This calendar may only be read.');
    for (const eventType of ['birthday', 'fromGmail', 'outOfOffice', 'focusTime', 'workingLocation', 'new']) expect(skipReason(parse({ ...base, eventType }))).toBeTypeOf('string');
    expect(skipReason(parse({ ...base, eventType: 'default' }))).toBeUndefined();
    const unreadable = toEventRecord({ master: { id: 'abcde', summary: 'S', start: { dateTime: '2026-01-01T10:00:00Z', timeZone: 'Mars/Base' }, end: {} }, exceptions: {} }, { zone, accessRole: 'owner' });
    expect(unreadable.skipped).toContain('Mars/Base');
  });
});

describe('a series', () => {
  const master: EventBody = { id: 'abcde', etag: '"1"', summary: 'Weekly', recurrence: ['RRULE:FREQ=WEEKLY'], start: { dateTime: '2026-03-02T09:00:00-05:00', timeZone: zone }, end: { dateTime: '2026-03-02T10:00:00-05:00', timeZone: zone } };
  const exception = (original: string, rest: EventBody): EventBody => ({ id: instanceId('abcde', original), etag: '"2"', recurringEventId: 'abcde', originalStartTime: { dateTime: original, timeZone: zone }, summary: 'Weekly', ...rest });

  test('[C2] deleted and moved occurrences are folded in; one that differs in nothing is not', () => {
    const exceptions = {
      a: exception('2026-03-09T13:00:00Z', { status: 'cancelled' }),
      b: exception('2026-03-16T13:00:00Z', { start: { dateTime: '2026-03-16T11:00:00-04:00', timeZone: zone }, end: { dateTime: '2026-03-16T12:00:00-04:00', timeZone: zone } }),
      c: exception('2026-03-23T13:00:00Z', { colorId: '3', start: { dateTime: '2026-03-23T09:00:00-04:00', timeZone: zone }, end: { dateTime: '2026-03-23T10:00:00-04:00', timeZone: zone } }),
      d: exception('2026-03-30T13:00:00Z', { summary: 'Special', start: { dateTime: '2026-03-30T09:00:00-04:00', timeZone: zone }, end: { dateTime: '2026-03-30T10:00:00-04:00', timeZone: zone } }),
    };
    expect(seriesToItem({ master, exceptions }, zone).occurrences).toEqual([
      { original: '2026-03-09T13:00:00Z', cancelled: true },
      { original: '2026-03-16T13:00:00Z', start: { local: '2026-03-16T11:00:00', zone }, end: { local: '2026-03-16T12:00:00', zone } },
      { original: '2026-03-30T13:00:00Z', title: 'Special' },
    ]);
    expect(seriesVersion({ master, exceptions })).not.toBe(seriesVersion({ master, exceptions: { ...exceptions, a: { ...exceptions.a, etag: '"3"' } } }));
  });

  test('an occurrence keeps nine o’clock across the change of clocks', () => {
    const plan = plainOccurrence({ local: '2026-03-02T09:00:00', zone }, { local: '2026-03-02T10:00:00', zone }, '2026-03-09T13:00:00Z');
    expect(plan).toEqual({ start: { local: '2026-03-09T09:00:00', zone }, end: { local: '2026-03-09T10:00:00', zone } });
    expect(plainOccurrence({ date: '2026-03-02' }, { date: '2026-03-04' }, '2026-03-09')).toEqual({ start: { date: '2026-03-09' }, end: { date: '2026-03-11' } });
  });

  test('chosen ids are base32hex, always the same, and never the same for the next generation', () => {
    const id = eventIdFor('office/act/1');
    expect(id).toMatch(/^[0-9a-v]{52}$/);
    expect(eventIdFor('office/act/1')).toBe(id);
    expect(nextEventId(id, 0)).toBe(id);
    expect(new Set([0, 1, 2, 3].map((generation) => nextEventId(id, generation))).size).toBe(4);
    expect(instanceId('abcde', '2026-03-09T13:00:00Z')).toBe('abcde_20260309T130000Z');
    expect(instanceId('abcde', '2026-03-09')).toBe('abcde_20260309');
  });
});
