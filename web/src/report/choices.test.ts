// What approving would do is counted from the lines and the choices, and nothing else.

import { expect, test } from 'vitest';
import type { ReportLine } from '../sync-types.ts';
import { choose, countEffects, decide, type Choices } from './choices.ts';
import { filterLines, inOrder, noFilter, toItems } from './lines.ts';

const none: Choices = { decisions: {}, choices: {}, released: [] };

function line(part: Partial<ReportLine> & Pick<ReportLine, 'id' | 'section'>): ReportLine {
  return { unit: part.id, kind: 'contact', side: 'google', name: part.id, text: '', why: '', fields: [], ...part };
}

const lines = [
  line({ id: 'same', section: 'left alone' }),
  line({ id: 'new 1', section: 'create' }),
  line({ id: 'new 2', section: 'create', fields: [{ label: 'Company', after: 'Ärzte & Co' }] }),
  line({ id: 'asked', section: 'asked' }),
  line({ id: 'gone', section: 'delete', side: 'office' }),
];

test('what is not named is taken; not now and never are counted apart', () => {
  const choices = decide(decide(none, ['new 1'], 'not now'), ['gone'], 'never');
  expect(countEffects(lines, choices)).toEqual({ effects: [{ section: 'create', side: 'google', kind: 'contact', count: 1 }], notNow: 1, never: 1, answered: 0, unanswered: 1 });
});

test('taking back a decision leaves no trace', () => {
  expect(decide(decide(none, ['new 1'], 'never'), ['new 1'], 'take')).toEqual(none);
  expect(choose(choose(none, 'asked', 'google'), 'asked', undefined)).toEqual(none);
});

test('what is asked comes first, what is left alone last', () => {
  expect(inOrder(lines).map((one) => one.section)).toEqual(['asked', 'create', 'create', 'delete', 'left alone']);
});

test('a search looks into names and values, in any case', () => {
  expect(filterLines(lines, { ...noFilter, search: 'ärzte' }).map((one) => one.id)).toEqual(['new 2']);
  expect(filterLines(lines, { ...noFilter, section: 'create', search: 'new 1' }).map((one) => one.id)).toEqual(['new 1']);
  expect(filterLines(lines, noFilter)).toBe(lines);
});

test('each group has one heading with its count, and details follow their line', () => {
  const items = toItems(inOrder(lines), new Set(['new 1']), true);
  expect(items.map((item) => (item.type === 'group' ? item.count : item.type))).toEqual([1, 'line', 2, 'line', 'details', 'line', 1, 'line', 1, 'line']);
});
