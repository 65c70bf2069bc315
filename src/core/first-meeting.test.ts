import { expect, test } from 'vitest';
import { hashItem } from './diff.ts';
import type { ContactItem, Item } from './item.ts';
import type { Link, Seen } from './link.ts';
import type { Plan, UpdateOperation } from './plan.ts';
import { defaultPolicy } from './policy.ts';
import { reconcile } from './reconcile.ts';
import type { ReconcileInput } from './reconcile.ts';
import { baseOf } from './settle.ts';
import { bySide } from './side.ts';
import type { Side } from './side.ts';

const ann: ContactItem = { kind: 'contact', givenName: 'Ann', familyName: 'Miller', member: true, emails: [{ value: 'ann@x.com', type: 'home' }] };

function see(id: string, item: Item): Seen {
  return { id, version: '1', hash: hashItem(item, defaultPolicy), item, inScope: true };
}

function plan(more: Partial<ReconcileInput>): Plan {
  const none = { office: [], google: [] };
  const live = bySide(() => ({ linked: 0, seen: 9 }));
  return reconcile({
    account: 'a', purpose: 'cycle', setup: 's', policy: defaultPolicy, linked: [], untouched: { contact: 0, event: 0, task: 0 },
    unlinked: { contact: none, event: none, task: none }, live: { contact: live, event: live, task: live }, never: new Set(), chooseId: () => undefined, ...more,
  });
}

function meet(items: Readonly<Record<Side, Item>>): Plan {
  const none = { office: [], google: [] };
  return plan({ unlinked: { contact: { office: [see('o', items.office)], google: [see('g', items.google)] }, event: none, task: none } });
}

/** The two are linked and nothing else of the first plan was done. */
function linkedOnly(first: Plan, items: Readonly<Record<Side, Item>>, now: Readonly<Record<Side, Item>> = items): Plan {
  const operation = first.operations.find((each) => each.op === 'link');
  if (operation?.op !== 'link') throw new Error('No link was planned.');
  const link: Link = { id: operation.link, kind: 'contact', ids: { office: 'o', google: 'g' }, base: bySide((side) => baseOf('1', items[side], defaultPolicy)), open: operation.open };
  return plan({ linked: [{ link, now: { office: see('o', now.office), google: see('g', now.google) } }] });
}

function updates(of: Plan): string[] {
  return of.operations.filter((each): each is UpdateOperation => each.op === 'update').map((each) => `${each.side}: ${each.changes.map((change) => change.field).join(' ')}`);
}

test('[R3] what a first meeting could not write is proposed again, on both sides', () => {
  const items = { office: { ...ann, jobTitle: 'VP' }, google: { ...ann, notes: 'Likes tea' } };
  const first = meet(items);
  expect(updates(first)).toEqual(['google: jobTitle', 'office: notes']);
  expect(updates(linkedOnly(first, items))).toEqual(['google: jobTitle', 'office: notes']);
});

test('[R3] a value written meanwhile where one was to be filled in is a question, not overwritten', () => {
  const items = { office: { ...ann, jobTitle: 'VP' }, google: ann };
  const next = linkedOnly(meet(items), items, { office: items.office, google: { ...ann, jobTitle: 'CEO' } });
  expect(updates(next)).toEqual([]);
  expect(next.conflicts.map((conflict) => conflict.clashes)).toEqual([[{ field: 'jobTitle', office: 'VP', google: 'CEO' }]]);
});

test('[R3] an edit of a field that waits for a choice overwrites nothing', () => {
  const items = { office: { ...ann, jobTitle: 'VP' }, google: { ...ann, jobTitle: 'CEO' } };
  const next = linkedOnly(meet(items), items, { office: items.office, google: { ...ann, jobTitle: 'CTO' } });
  expect(updates(next)).toEqual([]);
  expect(next.conflicts.length).toBe(1);
});

test('[R3] a value that was cleared while it waited is asked about, not filled in again', () => {
  const items = { office: { ...ann, jobTitle: 'VP' }, google: { ...ann, jobTitle: 'CEO' } };
  const next = linkedOnly(meet(items), items, { office: items.office, google: ann });
  expect(updates(next)).toEqual([]);
  expect(next.conflicts.length).toBe(1);
});
