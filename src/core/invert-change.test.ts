// One change on its way back: does what it wrote still stand, and what takes it back?

import { describe, expect, test } from 'vitest';
import { applyChanges } from './diff.ts';
import type { Change } from './diff.ts';
import { compareNow, invertChange, labelsOf } from './invert-change.ts';
import type { ContactItem, Entry } from './item.ts';
import { defaultPolicy } from './policy.ts';

const [p, q] = ['+12125550101', '+12125550102'];
const one: Entry = { value: '(212) 555-0101', type: 'work' };
const home: Entry = { ...one, type: 'home' };
const mobile: Entry = { ...one, type: 'mobile' };
const two: Entry = { value: '(212) 555-0102', type: 'work' };
const holds = (...phones: readonly Entry[]): ContactItem => ({ kind: 'contact', jobTitle: 'VP', phones });
const phones = (key: string, from?: Entry, to?: Entry): Change => ({ field: 'phones', key, from, to });
const [added, removed, retyped, replaced, doubled] = [phones(p, undefined, one), phones(p, one), phones(p, one, home), phones(p, one, two), phones(`${p}#2`, undefined, home)];

describe('[R16] what a run wrote', () => {
  test.each([
    ['an entry that was added', 'is there', added, holds(one, two), 'as written'],
    ['an entry that was added', 'is written otherwise', added, holds({ ...one, value: '212.555.0101' }), 'as written'],
    ['an entry that was added', 'has another TYPE', added, holds(home), 'other'],
    ['an entry that was added', 'is gone', added, holds(two), 'as before'],
    ['an entry that was removed', 'is gone', removed, holds(two), 'as written'],
    ['an entry that was removed', 'is there again', removed, holds(one), 'as before'],
    ['an entry that was removed', 'is there with another TYPE', removed, holds(home), 'other'],
    ['another TYPE', 'is there', retyped, holds(home), 'as written'],
    ['another TYPE', 'is what it was', retyped, holds(one), 'as before'],
    ['another TYPE', 'is a third one', retyped, holds(mobile), 'other'],
    ['another TYPE', 'is gone with its entry', retyped, holds(two), 'other'],
    ['another number', 'is there', replaced, holds(two), 'as written'],
    ['another number', 'is what it was', replaced, holds(one), 'as before'],
    ['another number', 'stands beside the former', replaced, holds(one, two), 'other'],
    ['another number', 'is gone with the former', replaced, holds(), 'other'],
    ['another number', 'has another TYPE', replaced, holds({ ...two, type: 'home' }), 'other'],
    ['a second entry with one value', 'is there', doubled, holds(one, home), 'as written'],
    ['a second entry with one value', 'is gone', doubled, holds(one), 'as before'],
    ['another job title', 'is there', { field: 'jobTitle', from: 'Agent', to: ' VP' }, holds(), 'as written'],
    ['another job title', 'is what it was', { field: 'jobTitle', from: 'VP', to: 'CEO' }, holds(), 'as before'],
    ['another job title', 'is a third one', { field: 'jobTitle', from: 'Agent', to: 'CEO' }, holds(), 'other'],
  ] as [string, string, Change, ContactItem, string][])('%s %s: %#', (_what, _how, change, now, expected) => {
    expect(compareNow(now, change, defaultPolicy)).toBe(expected);
  });

  test.each([
    ['an addition', added, holds(one, two), holds(two)],
    ['a removal', removed, holds(two), holds(two, one)],
    ['a TYPE', retyped, holds(home), holds(one)],
    ['a number', replaced, holds(two), holds(one)],
    ['a second entry with one value', doubled, holds(one, home), holds(one)],
  ])('[B15] is taken back: %s', (_what, change, now, before) => {
    expect(applyChanges(now, [invertChange('contact', change, defaultPolicy)], defaultPolicy)).toEqual(before);
  });

  test('[B15] of one value is taken back without a key, of an entry by the key that it stands under now', () => {
    expect(invertChange('contact', { field: 'notes', from: 'a', to: 'b' }, defaultPolicy)).toStrictEqual({ field: 'notes', from: 'b', to: 'a' });
    expect([replaced, removed, doubled].map((change) => invertChange('contact', change, defaultPolicy).key)).toEqual([q, p, `${p}#2`]);
  });

  test('is told by its fields, each once', () => {
    expect(labelsOf('contact', [added, replaced, { field: 'notes' }])).toBe('Phone, Notes');
  });
});
