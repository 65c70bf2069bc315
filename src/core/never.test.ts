// What is refused for good, and what is proposed all the same.

import { describe, expect, test } from 'vitest';
import { goneFrom, inputOf, linkOf, see } from '../../test/support/golden.ts';
import { tell } from '../../test/support/decide.ts';
import type { ContactItem } from './item.ts';
import type { Link } from './link.ts';
import { apartKeys, createUnit, isRefused, neverKeys, pairUnit, retellKey } from './never.ts';
import type { Operation, Plan } from './plan.ts';
import { defaultPolicy } from './policy.ts';
import { reconcile } from './reconcile.ts';
import { bySide } from './side.ts';
import type { Side } from './side.ts';

const ann: ContactItem = { kind: 'contact', givenName: 'Ann', familyName: 'Miller', member: true, jobTitle: 'VP', phones: [{ value: '(212) 555-0101', type: 'work' }, { value: '(212) 555-0102', type: 'work' }] };
const both = bySide(() => ann);
const following = { ...defaultPolicy, deletion: { ...defaultPolicy.deletion, contact: { office: 'follow', google: 'follow' } } } as const;

/** `undefined`: gone. */
type Now = Readonly<Record<Side, ContactItem | undefined>>;

function decide(now: Now, never: ReadonlySet<string>, link: Partial<Link> = {}, base: Readonly<Record<Side, ContactItem>> = both): Plan {
  const seen = bySide((side) => (now[side] === undefined ? goneFrom(side, base[side]) : see(side, now[side])));
  return reconcile(inputOf('contact', { link: linkOf(base, link), now: seen, policy: following, never }));
}

const refuse = (operations: readonly Operation[]): ReadonlySet<string> => new Set(neverKeys(operations));
/** That nothing is left to settle is no write. */
const writes = ({ operations }: Plan): readonly string[] => tell({ operations: operations.filter(({ op }) => op !== 'settle') });
const without = (index: number): ContactItem => ({ ...ann, phones: ann.phones?.filter((_, at) => at !== index) });

describe('[R24] of a link exactly what was refused stays away', () => {
  test.each<[string, Now, Now]>([
    ['another value of the field', { ...both, office: { ...ann, jobTitle: 'Partner' } }, { ...both, office: { ...ann, jobTitle: 'Director' } }],
    ['the same value of another field', { ...both, office: { ...ann, jobTitle: 'Partner' } }, { ...both, office: { ...ann, middleName: 'Partner' } }],
    ['the same change of the other side', { ...both, office: { ...ann, jobTitle: 'Partner' } }, { ...both, google: { ...ann, jobTitle: 'Partner' } }],
    ['another entry that is taken away', { ...both, office: without(0) }, { ...both, office: without(1) }],
    ['a deletion after an edit was undone', { ...both, office: undefined }, { office: undefined, google: { ...ann, phones: [{ value: '(212) 555-0102', type: 'work' }, { value: '(212) 555-0101', type: 'work' }], jobTitle: 'Partner' } }],
    ['the deletion of the other record', { ...both, office: undefined }, { ...both, google: undefined }],
    ['a deletion after it left the SET', bySide(() => ({ ...ann, member: false })), { ...both, office: undefined }],
  ])('%s is no refused one', (_what, refused, next) => {
    const plan = decide(refused, new Set());
    expect(tell(plan)).not.toEqual([]);
    const never = refuse(plan.operations);
    expect(decide(refused, never)).toMatchObject({ operations: [], conflicts: [] });
    expect(tell({ operations: [...decide(next, never).operations, ...decide(next, never).conflicts.flatMap(({ alternatives }) => alternatives.flatMap(({ operations }) => operations))] })).not.toEqual([]);
  });

  test('a change stays refused while the other side edits something else', () => {
    const refused = { ...both, office: { ...ann, jobTitle: 'Partner' } };
    const never = refuse(decide(refused, new Set()).operations);
    expect(tell(decide({ ...refused, google: { ...ann, notes: 'Likes tea' } }, never))).toEqual(['update office notes']);
    expect(decide({ ...refused, google: { ...ann, jobTitle: 'CEO' } }, never).conflicts).toHaveLength(1);
  });

  test('what a first meeting left open is not filled in, until somebody edits it', () => {
    const base = { office: ann, google: { ...ann, jobTitle: undefined } as unknown as ContactItem };
    const open = { open: ['jobTitle', 'notes'] };
    const plan = decide(base, new Set(), open, base);
    expect(writes(plan)).toEqual(['update google jobTitle']);
    const never = refuse(plan.operations);
    expect(writes(decide(base, never, open, base))).toEqual([]);
    expect(writes(decide({ ...base, office: { ...ann, jobTitle: 'Director' } }, never, open, base))).toEqual(['update google jobTitle']);
    const noted = { ...base, office: { ...ann, notes: 'Likes tea' } };
    expect(writes(decide(noted, never, open, base))).toEqual(['update google notes']);
    const later = { office: { ...ann, notes: 'Likes tea' }, google: base.google };
    expect(writes(decide(later, never, open, later))).toEqual(['update google notes']);
    const several = refuse(decide(later, new Set(), open, later).operations);
    expect(writes(decide(later, several, open, later))).toEqual([]);
    const otherWay = bySide((side) => base[side === 'office' ? 'google' : 'office']);
    expect(writes(decide(otherWay, never, open, otherWay))).toEqual(['update office jobTitle']);
  });
});

describe('[R24] records without a link', () => {
  const decideNew = (records: Partial<Record<Side, readonly string[]>>, never: ReadonlySet<string>): Plan =>
    reconcile(inputOf('contact', { unlinked: bySide((side) => (records[side] ?? []).map((id) => see(side, { ...ann, ...(id === 'x' ? { givenName: 'Bea' } : {}) }, { id }))), never }));

  test('one that is never to be copied is not, whatever becomes of it; others are', () => {
    const never = refuse(decideNew({ office: ['o1'] }, new Set()).operations);
    expect(tell(decideNew({ office: ['o1'] }, never))).toEqual([]);
    expect(tell(decideNew({ office: ['o2'] }, never))).toEqual(['create google']);
    expect(tell(decideNew({ google: ['o1'] }, never))).toEqual(['create office']);
  });

  test('what an undo took apart is not linked, nor is either copied', () => {
    const never = new Set(apartKeys('contact', { office: 'o1', google: 'g1' }));
    expect([never.size, never.has(pairUnit('o1', 'g1')), never.has(createUnit('contact', 'office', 'o1')), never.has(createUnit('contact', 'google', 'g1'))]).toEqual([3, true, true, true]);
    expect(tell(decideNew({ office: ['o1'], google: ['g1'] }, never))).toEqual([]);
    expect(tell(decideNew({ office: ['o1'] }, never))).toEqual([]);
    expect(tell(decideNew({ google: ['g1'] }, never))).toEqual([]);
  });

  test('units tell records, sides and kinds apart', () => {
    const units = [pairUnit('a', 'b'), pairUnit('b', 'a'), pairUnit('a', 'c'), createUnit('contact', 'office', 'a'), createUnit('contact', 'google', 'a'), createUnit('event', 'office', 'a'), createUnit('contact', 'office', 'b')];
    expect(new Set(units).size).toBe(units.length);
  });

  test('nothing is refused where nobody refused anything, and the group of Google like a record', () => {
    const group: Operation = { id: 'i', op: 'create-group', kind: 'contact', side: 'google', name: '', unit: 'group', why: '' };
    const agreed: Operation = { id: 'i', op: 'settle', kind: 'contact', name: '', unit: 'u', why: '', link: 'l', settle: { office: [], google: [] }, closes: [] };
    const answered = { ...agreed, op: 'answer', answered: {} } as unknown as Operation;
    expect([neverKeys([group]), neverKeys([agreed]), neverKeys([answered]), neverKeys([])]).toEqual([['group'], [], [], []]);
    expect([isRefused(group, new Set()), isRefused(group, new Set(['group'])), isRefused(group, new Set(['other']))]).toEqual([false, true, false]);
  });

  test('a pair with what it fills in is refused as a whole, and nothing of its link besides', () => {
    const never = neverKeys(reconcile(inputOf('contact', { unlinked: { office: [see('office', { ...ann, emails: [{ value: 'ann@x.com', type: 'work' }] })], google: [see('google', { ...ann, notes: 'Tea', emails: [{ value: 'ann@x.com', type: 'work' }] })] } })).operations);
    expect(never).toEqual([pairUnit('o1', 'g1')]);
  });

  test('a deletion without a link is known by its record, and what Google was told anew by how', () => {
    const remove = (id: string): Operation => ({ id: 'i', op: 'delete', kind: 'contact', side: 'google', name: '', unit: 'u', why: '', target: { id, version: '1', hash: 'h' }, before: ann }) as Operation;
    const keys = [...neverKeys([remove('g1')]), ...neverKeys([remove('g2')])];
    expect([keys.length, new Set(keys).size, keys.every((key) => /^[0-9a-f]{24}$/.test(key))]).toEqual([2, 2, true]);
    const [update] = decide({ ...both, office: { ...ann, jobTitle: 'Partner' } }, new Set()).operations;
    expect(neverKeys([{ ...update, privacy: 'full' } as Operation])).toEqual([...neverKeys([update as Operation]), retellKey('l1', 'full')]);
    expect(new Set([retellKey('l1', 'full'), retellKey('l1', 'skip'), retellKey('l2', 'full')]).size).toBe(3);
    expect(pairUnit('o1', 'g1')).toMatch(/^[0-9a-f]{16}$/);
  });

  test('[R24] the keys are kept for good, so that what a former version refused stays refused', () => {
    const target = { id: 'g1', version: '1', hash: 'h' };
    const about = { id: 'i', kind: 'contact', side: 'google', name: '', unit: 'u', why: '', link: 'l1' } as const;
    const update = { ...about, op: 'update', target, changes: [{ field: 'jobTitle', to: 'VP' }], closes: ['jobTitle'], settle: { office: [{ field: 'jobTitle', to: 'VP' }, { field: 'notes', from: 'Tea' }, { field: 'phones', key: '1', to: { value: '1' } }], google: [] }, privacy: 'full' } as unknown as Operation;
    const gone = [{ ...about, op: 'delete', target, before: ann }, { ...about, op: 'unlink', gone: ['office'] }] as unknown as Operation[];
    expect([...neverKeys([update]), ...neverKeys(gone), ...apartKeys('contact', { office: 'o1', google: 'g1' })]).toEqual([
      '0395db339fc3921080afda1e', '8214d64f8e625635557ae90a', '67600ff8f23c4b64df204fe7', '9b0f07ceffde8f000a9862f8', 'ec56b12378b62f8cef9ab017',
      'b835f11f8c6fc08ae1be405a', '754a333da15fb24c67fccc68', '4c4b1e867972ec51', '8f3072593f5fd7ad', '29866ba52cef0593',
    ]);
  });

  test('a record that is made again for its link has no key of its own: the link is not silenced', () => {
    const [again] = decide({ ...both, office: undefined, google: { ...ann, jobTitle: 'CEO' } }, new Set()).conflicts.flatMap(({ alternatives }) => alternatives.flatMap(({ operations }) => operations.filter(({ op }) => op === 'create')));
    expect(again?.op).toBe('create');
    expect(neverKeys(again === undefined ? [] : [again])).toEqual([]);
  });
});
