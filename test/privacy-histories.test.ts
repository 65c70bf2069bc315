// Random histories of activities that are marked private and unmarked, where Google is told
// the time only. Texts say whose they are, so that one on the wrong side is seen.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EventItem, Occurrence } from '../src/core/item.ts';
import { busyTitle } from '../src/core/privacy.ts';
import type { Side } from '../src/core/side.ts';
import type { Command, Edit } from './support/machine-world.ts';
import { policyOf, World } from './support/machine-world.ts';

const zone = 'America/New_York';
const at = (day: string, hour: number): Pick<EventItem, 'start' | 'end'> => ({ start: { local: `2026-03-${day}T${String(hour).padStart(2, '0')}:00`, zone }, end: { local: `2026-03-${day}T${hour + 1}:00`, zone } });
const [tenth, seventeenth] = ['2026-03-10T14:00:00Z', '2026-03-17T14:00:00Z'];
const textOf = (side: Side): fc.Arbitrary<string> => fc.integer({ min: 1, max: 3 }).map((n) => `${side} ${n}`);
const maybe = (side: Side): fc.Arbitrary<string | undefined> => fc.option(textOf(side), { nil: undefined });

/** Each occurrence has words of its own: one that Google was told is covered wherever it stands. */
function deviation(side: Side, original: string): fc.Arbitrary<Omit<Occurrence, 'original'> | undefined> {
  const text = textOf(side).map((words) => `${words} of ${original.slice(8, 10)}`);
  return fc.oneof(fc.constantFrom(undefined, { cancelled: true }, at('11', 9)), text.map((title) => ({ title })), text.map((title) => ({ title, description: title, ...at('12', 9) })));
}

/** Only the office marks: who marks an event in Google sees to it there. */
function itemOf(side: Side): fc.Arbitrary<EventItem> {
  return fc.record({ title: textOf(side), description: maybe(side), location: maybe(side), marked: fc.boolean(), recurs: fc.boolean(), change: deviation(side, tenth) }).map(({ marked, recurs, change, ...words }) => ({
    kind: 'event',
    ...words,
    ...at('03', 10),
    ...(marked && side === 'office' ? { private: true } : {}),
    ...(recurs ? { recurrence: ['RRULE:FREQ=WEEKLY;BYDAY=TU'], ...(change === undefined ? {} : { occurrences: [{ original: tenth, ...change }] }) } : {}),
  }));
}

function occurrence(side: Side): fc.Arbitrary<Edit> {
  return fc.constantFrom(tenth, seventeenth).chain((original) => deviation(side, original).map((change): Edit => ({ field: 'occurrences', original, change })));
}

function editOf(side: Side): fc.Arbitrary<Edit> {
  const field = (name: string, values: fc.Arbitrary<unknown>): fc.Arbitrary<Edit> => values.map((value) => ({ field: name, value }));
  const mark = side === 'office' ? [field('private', fc.constantFrom(true, undefined))] : [];
  return fc.oneof(field('title', textOf(side)), field('description', maybe(side)), field('location', maybe(side)), ...mark, field('when', fc.constantFrom(at('03', 10), at('03', 12))), occurrence(side));
}

const made = (side: Side): fc.Arbitrary<Command> => itemOf(side).map((item) => ({ do: 'create', side, item }));
const edited = (side: Side): fc.Arbitrary<Command> => fc.record({ do: fc.constant('edit' as const), side: fc.constant(side), nth: fc.nat(3), edit: editOf(side) });
const cycle: fc.Arbitrary<Command> = fc.option(fc.nat(5), { nil: undefined }).map((choose) => ({ do: 'cycle', troubles: [], failRead: false, crashAt: undefined, choose, between: undefined }));
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 2, arbitrary: made('office') },
  { weight: 1, arbitrary: made('google') },
  { weight: 5, arbitrary: edited('office') },
  { weight: 3, arbitrary: edited('google') },
  { weight: 5, arbitrary: cycle },
);

function wordsOf({ title, description, location, occurrences = [] }: EventItem): readonly string[] {
  return [title, description, location, ...occurrences.flatMap((one) => [one.title, one.description, one.location])].filter((word) => word !== undefined);
}

test('[R23] [R7] for any history Google shows no text of the office’s private activities, no edit is lost unasked, and the disguise never comes back', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 2, maxLength: 10 }), fc.nat(3), async (commands, position) => {
      const world = new World('event', { ...policyOf('ask'), privacy: 'busy only' });
      for (const one of commands) {
        await world.run(one);
        world.checkPromises();
      }
      await world.settleDown();
      await world.decideAll(position);
      await world.settleDown();
      for (const { ids, base } of world.rooms.links.values()) {
        if (base.office.gone === true || base.google.gone === true) continue;
        const [office, google] = [world.rooms.itemOf('office', ids.office), world.rooms.itemOf('google', ids.google)] as [EventItem, EventItem];
        if (office.private === true) expect(wordsOf(google).filter((word) => word.startsWith('office'))).toEqual([]);
        expect(office.title).not.toBe(busyTitle);
      }
    }),
    { numRuns: Number(process.env['HISTORIES'] ?? 1200) },
  );
}, 300_000);
