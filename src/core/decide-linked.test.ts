import { expect, test } from 'vitest';
import { diffItems, hashItem } from './diff.ts';
import type { ContactItem, Item } from './item.ts';
import type { Link, Seen } from './link.ts';
import type { Operation, Plan } from './plan.ts';
import { defaultPolicy } from './policy.ts';
import { reconcile } from './reconcile.ts';
import { baseOf, settleUpdate } from './settle.ts';
import { bySide } from './side.ts';

const phone = { value: '(212) 555-0103', type: 'mobile' };
const base: ContactItem = { kind: 'contact', givenName: 'Ann', familyName: 'Smith', member: true, phones: [{ ...phone, id: 'e1' }] };

function see(id: string, item: Item): Seen {
  return { id, version: '2', hash: hashItem(item, defaultPolicy), item, inScope: true };
}

function plan(office: Item, google: Item): Plan {
  const none = { office: [], google: [] };
  const live = bySide(() => ({ linked: 9, seen: 9 }));
  const link: Link = { id: 'l', kind: 'contact', ids: { office: 'o', google: 'g' }, base: bySide(() => baseOf('1', base, defaultPolicy)), open: [] };
  return reconcile({
    account: 'a', purpose: 'cycle', setup: 's', policy: defaultPolicy, linked: [{ link, now: { office: see('o', office), google: see('g', google) } }],
    untouched: { contact: 0, event: 0, task: 0 }, unlinked: { contact: none, event: none, task: none }, live: { contact: live, event: live, task: live }, never: new Set(), chooseId: () => undefined,
  });
}

function tell(operations: readonly Operation[]): string[] {
  return operations.map((operation) => {
    if (operation.op !== 'update' && operation.op !== 'settle') return operation.op;
    const where = operation.op === 'update' ? ` ${operation.side}` : '';
    const settled = [...operation.settle.office.map(({ field }) => `office ${field}`), ...operation.settle.google.map(({ field }) => `google ${field}`)];
    return `${operation.op}${where} settles ${settled.sort().join(', ') || 'nothing'}`;
  });
}

test('[R9] a write settles what it carries or replaces, and nothing that another write has to', () => {
  const office = { ...base, givenName: 'Bob', phones: [{ id: 'e1', value: '(212) 555-0101', type: 'home' }] };
  const google = { ...base, phones: [{ ...phone, id: 'e1', type: 'work' }] };
  const [conflict] = plan(office, google).conflicts;
  const chosen = conflict?.alternatives.find(({ id }) => id === 'google')?.operations ?? [];
  expect(tell(chosen).sort()).toEqual(['update google settles office givenName', 'update office settles google phones, office phones']);
});

test('[K14] a change of each side goes to the other, and each is settled by the write that carries it', () => {
  const { operations, conflicts } = plan({ ...base, jobTitle: 'VP' }, { ...base, notes: 'Likes tea' });
  expect(conflicts).toEqual([]);
  expect(tell(operations).sort()).toEqual(['update google settles office jobTitle', 'update office settles google notes']);
});

test('[R7] what both sides did alike is settled at once, without a write', () => {
  expect(tell(plan({ ...base, jobTitle: 'VP' }, { ...base, jobTitle: 'VP' }).operations)).toEqual(['settle settles google jobTitle, office jobTitle']);
});

function sentTo(side: string, operations: readonly Operation[]): unknown {
  const update = operations.find((operation) => operation.op === 'update' && operation.side === side);
  return update?.op === 'update' && update.after.kind === 'contact' ? update.after.phones : undefined;
}

test('[K3] a TYPE that is decided for Google leaves the preferred flag, which Google does not know', () => {
  const office = { ...base, phones: [{ ...phone, type: 'work', preferred: true }] };
  const [conflict] = plan(office, { ...base, phones: [{ ...phone, type: 'home' }] }).conflicts;
  const chosen = conflict?.alternatives.find(({ id }) => id === 'google')?.operations ?? [];
  expect(sentTo('office', chosen)).toEqual([{ ...phone, type: 'home', preferred: true }]);
});

test('[K14] a number changed on one side and its TYPE on the other become one entry on both', () => {
  const number = { value: '(212) 555-0101', type: 'mobile' };
  const { operations, conflicts } = plan({ ...base, phones: [number] }, { ...base, phones: [{ ...phone, type: 'work' }] });
  expect(conflicts).toEqual([]);
  expect(sentTo('office', operations)).toEqual([{ ...number, type: 'work' }]);
  expect(sentTo('google', operations)).toEqual([{ ...number, type: 'work' }]);
});

test('[K1] the same new number is one edit, though one side gave it another TYPE', () => {
  const { operations, conflicts } = plan({ ...base, phones: [{ ...phone, value: '(212) 555-0101' }] }, { ...base, phones: [{ value: '(212) 555-0101', type: 'home' }] });
  expect(conflicts).toEqual([]);
  expect(sentTo('office', operations)).toEqual([{ value: '(212) 555-0101', type: 'home' }]);
});

test('[K1] a second entry with the same value is carried and settled, and no cycle takes it up again', () => {
  const twice = { ...base, phones: [{ ...phone, id: 'e1' }, { value: '+1 212 555 0103', type: 'home' }] };
  const { operations, conflicts } = plan({ ...base, phones: [{ ...phone, id: 'e1', type: 'work' }] }, twice);
  expect(conflicts).toEqual([]);
  expect(sentTo('office', operations)).toEqual([{ ...phone, id: 'e1', type: 'work' }, { value: '+1 212 555 0103', type: 'home' }]);
  const [first] = operations.filter((operation) => operation.op === 'update' && operation.side === 'google');
  if (first?.op !== 'update') throw new Error('Nothing is sent to Google.');
  const held = bySide(() => baseOf('1', base, defaultPolicy));
  const link = operations.reduce<Link>((each, operation) => (operation.op === 'update' ? settleUpdate(each, operation, { version: '3', item: operation.after }, defaultPolicy) : each), { id: 'l', kind: 'contact', ids: { office: 'o', google: 'g' }, base: held, open: [] });
  expect(link.base.google.gone === true ? [] : diffItems(link.base.google.item, first.after, defaultPolicy)).toEqual([]);
});

test('[R15] a contact that is made again is in the SET or the group only if its counterpart still is', () => {
  const made = (member: true | undefined): unknown => {
    const link: Link = { id: 'l', kind: 'contact', ids: { office: 'o', google: 'g' }, base: bySide(() => baseOf('1', base, defaultPolicy)), open: [] };
    const gone = { ...see('o', base), hash: 'gone', gone: true };
    const none = { office: [], google: [] };
    const live = bySide(() => ({ linked: 9, seen: 9 }));
    const { conflicts } = reconcile({
      account: 'a', purpose: 'cycle', setup: 's', policy: defaultPolicy, linked: [{ link, now: { office: gone, google: see('g', { ...base, member }) } }],
      untouched: { contact: 0, event: 0, task: 0 }, unlinked: { contact: none, event: none, task: none }, live: { contact: live, event: live, task: live }, never: new Set(), chooseId: () => undefined,
    });
    const [restore] = conflicts[0]?.alternatives.find(({ id }) => id === 'restore')?.operations ?? [];
    return restore?.op === 'create' && restore.after.kind === 'contact' ? restore.after.member === true : restore?.op;
  };
  expect([made(true), made(undefined)]).toEqual([true, false]);
});
