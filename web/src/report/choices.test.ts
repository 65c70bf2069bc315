// What approving would do is counted from the lines and the choices, and nothing else.

import { expect, test } from 'vitest';
import type { ReportLine } from '../sync-types.ts';
import { choose, countBySide, countEffects, decide, waysInCommon, type Choices } from './choices.ts';
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

const byId = (id: string): ReportLine => lines.find((one) => one.id === id) ?? line({ id, section: 'other' });

test('what is not named is taken; not now and never are counted apart', () => {
  const choices = decide(decide(none, [byId('new 1')], 'not now'), [byId('gone')], 'never');
  expect(countEffects(lines, choices)).toEqual({ effects: [{ section: 'create', side: 'google', kind: 'contact', count: 1 }], otherWay: 0, notNow: 1, never: 1, answered: 0, unanswered: 1, invitations: 0 });
});

test('taking back a decision leaves no trace', () => {
  expect(decide(decide(none, [byId('new 1')], 'never'), [byId('new 1')], 'take')).toEqual(none);
  expect(choose(choose(none, [byId('asked')], 'google'), [byId('asked')], undefined)).toEqual(none);
});

const turn = { id: 'turn', label: 'Turn round: use Google', text: 'Taken back' };
const turnable = [line({ id: 'linked', unit: 'pair', section: 'link', side: undefined, instead: [turn] }), line({ id: 'filled', unit: 'pair', section: 'update', instead: [turn] })];

test('another way replaces the whole unit in the count, and each new word the one before it', () => {
  const another = choose(none, turnable.slice(0, 1), 'turn');
  expect(countEffects(turnable, another)).toMatchObject({ effects: [], otherWay: 1 });
  const never = decide(another, turnable.slice(1), 'never');
  expect(never).toEqual({ ...none, decisions: { pair: 'never' } });
  expect(choose(never, turnable, 'turn')).toEqual(another);
  expect(countBySide(countEffects(turnable, none).effects)).toEqual({ office: 0, google: 1 });
});

test('a change that belongs to a question and is taken does not unsay its answer', () => {
  const asked = line({ id: 'q', section: 'asked', alternatives: [{ id: 'office', label: 'Use SmartOffice' }] });
  const beside = line({ id: 'u', unit: 'q', section: 'update' });
  expect(decide(choose(none, [asked], 'office'), [beside], 'take')).toEqual({ ...none, choices: { q: 'office' } });
});

test('a question is put off or refused like any line; what is decided later is not answered', () => {
  const asked = line({ id: 'q', section: 'asked', otherwise: 'wait', alternatives: [{ id: 'wait', label: 'Decide later' }] });
  expect(countEffects([asked], choose(none, [asked], 'wait'))).toMatchObject({ answered: 0, unanswered: 1 });
  expect(countEffects([asked], decide(choose(none, [asked], 'office'), [asked], 'never'))).toMatchObject({ never: 1, answered: 0, unanswered: 0 });
});

test('only what all selected lines offer under the same name is offered for them', () => {
  const ask = (id: string, ...alternatives: readonly { id: string; label: string }[]) => line({ id, section: 'asked', alternatives: [...alternatives] });
  const office = { id: 'office', label: 'Use SmartOffice' };
  const wait = { id: 'wait', label: 'Decide later' };
  expect(waysInCommon([ask('a', office, wait), ask('b', { id: 'follow', label: 'Delete in Google too' }, wait)])).toEqual([wait]);
  expect(waysInCommon([ask('a', { id: 'follow', label: 'Delete in Google too' }), ask('b', { id: 'follow', label: 'Delete in SmartOffice too' })])).toEqual([]);
  expect(waysInCommon([])).toEqual([]);
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

test('invitations are counted with the answers that are chosen, each once, and without what is not taken', () => {
  const some = [
    line({ id: 'a', section: 'create', mails: 2 }),
    line({ id: 'q', section: 'asked', alternatives: [{ id: 'office', label: 'Use SmartOffice', mails: 3 }, { id: 'wait', label: 'Decide later' }], otherwise: 'wait' }),
    line({ id: 'part of q', unit: 'q', section: 'update', mails: 1 }),
    line({ id: 'b', unit: 'b', section: 'delete', mails: 4, instead: [{ id: 'keep', label: 'Keep', text: '' }] }),
    line({ id: 'b 2', unit: 'b', section: 'update', instead: [{ id: 'keep', label: 'Keep', text: '' }] }),
  ];
  const count = (choices: Choices): number => countEffects(some, choices).invitations;
  expect(count(none)).toBe(7);
  expect(count(choose(none, some.slice(1, 2), 'office'))).toBe(9);
  expect(count(choose(none, some.slice(3), 'keep'))).toBe(3);
  expect(count(decide(choose(none, some.slice(1, 2), 'office'), some.slice(0, 1), 'not now'))).toBe(7);
});
