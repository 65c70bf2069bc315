// Plans, runs and single writes of the past, in figures and sentences.

import { describe, expect, test } from 'vitest';
import { explainHappened } from './explain-history.ts';
import type { Happened } from './explain-history.ts';
import { summarizePlan, summarizeRun } from './explain-plan.ts';
import type { Operation, Plan } from './plan.ts';

const empty: Plan = { format: 1, account: 'a', purpose: 'preview', setup: 's', operations: [], conflicts: [], brakes: [], problems: [], unchanged: { contact: 0, event: 0, task: 0 }, invitations: 0 };
const some = (op: string, kind: string, side: string, ids: readonly string[], more: object = {}): Operation[] =>
  ids.map((id) => ({ op, kind, side, id, name: 'x', unit: 'u', why: '', target: { id }, source: { id }, gone: [], ...more }) as unknown as Operation);
const sentences = (more: Partial<Plan>): readonly string[] => summarizePlan({ ...empty, ...more }).sentences;
const rest = ['No invitations will be sent.'];

describe('[E1] the sentences that open a report', () => {
  test('of an empty plan', () => {
    expect(sentences({})).toEqual(['Nothing will be written on either side.', ...rest]);
  });

  test('[R20] say how many invitations choices may add, and nothing of them once it is decided', () => {
    const mailing = (id: string, unit: string, mails: readonly string[]): Operation[] => some('update', 'event', 'google', [id], { unit, mails });
    const conflicts = [{ id: 'q', kind: 'event', items: {}, alternatives: [{ id: 'office', operations: mailing('1', 'q', ['a', 'b', 'c']) }, { id: 'wait', operations: [] }] }] as unknown as Plan['conflicts'];
    const instead = [{ unit: 'u', alternatives: [{ id: 'turn', label: '', operations: mailing('2', 'u', ['a', 'b']) }] }];
    const plan = { operations: [...mailing('1', 'q', ['a']), ...mailing('2', 'u', ['a'])], conflicts, instead, invitations: 2 };
    expect(sentences(plan).at(-1)).toBe('2 invitations will be sent, and up to 3 more with what you choose.');
    expect(summarizePlan({ ...empty, ...plan }, 'decided').sentences.at(-1)).toBe('2 invitations will be sent.');
    expect(sentences({ conflicts: [{ ...conflicts[0], alternatives: [] } as never], invitations: 1 }).at(-1)).toBe('1 invitation will be sent.');
  });

  test('count each record once, by kind, side and what becomes of it', () => {
    const operations = [
      ...some('update', 'contact', 'google', ['1', '2', '1']), ...some('create', 'event', 'google', ['1', '2']), ...some('delete', 'event', 'google', ['3']), ...some('delete', 'task', 'office', ['4']),
      ...some('update', 'event', 'office', ['5', '6']), ...some('create', 'task', 'office', ['7']), ...some('delete', 'contact', 'office', ['8', '9']), ...some('create', 'contact', 'office', ['8']),
    ];
    const { writes } = summarizePlan({ ...empty, operations });
    expect(writes).toEqual({
      contact: { office: { create: 1, update: 0, delete: 2 }, google: { create: 0, update: 2, delete: 0 } },
      event: { office: { create: 0, update: 2, delete: 0 }, google: { create: 2, update: 0, delete: 1 } },
      task: { office: { create: 1, update: 0, delete: 1 }, google: { create: 0, update: 0, delete: 0 } },
    });
    expect(sentences({ operations })).toEqual([
      'On Google: no contacts will be created, 2 changed, none deleted.',
      'On Google: 2 activities will be created, none changed, 1 deleted.',
      'In SmartOffice: 1 contact will be created, none changed, 2 deleted.',
      'In SmartOffice: no activities will be created, 2 changed, none deleted.',
      'In SmartOffice: 1 task will be created, none changed, 1 deleted.',
      ...rest,
    ]);
  });

  test('what is deleted only is written, and large numbers are readable', () => {
    const ids = Array.from({ length: 1234 }, (_, n) => String(n));
    expect(sentences({ operations: some('delete', 'task', 'google', ids) })[0]).toBe('On Google: no tasks will be created, none changed, 1,234 deleted.');
  });

  test('say what is linked, given up, asked, left alone and the same, each only where there is any', () => {
    const operations = [...some('link', 'contact', '', ['1', '2']), ...some('link', 'task', '', ['3']), ...some('unlink', 'event', '', ['4']), ...some('answer', 'contact', '', ['5'])];
    const conflict = { kind: 'task', alternatives: [] } as unknown as Plan['conflicts'][number];
    const problem = { kind: 'event' } as Plan['problems'][number];
    const plan: Plan = { ...empty, operations, conflicts: [conflict, conflict], problems: [problem], unchanged: { contact: 0, event: 3, task: 1 }, invitations: 1 };
    const summary = summarizePlan(plan);
    expect(summary).toMatchObject({ linked: { contact: 2, event: 0, task: 1 }, unlinked: { contact: 0, event: 1, task: 0 }, asked: { contact: 0, event: 0, task: 2 }, leftAlone: { contact: 0, event: 1, task: 0 }, unchanged: plan.unchanged, invitations: 1 });
    expect(summary.sentences.slice(1)).toEqual([
      'Found on both sides and linked: 2 contacts and 1 task.',
      'No longer synchronized: 1 activity.',
      'Answers taken back: 1 contact.',
      'Waiting for your choice: 2 tasks.',
      'Left alone, with the reason in the report: 1 activity.',
      'Nothing to do for 3 activities and 1 task.',
      '1 invitation will be sent.',
    ]);
    expect(sentences({ invitations: 1200 }).at(-1)).toBe('1,200 invitations will be sent.');
  });

  test('[R18] begin with what stops it, then the group that is made', () => {
    const removals = { name: 'many-removals', kind: 'contact', side: 'google', count: 6, of: 10, why: '' } as const;
    expect((['cycle', 'undo'] as const).map((purpose) => sentences({ brakes: [removals], purpose })[0])).toEqual(['SET changed: many contacts would leave the Google group.', 'Many contacts would leave the Google group.']);
    const brake = { name: 'many-deletions', kind: 'event', side: 'google', count: 60, of: 100, why: '' } as const;
    expect(sentences({ brakes: [brake], operations: some('create-group', 'contact', 'google', ['1'], { name: 'SmartOffice' }) }).slice(0, 3)).toEqual(['Many activities would be deleted on Google.', 'On Google: the contact group “SmartOffice” will be created.', 'In SmartOffice: nothing will be written.']);
  });
});

describe('what a run did', () => {
  const count = (op: string, side: string | null, number: number, outcome: string | null = 'applied') => ({ op, side, count: number, outcome }) as Parameters<typeof summarizeRun>[0][number];
  test.each([
    [[], 'Nothing had to be written.'],
    [[count('create', 'google', 2), count('create', 'google', 1), count('update', 'office', 3)], 'On Google: 3 created, 0 changed, 0 deleted. In SmartOffice: 0 created, 3 changed, 0 deleted.'],
    [[count('delete', 'google', 1), count('update', 'google', 1)], 'On Google: 0 created, 1 changed, 1 deleted.'],
    [[count('link', null, 4), count('unlink', null, 2)], '4 linked.'],
    [[count('link', null, 4, 'stale'), count('create', 'google', 1, 'failed'), count('update', 'office', 1, null)], '6 not written; the report says why.'],
    [[count('create', 'office', 1), count('create', 'office', 2, 'refused')], 'In SmartOffice: 1 created, 0 changed, 0 deleted. 2 not written; the report says why.'],
  ])('%j is “%s”', (counts, text) => {
    expect(summarizeRun(counts)).toBe(text);
  });
});

describe('a write of the past', () => {
  const notes = { field: 'notes', to: 'x' };
  const phones = [{ field: 'phones', key: '1', to: {} }, { field: 'phones', key: '2', to: {} }];
  const joined = { field: 'member', to: true };
  const left = { field: 'member', from: true };
  test.each([
    ['create', 'google', [], {}, 'Created on Google'],
    ['create', 'google', [], { applied: false }, 'Was to be created on Google'],
    ['delete', 'office', [], {}, 'Deleted in SmartOffice'],
    ['delete', 'office', [], { isUndo: true }, 'Undo: deleted in SmartOffice'],
    ['delete', 'office', [], { isUndo: true, applied: false }, 'Undo: was to be deleted in SmartOffice'],
    ['link', undefined, [], {}, 'Linked with the same record on the other side'],
    ['unlink', undefined, [], {}, 'Taken out of the synchronization; nothing was deleted'],
    ['update', 'google', [...phones, notes], {}, 'Changed on Google (phones, notes)'],
    ['update', 'google', [], {}, 'Changed on Google'],
    ['update', 'google', [joined], {}, 'Put into the Google group'],
    ['update', 'office', [left], {}, 'Taken out of the SET'],
    ['update', 'office', [notes, joined], {}, 'Changed in SmartOffice (notes) and put into the SET'],
    ['update', 'google', [left, notes], { applied: false }, 'Was to be changed on Google (notes) and taken out of the Google group'],
    ['update', undefined, [notes], {}, 'Changed (notes)'],
  ] as [Happened['op'], Happened['side'], Happened['changes'], Partial<Happened>, string][])('%s %s %j %j is “%s”', (op, side, changes, more, text) => {
    expect(explainHappened({ op, kind: 'contact', side, changes, applied: true, isUndo: false, ...more })).toBe(text);
  });
});
