// Answers that left two records different: on the link, taken back, and given again.

import { describe, expect, test } from 'vitest';
import { settleAnswer, takenBack } from './answered.ts';
import type { Answered } from './answered.ts';
import { explainOperation } from './explain.ts';
import { invertAnswers } from './invert-answer.ts';
import type { Held, Undo } from './invert.ts';
import type { ContactItem } from './item.ts';
import type { AnswerEntry } from './journal.ts';
import type { Base, Link } from './link.ts';
import { defaultPolicy } from './policy.ts';
import type { DeletionPolicy } from './policy.ts';
import { baseOf } from './settle.ts';
import { bySide, other } from './side.ts';
import type { Side } from './side.ts';

const ann: ContactItem = { kind: 'contact', givenName: 'Ann', member: true };
const phone = { value: '(212) 555-0101', type: 'work' };
const base = (item: ContactItem, version = '1'): Base => baseOf(version, item, defaultPolicy);
const link = (more: Partial<Link> = {}): Link => ({ id: 'l', kind: 'contact', ids: { office: 'o', google: 'g' }, base: bySide(() => base(ann)), open: [], ...more });
const none = { office: [], google: [] };
const left: Answered = { given: true, closes: ['notes'], settle: { office: [{ field: 'jobTitle', from: undefined, to: 'VP' }], google: [{ field: 'phones', key: '+12125550101', to: phone }, { field: 'phones', key: '+12125550101#2', to: { ...phone, type: 'home' } }] } };
const keeping = (gone: Side, given = true): Answered => ({ given, settle: none, closes: [], kept: { gone, base: bySide(() => base(ann, 'before')) } });
const itemOf = (of: Link): unknown => bySide((side) => { const held = of.base[side]; return held.gone === true ? 'gone' : held.item; });

describe('an answer on its link', () => {
  const answered = settleAnswer(link({ open: ['notes', 'company'] }), left, defaultPolicy);

  test('[R9] makes what each side has count as agreed, with the versions as they were', () => {
    expect(itemOf(answered)).toEqual({ office: { ...ann, jobTitle: 'VP' }, google: { ...ann, phones: [phone, { ...phone, type: 'home' }] } });
    expect([answered.open, answered.base.office]).toMatchObject([['company'], { version: '1' }]);
  });

  test('[B15] taken back, it leaves the link as before; given again, as after', () => {
    const back = settleAnswer(answered, takenBack(left), defaultPolicy);
    expect(itemOf(back)).toEqual({ office: ann, google: ann });
    expect([back.open, settleAnswer(link({ open: ['notes'] }), takenBack(left), defaultPolicy).open]).toEqual([['company', 'notes'], ['notes']]);
    expect(settleAnswer(back, takenBack(takenBack(left)), defaultPolicy)).toEqual(answered);
  });

  test('[B9] of a side that was deleted meanwhile nothing is said, and no question is opened', () => {
    const half = link({ base: { office: base(ann), google: { gone: true } } });
    expect(itemOf(settleAnswer(half, left, defaultPolicy))).toEqual({ office: { ...ann, jobTitle: 'VP' }, google: 'gone' });
    expect(settleAnswer(half, takenBack(left), defaultPolicy).open).toEqual([]);
  });

  test.each(['office', 'google'] as const)('[B9] what was deleted in %s and kept on the other side is remembered, forgotten, and left where it was restored', (gone) => {
    const kept = settleAnswer(link(), keeping(gone), defaultPolicy);
    expect(itemOf(kept)).toEqual({ [gone]: 'gone', [other(gone)]: ann });
    expect(settleAnswer(kept, keeping(gone, false), defaultPolicy).base).toEqual(bySide(() => base(ann, 'before')));
    expect(settleAnswer(link(), keeping(gone, false), defaultPolicy)).toEqual(link());
  });
});

describe('the undo of an answer', () => {
  const entry = (answered: Answered): AnswerEntry => ({ operation: 'a', op: 'answer', kind: 'contact', link: 'l', answered });
  const held = (item: ContactItem): Held => ({ id: 'x', version: '2', hash: (base(item) as { hash: string }).hash, item, inScope: true });
  const undo = (answered: Answered, of: Link, now: Partial<Record<Side, Held>>, deletion: DeletionPolicy = 'ask'): Undo =>
    invertAnswers([entry(answered)], { account: 'a', chooseId: () => undefined, policy: { ...defaultPolicy, deletion: { ...defaultPolicy.deletion, contact: { office: deletion, google: deletion } } }, now: (_kind, side) => now[side], links: new Map([['l', of]]) }, new Set());
  const told = ({ operations, changedSince }: Undo): string[] => [...operations.map((operation) => `${explainOperation(operation)}. ${operation.why}`), ...changedSince.map(({ side, recordId, name, why }) => `${side} ${recordId} ${name}: ${why}`)];
  const kept = (gone: Side): Link => settleAnswer(link(), keeping(gone), defaultPolicy);
  const stays = (gone: Side, item = ann): Partial<Record<Side, Held>> => ({ [other(gone)]: held(item) });
  const again = 'Ask again about contact Ann: deleted in SmartOffice, and kept on Google only. Undo: this was the answer';

  test.each([
    ['is asked again', kept('office'), stays('office'), 'ask', [again]],
    ['says what follows, where deletions are followed', kept('office'), stays('office'), 'follow', [`${again}. The next synchronization follows the deletion, as the setup says: it is deleted in Google too`]],
    ['is asked all the same, if what stays was edited', kept('office'), stays('office', { ...ann, notes: 'x' }), 'follow', [again]],
    ['has nothing to ask where deletions are never followed', kept('office'), stays('office'), 'never', ['google g Ann: By its setup the synchronization keeps in Google what was deleted in SmartOffice: nothing is to be asked']],
    ['is asked also then, if what stays was edited', kept('office'), stays('office', { ...ann, notes: 'x' }), 'never', [again]],
    ['is left, if what was deleted is there again', kept('office'), { office: held(ann), google: held(ann) }, 'ask', ['google g Ann: Restored since']],
    ['is left, if what was kept is gone', kept('office'), {}, 'ask', ['google g Ann: Deleted since']],
    ['is done, if it is taken back already', link(), stays('office'), 'ask', []],
  ] as [string, Link, Partial<Record<Side, Held>>, DeletionPolicy, string[]][])('[B15] of what was kept on one side %s', (_name, of, now, deletion, expected) => {
    expect(told(undo(keeping('office'), of, now, deletion))).toEqual(expected);
  });

  test('[B15] which was itself an undo gives the answer again', () => {
    expect(told(undo(keeping('google', false), link(), stays('google'), 'never'))).toEqual(['Keep contact Ann in SmartOffice only again: it was deleted on Google. Undo: the answer was taken back']);
    expect(undo(keeping('google', false), kept('google'), stays('google'))).toEqual({ operations: [], changedSince: [] });
  });

  test('[B15] [R16] that left both as they are is asked again, unless one is gone or was decided otherwise', () => {
    const both = bySide(() => held(ann));
    const done = settleAnswer(link({ open: ['notes'] }), left, defaultPolicy);
    expect(told(undo(left, done, both))).toEqual(['Ask again about contact Ann, of which both were left as they are (job title, phones, notes). Undo: this was the answer']);
    for (const side of ['office', 'google'] as const) expect(told(undo(left, done, { [side]: held(ann) }))).toEqual(['office o Ann: Deleted since']);
    expect(told(undo(left, { ...done, base: { ...done.base, office: base({ ...ann, jobTitle: 'CEO' }) } }, both))).toEqual(['office o Ann: Changed since: Job title']);
    expect(told(undo(left, link({ open: ['notes'] }), both))).toEqual([]);
    // The fields count as agreed no more, but the question is still closed: it is opened.
    expect(undo(left, link(), both).operations).toHaveLength(1);
    expect(undo({ ...left, closes: [] }, link(), both).operations).toEqual([]);
    expect(told(undo(left, { ...done, base: { ...done.base, google: { gone: true } } }, both))).toHaveLength(1);
  });

  test('[B15] two answers about one link are taken back one after the other, the last first; what was taken apart or is no longer linked is left', () => {
    const saying = (from: string | undefined, to: string): Answered => ({ given: true, closes: [], settle: { office: [{ field: 'jobTitle', from, to }], google: [] } });
    const entries = [entry(saying(undefined, 'VP')), { operation: 't', op: 'unlink', kind: 'contact', link: 'l', ids: { office: 'o', google: 'g' } } as const, entry(saying('VP', 'CEO'))];
    const context = { account: 'a', chooseId: () => undefined, policy: defaultPolicy, now: () => held(ann), links: new Map([['l', link({ base: { office: base({ ...ann, jobTitle: 'CEO' }), google: base(ann) } })]]) };
    const { operations, changedSince } = invertAnswers(entries, context, new Set());
    expect([operations.map((operation) => operation.op === 'answer' && operation.answered.settle.office.map(({ to }) => to)), changedSince]).toEqual([[['CEO'], ['VP']], []]);
    expect(invertAnswers(entries, context, new Set(['l']))).toEqual({ operations: [], changedSince: [] });
    expect(invertAnswers(entries, { ...context, links: new Map() }, new Set())).toEqual({ operations: [], changedSince: [] });
  });

  test('[B15] of which a part was taken back already, the rest is; a question that is open again in part is open', () => {
    const both = bySide(() => held(ann));
    const done = settleAnswer(link(), { ...left, closes: [] }, defaultPolicy);
    for (const side of ['office', 'google'] as const) expect(undo({ ...left, closes: [] }, { ...done, base: { ...done.base, [side]: base(ann) } }, both).operations).toHaveLength(1);
    expect(undo({ ...left, closes: ['notes', 'company'] }, link({ open: ['notes'] }), both).operations).toEqual([]);
  });

  test('it is about the record that is there, by the name that this has now', () => {
    const bea = { ...ann, givenName: 'Bea' };
    expect(told(undo(keeping('office'), kept('office'), { google: held(bea) }))[0]).toMatch(/^Ask again about contact Bea:/);
    expect(told(undo(keeping('google'), kept('google'), { office: held(bea) }))[0]).toMatch(/^Ask again about contact Bea:/);
    expect(told(undo(keeping('office'), kept('office'), { ...stays('office'), office: { ...held(ann), gone: true } }))).toEqual([again]);
    expect(told(undo(keeping('office'), kept('office'), { google: { ...held(ann), gone: true } }))).toEqual(['google g Ann: Deleted since']);
  });

  test('an operation of it has an id and a unit of its own', () => {
    const [operation] = undo(keeping('office'), kept('office'), stays('office')).operations;
    for (const text of [operation?.id, operation?.unit]) expect(text).toMatch(/^[0-9a-f]{16}$/);
    expect(operation).toMatchObject({ op: 'answer', link: 'l', kind: 'contact', answered: keeping('office', false) });
  });
});
