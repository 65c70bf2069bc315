import { describe, expect, test } from 'vitest';
import { approvedOperations, brakeKey, chosenInstead, countInvitations, digestPlan, isWrite, standingOperations } from './plan.ts';
import type { Approval, Conflict, Operation, Plan } from './plan.ts';

const operation = (id: string, unit: string, more: object = {}): Operation => ({ id, op: 'settle', kind: 'task', name: id, unit, why: '', link: id, settle: { office: [], google: [] }, closes: [], ...more }) as Operation;
const conflict: Conflict = {
  id: 'c1', kind: 'task', name: 'Call', about: 'clash', why: '', items: {}, clashes: [], otherwise: 'wait',
  alternatives: [{ id: 'office', label: '', operations: [operation('chosen', 'x')] }, { id: 'wait', label: '', operations: [] }],
};
const plan: Plan = {
  format: 1, account: 'a', purpose: 'cycle', setup: 's', operations: [operation('one', 'u1'), operation('two', 'u2'), operation('undisputed', 'c1')], conflicts: [conflict],
  brakes: [], problems: [], unchanged: { contact: 0, event: 0, task: 0 }, invitations: 0,
};
const approval: Approval = { digest: '', by: '', at: '', decisions: {}, choices: {}, released: [] };
const ids = (operations: readonly Operation[]): string[] => operations.map(({ id }) => id);

describe('what an approval lets run', () => {
  test.each([
    [{}, ['one', 'two', 'undisputed']],
    [{ decisions: { u1: 'take', u2: 'not now' } }, ['one', 'undisputed']],
    [{ decisions: { u1: 'never' } }, ['two', 'undisputed']],
    [{ choices: { c1: 'wait' } }, ['one', 'two', 'undisputed']],
    [{ choices: { c1: 'office' } }, ['one', 'two', 'chosen']],
    [{ choices: { c1: 'no such thing' } }, ['one', 'two']],
    [{ choices: { c1: 'office' }, decisions: { u1: 'not now', u2: 'never' } }, ['chosen']],
  ] as [Partial<Approval>, string[]][])('[R1] [R8] %j', (given, expected) => {
    expect(ids(approvedOperations(plan, { ...approval, ...given }))).toEqual(expected);
  });

  test('[R8] a choice replaces what would have gone on without it, whatever was decided about the rest', () => {
    expect(ids(standingOperations(plan, { ...approval, choices: { c1: 'office' }, decisions: { u1: 'never' } }))).toEqual(['one', 'two']);
    expect(ids(standingOperations(plan, approval))).toEqual(['one', 'two', 'undisputed']);
  });
});

describe('what a person chose in place of a unit', () => {
  const group = operation('group', 'g', { op: 'create-group' });
  const turned = { id: 'turn', label: '', operations: [operation('turned', 'u2')] };
  const offering: Plan = { ...plan, operations: [group, ...plan.operations], instead: [{ unit: 'u2', alternatives: [{ id: 'new', label: '', operations: [operation('new', 'u2')] }, turned] }, { unit: 'u1', alternatives: [turned] }] };

  test.each([
    [{}, ['group', 'one', 'two', 'undisputed']],
    // It goes before what stands behind it, and after the group that it may need.
    [{ choices: { u2: 'turn' } }, ['group', 'turned', 'one', 'undisputed']],
    [{ choices: { u2: 'new', c1: 'office' } }, ['group', 'new', 'one', 'chosen']],
    [{ choices: { u2: 'no such thing' } }, ['group', 'one', 'two', 'undisputed']],
    [{ choices: { u2: 'turn' }, decisions: { u2: 'take' } }, ['group', 'turned', 'one', 'undisputed']],
    [{ choices: { u2: 'turn' }, decisions: { u2: 'not now' } }, ['group', 'one', 'undisputed']],
    [{ choices: { u2: 'turn', u1: 'turn' }, decisions: { u1: 'never' } }, ['group', 'turned', 'undisputed']],
  ] as [Partial<Approval>, string[]][])('[R1] %j', (given, expected) => {
    expect(ids(approvedOperations(offering, { ...approval, ...given }))).toEqual(expected);
  });

  test('[R1] is told by its unit, if that is taken at all', () => {
    expect([...chosenInstead(offering, { ...approval, choices: { u2: 'turn', u1: 'turn' }, decisions: { u1: 'not now' } })]).toEqual([['u2', turned]]);
    expect([...chosenInstead(plan, { ...approval, choices: { u2: 'turn' } })]).toEqual([]);
  });
});

test('[R20] each mail that Google would write is counted', () => {
  expect(countInvitations([operation('one', 'u'), operation('two', 'u', { op: 'create', mails: ['a', 'b'] }), operation('three', 'u', { op: 'update', mails: undefined }), operation('four', 'u', { op: 'delete', mails: ['a'] })])).toBe(3);
});

describe('[R1] the digest of a plan', () => {
  const others: [string, Partial<Plan>][] = [
    ['its operations', { operations: plan.operations.slice(1) }],
    ['their order', { operations: [...plan.operations].reverse() }],
    ['its questions', { conflicts: [] }],
    ['what a question offers', { conflicts: [{ ...conflict, alternatives: [] }] }],
    ['its brakes', { brakes: [{ name: 'side-emptied', kind: 'task', side: 'office', count: 1, of: 1, why: '' }] }],
    ['its account', { account: 'b' }],
    ['its setup', { setup: 't' }],
    ['its purpose', { purpose: 'undo' }],
    ['its invitations', { invitations: 1 }],
  ];
  test.each(others)('holds %s', (_name, more) => {
    expect(digestPlan({ ...plan, ...more })).not.toBe(digestPlan(plan));
  });

  test('does not depend on the order of members, and is a SHA-256', () => {
    expect(digestPlan(Object.fromEntries(Object.entries(plan).reverse()) as unknown as Plan)).toBe(digestPlan(plan));
    expect(digestPlan(plan)).toMatch(/^[0-9a-f]{64}$/);
  });
});

test('a write is what a replica is asked to do', () => {
  const ops = ['create', 'update', 'delete', 'create-group', 'link', 'unlink', 'settle'] as const;
  expect(ops.filter((op) => isWrite({ op } as Operation))).toEqual(['create', 'update', 'delete', 'create-group']);
});

test('[R18] a brake is released by its name, kind and side', () => {
  expect(brakeKey({ name: 'many-deletions', kind: 'contact', side: 'google', count: 1, of: 2, why: '' })).toBe('many-deletions:contact:google');
});
