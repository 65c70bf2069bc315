import { describe, expect, test } from 'vitest';
import { hashItem } from './diff.ts';
import type { Change } from './diff.ts';
import type { Item, TaskItem } from './item.ts';
import type { Base, Link } from './link.ts';
import type { SettleOperation, UnlinkOperation, UpdateOperation } from './plan.ts';
import { defaultPolicy } from './policy.ts';
import { baseOf, settleAgreement, settleUnlink, settleUpdate } from './settle.ts';
import { bySide } from './side.ts';

const task: TaskItem = { kind: 'task', title: 'Call Ann', notes: 'Policy 7', dueDate: '2026-03-03' };
const base = (item: Item, version = '1'): Base => baseOf(version, item, defaultPolicy);
const link: Link = { id: 'l', kind: 'task', ids: { office: 'o', google: 'g' }, base: bySide(() => base(task)), open: ['notes', 'title'] };
const title: Change = { field: 'title', from: 'Call Ann', to: 'Ring Ann' };
const due: Change = { field: 'dueDate', from: '2026-03-03', to: '2026-03-04' };
const notes: Change = { field: 'notes', from: 'Policy 7', to: 'Policy 8' };

function update(more: Partial<UpdateOperation> = {}): UpdateOperation {
  const after: TaskItem = { ...task, title: 'Ring Ann' };
  return {
    id: 'u', op: 'update', kind: 'task', side: 'google', name: '', unit: '', why: '', link: 'l', mails: 0,
    target: { id: 'g', version: '1', hash: hashItem(task, defaultPolicy) }, source: { id: 'o', version: '2', hash: hashItem(after, defaultPolicy) },
    before: task, after, changes: [title], settle: { office: [title], google: [] }, settleWhole: false, closes: [], ...more,
  } as UpdateOperation;
}

describe('after a write', () => {
  // A side may answer more than it was told: it trims, adds, or was edited in between.
  const answered = { version: '3', item: { ...task, title: 'Ring Ann', notes: 'kept by Google' } };

  test('[I4] the whole base of the written side is what it answered, not what was sent', () => {
    expect(settleUpdate(link, update({ settleWhole: true }), answered, defaultPolicy).base.google).toEqual(base(answered.item, '3'));
  });

  test('[R9] a side that has changes still to be carried moves only by what was written and settled', () => {
    const settled = settleUpdate(link, update({ settle: { office: [title], google: [due] } }), answered, defaultPolicy);
    expect(settled.base.google).toEqual(base({ ...task, title: 'Ring Ann', dueDate: '2026-03-04' }, '3'));
  });

  test('[R9] the source moves to what the plan saw of it, in the version of the plan', () => {
    expect(settleUpdate(link, update(), answered, defaultPolicy).base.office).toEqual(base({ ...task, title: 'Ring Ann' }, '2'));
    expect(settleUpdate(link, update({ source: undefined, settle: { office: [], google: [] } }), answered, defaultPolicy).base.office).toEqual(base(task, '1'));
  });

  test('a side that was settled as gone, and was written, holds what it answered', () => {
    const gone = { ...link, base: { ...link.base, google: { gone: true } as const } };
    expect(settleUpdate(gone, update(), answered, defaultPolicy).base.google).toEqual(base(answered.item, '3'));
  });

  test('a source that was settled as gone stays so', () => {
    const gone = { ...link, base: { ...link.base, office: { gone: true } as const } };
    expect(settleUpdate(gone, update(), answered, defaultPolicy).base.office).toEqual({ gone: true });
  });

  test('fields that it brings to an end are open no more, and the others are', () => {
    expect(settleUpdate(link, update({ closes: ['title'] }), answered, defaultPolicy).open).toEqual(['notes']);
    expect(settleUpdate(link, update(), answered, defaultPolicy).open).toEqual(['notes', 'title']);
  });
});

describe('without a write', () => {
  const agreement: SettleOperation = { id: 's', op: 'settle', kind: 'task', name: '', unit: '', why: '', link: 'l', settle: { office: [title], google: [title, notes] }, closes: ['notes'] };

  test('[R7] what both agree on becomes the base of each, in the versions that they have', () => {
    const settled = settleAgreement(link, agreement, defaultPolicy);
    expect(settled.base).toEqual({ office: base({ ...task, title: 'Ring Ann' }), google: base({ ...task, title: 'Ring Ann', notes: 'Policy 8' }) });
    expect(settled.open).toEqual(['title']);
    expect(settled.ids).toEqual(link.ids);
  });

  test.each([
    [['google'], { office: base(task), google: { gone: true } }],
    [['office'], { office: { gone: true }, google: base(task) }],
    [[], undefined],
    [['office', 'google'], undefined],
  ] as const)('[B9] a link that is given up with %j gone remembers that, or is dropped', (gone, expected) => {
    const unlink: UnlinkOperation = { id: 'n', op: 'unlink', kind: 'task', name: '', unit: '', why: '', link: 'l', gone };
    expect(settleUnlink(link, unlink)?.base).toEqual(expected);
    expect(settleUnlink(link, unlink)?.id).toBe(expected === undefined ? undefined : 'l');
  });
});

test.each(['skip', 'full', 'full and private', undefined] as const)('[L1] a link remembers what was told of a private activity (%s), and nothing else makes it forget', (privacy) => {
  const agreed = { id: 's', op: 'settle', kind: 'task', name: '', unit: '', why: '', link: 'l', settle: { office: [], google: [] }, closes: [] } as SettleOperation;
  const before: Link = { ...link, privacy: 'busy only' };
  const more = privacy === undefined ? {} : { privacy };
  expect(settleAgreement(before, { ...agreed, ...more }, defaultPolicy).privacy).toBe(privacy ?? 'busy only');
  expect(settleUpdate(before, update(more), { version: '3', item: task }, defaultPolicy).privacy).toBe(privacy ?? 'busy only');
});

test('a base is what the side holds, in which version, with its hash', () => {
  expect(baseOf('7', task, defaultPolicy)).toEqual({ version: '7', hash: hashItem(task, defaultPolicy), item: task });
});
