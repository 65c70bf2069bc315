// A series whose disguise is put on or taken off while both sides change its times: for any
// schedules and any answer Google shows what it may, and what was hidden is told in the end.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { review } from '../../test/support/decide.ts';
import { carryOut, inputOf, linkOf, see } from '../../test/support/golden.ts';
import type { EventItem, Occurrence } from './item.ts';
import { isInRule } from './occurrence.ts';
import type { Operation } from './plan.ts';
import { defaultPolicy } from './policy.ts';
import type { Policy } from './policy.ts';
import { busyTitle } from './privacy.ts';
import { projectItem } from './project.ts';
import { reconcile } from './reconcile.ts';
import type { ReconcileInput } from './reconcile.ts';

const zone = 'America/New_York';
const [one, two] = ['2027-03-09T14:00:00Z', '2027-03-16T13:00:00Z'];
const at = (hour: number, day: number): Pick<EventItem, 'start' | 'end'> => ({ start: { local: `2027-03-${day}T${hour}:00:00`, zone }, end: { local: `2027-03-${day}T${hour}:30:00`, zone } });
const deviation = (original: string): fc.Arbitrary<readonly Occurrence[]> =>
  fc.constantFrom<readonly Occurrence[]>([], [{ original, title: 'Her will' }], [{ original, title: 'Her will', ...at(11, 10) }], [{ original, ...at(16, 11) }], [{ original, cancelled: true }], [{ original, title: 'Her will', ...at(16, 11) }]);
const series = fc.record({ when: fc.constantFrom({}, { start: { local: '2027-03-02T12:00:00', zone }, end: { local: '2027-03-02T13:00:00', zone } }), rule: fc.constantFrom('WEEKLY', 'DAILY', 'WEEKLY;INTERVAL=2'), changed: fc.tuple(deviation(one), deviation(two)) }).map(({ when, rule, changed }): EventItem => {
  const occurrences = changed.flat();
  return { ...review, ...when, recurrence: [`RRULE:FREQ=${rule}`], ...(occurrences.length === 0 ? {} : { occurrences }) };
});
const under = (privacy: Policy['privacy']): Policy => ({ ...defaultPolicy, privacy });
const how = fc.constantFrom('mark', 'setup');

/** What each answer, and no answer, leads to. */
function answers(input: ReconcileInput): readonly (readonly [string, NonNullable<ReturnType<typeof carryOut>>])[] {
  const [pair] = input.linked;
  if (pair === undefined) throw new Error('No pair.');
  const { operations, conflicts } = reconcile(input);
  const [conflict] = conflicts;
  const ways: readonly (readonly [string, readonly Operation[]])[] = [['wait', operations], ...(conflict?.alternatives ?? []).filter(({ id }) => id !== 'wait').map(({ id, operations: chosen }) => [id, [...operations.filter(({ unit }) => unit !== conflict?.id), ...chosen]] as const)];
  return ways.flatMap(([id, done]) => {
    const after = carryOut(done, pair, input.policy);
    return after === undefined ? [] : [[conflict === undefined ? 'none' : id, after] as const];
  });
}

test('[R23] [R38] whatever is answered, Google shows no text of an occurrence that it was told before', () => {
  fc.assert(
    fc.property(how, series, series, series, (by, shared, office, google) => {
      const policy = under('busy only');
      const told = by === 'setup' ? ({ private: true } as const) : {};
      const wasTold = shared.occurrences?.some(({ title }) => title !== undefined) === true;
      const base = { ...shared, ...told };
      // What Google was not told is Google's own.
      const theirs = google.occurrences?.filter(({ title }) => title === undefined || wasTold);
      const now = { office: see('office', { ...office, private: true }, {}, policy), google: see('google', { ...google, ...told, ...(theirs === undefined ? {} : { occurrences: theirs }) }, {}, policy) };
      const link = linkOf({ office: base, google: base }, { privacy: by === 'setup' ? 'full and private' : 'busy only' }, policy);
      for (const [id, after] of answers(inputOf('event', { link, now, policy }))) {
        const item = after.now.google.item as EventItem;
        expect([item.title, ...(item.occurrences ?? []).flatMap(({ title }) => title ?? [])], id).toEqual([busyTitle]);
      }
    }),
    { numRuns: 300 },
  );
});

test('[R23] [R7] whatever is chosen, both sides show the same texts of each occurrence in the end once the disguise is off', () => {
  fc.assert(
    fc.property(how, series, series, series, (by, shared, office, google) => {
      const policy = under(by === 'setup' ? 'full and private' : 'busy only');
      const secret = { ...shared, private: true as const };
      const now = { office: see('office', { ...office, ...(by === 'setup' ? { private: true } : {}) }, {}, policy), google: see('google', projectItem('google', { ...google, private: true }, under('busy only')), {}, policy) };
      const link = linkOf({ office: secret, google: projectItem('google', secret, under('busy only')) }, { privacy: 'busy only' }, policy);
      for (const [id, first] of answers(inputOf('event', { link, now, policy }))) {
        if (id === 'wait' || id === 'leave') continue;
        let state = first;
        for (let pass = 0; pass < 3; pass += 1) {
          const next = reconcile(inputOf('event', { link: state.link, now: state.now, policy }));
          expect(next.conflicts, id).toEqual([]);
          state = carryOut(next.operations, state, policy) ?? state;
        }
        const inRule = (original: string): boolean => isInRule(state.now.google.item as EventItem, original);
        const texts = (item: EventItem): unknown => [item.title, (item.occurrences ?? []).flatMap(({ original, title, cancelled }) => ((title !== undefined || cancelled === true) && inRule(original) ? [`${original} ${title ?? 'cancelled'}`] : [])).sort()];
        expect(texts(state.now.google.item as EventItem), id).toEqual(texts(state.now.office.item as EventItem));
      }
    }),
    { numRuns: 150 },
  );
}, 30_000);

test('[R23] an occurrence that Google calls by another start, since the series was moved there, is covered too; one of its own is not', () => {
  const policy = under('busy only');
  const base: EventItem = { ...review, recurrence: ['RRULE:FREQ=WEEKLY'], occurrences: [{ original: one, title: 'Her will' }] };
  const moved: EventItem = { ...base, start: { local: '2027-03-02T15:00:00', zone }, end: { local: '2027-03-02T16:00:00', zone }, occurrences: [{ original: '2027-03-09T20:00:00Z', title: 'Her will' }, { original: '2027-03-16T19:00:00Z', title: 'By hand' }] };
  const input = inputOf('event', { link: linkOf({ office: base, google: base }, { privacy: 'busy only' }, policy), now: { office: see('office', { ...base, private: true }, {}, policy), google: see('google', moved, {}, policy) }, policy });
  for (const [id, { now }] of answers(input)) expect((now.google.item as EventItem).occurrences?.flatMap(({ title }) => title ?? []) ?? [], id).toEqual(['By hand']);
});
