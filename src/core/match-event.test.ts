// What speaks for two activities, or two tasks, being one.

import { describe, expect, test } from 'vitest';
import { event, pair, seen, task, tell } from '../../test/support/pairing.ts';
import type { EventItem } from './item.ts';

const ten = '2026-03-03T10:00';
const hours = ['09', '10', '11', '12', '13', '14', '15', '16', '17'];

test.each([
  ['one has no subject', event('Call Ann', ten), event('', ten), 'One has no subject; same date and time'],
  ['neither has one, and they are alone at that time', event('', ten), event('', ten), 'Both without a subject; same date and time'],
  ['a word more', event('Call Ann', ten), event('Call Ann Smith', ten), 'Subjects are alike; same date and time'],
  ['another subject', event('Call Ann', ten), event('Dentist', ten), undefined],
])('%s: what is asked is the same from either side', (_what, one, two, expected) => {
  for (const [office, google] of [[one, two], [two, one]] as const) {
    expect(pair([seen('o1', office)], [seen('g1', google)]).questions.map(({ candidates }) => candidates[0]?.match.why)).toEqual(expected === undefined ? [] : [expected]);
  }
});

describe('[R36] what a colleague is invited to', () => {
  const invited = { invited: true };
  test.each([
    ['is what somebody else organized and is the same in all', event('Call Ann', ten), { readOnly: 'shared' }, ['o1=g1 (title-time)']],
    ['is not an activity of their own', event('Call Ann', ten), {}, []],
    ['is not what is only alike', event('Call Ann Smith', ten), { readOnly: 'shared' }, []],
    ['is not what only takes place then', event('Dentist', ten), { readOnly: 'shared' }, []],
  ])('%s', (_what, google, more, expected) => {
    expect(tell(pair([seen('o1', event('Call Ann', ten), invited)], [seen('g1', google, more)]))).toEqual(expected);
  });
});

describe('where very many have a subject in common', () => {
  test('activities of one day are asked about by the hour, not each with each', () => {
    const longer = (start: string): EventItem => ({ ...event('Call', start), end: { local: `${start.slice(0, 14)}45`, zone: 'America/New_York' } });
    const at = (hour: string): string => `2026-03-03T${hour}:00`;
    const found = pair(hours.map((hour) => seen(`o${hour}`, event('Call', at(hour)))), hours.map((hour) => seen(`g${hour}`, longer(at(hour)))));
    expect(tell(found)).toEqual(hours.map((hour) => `google g${hour}: o${hour}?`));
  });

  test('tasks are taken by their due date', () => {
    const due = (hour: string): string => `2026-03-${hour}`;
    const found = pair(hours.map((hour) => seen(`o${hour}`, task('Pay rent', due(hour)))), hours.map((hour) => seen(`g${hour}`, task('Rent: pay', due(hour)))));
    expect(tell(found)).toEqual(hours.map((hour) => `google g${hour}: o${hour}?`));
  });
});

test('a task without a due date is paired only if no other has its subject', () => {
  const dated = seen('g1', task('Write', '2026-04-01'));
  expect(tell(pair([seen('o1', task('Write'))], [dated]))).toEqual(['o1=g1 (title)']);
  expect(tell(pair([seen('o1', task('Write')), seen('o2', task('Write', '2026-05-01'))], [dated]))).toEqual(['google g1: o1? o2?']);
});
