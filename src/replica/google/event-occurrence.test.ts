// What is put into single occurrences of a series, against the laws of a lens.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalItem } from '../../core/diff.ts';
import type { EventItem, Occurrence } from '../../core/item.ts';
import { prepareOccurrences } from './event-occurrence.ts';
import type { OccurrenceWriting } from './event-occurrence.ts';
import { seriesToItem } from './event-series.ts';
import type { Series } from './event-series.ts';
import { instanceId } from './event-wire.ts';

const zone = 'America/New_York';
const originals = ['2026-03-10T14:00:00Z', '2026-03-17T14:00:00Z'];
const wire = (original: string, more: object): Series['exceptions'][string] => ({ id: instanceId('abcde', original), etag: '"2"', recurringEventId: 'abcde', originalStartTime: { dateTime: original, timeZone: zone }, colorId: '7', ...more });
const text = fc.option(fc.oneof(fc.stringMatching(/^[a-z]{1,6}$/), fc.constantFrom('a < b & c', '<b>bold</b>', 'one\ntwo', '[SmartOffice] Participants: Kim', 'x'.repeat(8192))), { nil: undefined });
const hours = fc.option(fc.integer({ min: 8, max: 18 }), { nil: undefined });
const when = (day: string, hour: number): { dateTime: string; timeZone: string } => ({ dateTime: Temporal.PlainDateTime.from(`${day}T${String(hour).padStart(2, '0')}:00:00`).toZonedDateTime(zone).toString({ timeZoneName: 'never' }), timeZone: zone });

/** A series of which two occurrences are exceptions already: nothing has to be asked for. */
const series: fc.Arbitrary<Series> = fc.record({ description: text, parts: fc.tuple(fc.record({ summary: text, hour: hours }), fc.record({ summary: text, hour: hours })) }).map(({ description, parts }) => ({
  master: { id: 'abcde', etag: '"1"', summary: 'Weekly', ...(description === undefined ? {} : { description }), recurrence: ['RRULE:FREQ=WEEKLY;BYDAY=TU'], start: when('2026-03-03', 10), end: when('2026-03-03', 11) },
  exceptions: Object.fromEntries(parts.map(({ summary, hour }, at) => {
    const original = originals[at] ?? '';
    const day = original.slice(0, 10);
    return [instanceId('abcde', original), wire(original, { summary: summary ?? 'Weekly', ...(description === undefined ? {} : { description }), start: when(day, hour ?? 10), end: when(day, (hour ?? 10) + 1) })];
  })),
}));

const deviation = fc.record({ title: text, description: text, location: text, hour: hours });
const wanted: fc.Arbitrary<readonly Occurrence[]> = fc.tuple(deviation, deviation).map((parts) =>
  parts.flatMap(({ hour, ...rest }, at) => {
    const original = originals[at] ?? '';
    const local = (plus: number): string => `${original.slice(0, 10)}T${String((hour ?? 0) + plus).padStart(2, '0')}:00:00`;
    const said = Object.fromEntries(Object.entries({ ...rest, ...(hour === undefined || hour === 10 ? {} : { start: { local: local(0), zone }, end: { local: local(1), zone } }) }).filter(([, value]) => value !== undefined));
    return Object.keys(said).length === 0 ? [] : [{ original, ...said }];
  }),
);

const writing = { view: { zone, accessRole: 'owner' } } as unknown as OccurrenceWriting;
const normal = (item: EventItem): unknown => normalItem(item, { country: 'US' });

async function put(held: Series, occurrences: readonly Occurrence[]): Promise<Series> {
  const prepared = await prepareOccurrences(writing, held, { ...seriesToItem(held, zone), occurrences });
  if (!prepared.ok) throw new Error(prepared.why);
  return { ...held, exceptions: { ...held.exceptions, ...Object.fromEntries(prepared.writes.map(({ id, body }) => [id, { ...body, etag: '"3"' }])) } };
}

describe('the lens of an occurrence', () => {
  test('put what was got: nothing is written, and what we do not show stays', async () => {
    await fc.assert(
      fc.asyncProperty(series, async (held) => {
        expect(await put(held, seriesToItem(held, zone).occurrences ?? [])).toEqual(held);
      }),
    );
  });

  test('[C2] get what was put, with its notes as they were written, and put twice is put once', async () => {
    await fc.assert(
      fc.asyncProperty(series, wanted, wanted, async (held, first, second) => {
        const once = await put(held, first);
        const master = seriesToItem(held, zone);
        // What says the same as its series is no deviation.
        const told = (list: readonly Occurrence[]): readonly Occurrence[] =>
          list.flatMap(({ original, ...rest }) => {
            const own = Object.entries(rest).filter(([name, value]) => value !== (master as unknown as Record<string, unknown>)[name]);
            return own.length === 0 ? [] : [{ original, ...Object.fromEntries(own) }];
          });
        const { occurrences: _, ...plain } = master;
        expect(normal(seriesToItem(once, zone))).toEqual(normal({ ...plain, ...(told(first).length === 0 ? {} : { occurrences: told(first) }) }));
        expect(normal(seriesToItem(await put(once, second), zone))).toEqual(normal(seriesToItem(await put(held, second), zone)));
        expect(Object.values(once.exceptions).every((event) => event['colorId'] === '7')).toBe(true);
      }),
    );
  });
});
