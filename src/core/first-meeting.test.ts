import { expect, test } from 'vitest';
import { hashItem } from './diff.ts';
import type { ContactItem, EventItem, Item } from './item.ts';
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

test.each<['office' | 'google' | 'ask', string[], number, string]>([
  ['office', ['google: jobTitle'], 0, 'it is filled in again'],
  ['google', ['office: jobTitle'], 0, 'it is cleared there too'],
  ['ask', [], 1, 'it is asked about'],
])('[R3] [R7] a value that Google cleared while it waited, where %s wins: %j, %i questions: %s', (conflict, expected, questions) => {
  const items = { office: { ...ann, jobTitle: 'VP' }, google: { ...ann, jobTitle: 'CEO' } };
  const operation = meet(items).operations.find((each) => each.op === 'link');
  if (operation?.op !== 'link') throw new Error('No link was planned.');
  const link: Link = { id: operation.link, kind: 'contact', ids: { office: 'o', google: 'g' }, base: bySide((side) => baseOf('1', items[side], defaultPolicy)), open: operation.open };
  const next = plan({ policy: { ...defaultPolicy, conflict }, linked: [{ link, now: { office: see('o', items.office), google: see('g', ann) } }] });
  expect([updates(next), next.conflicts.length]).toEqual([expected, questions]);
});

test('[R34] two long texts that differ at a first meeting are asked about, whoever wins', () => {
  const when = { start: { date: '2026-03-03' }, end: { date: '2026-03-04' } };
  const long: EventItem = { kind: 'event', title: 'Fair', ...when, description: 'A long story. '.repeat(1000) };
  const [none, events] = [{ office: [], google: [] }, { office: [see('o', long)], google: [see('g', { ...long, description: 'Something else' })] }];
  for (const conflict of ['ask', 'google'] as const) {
    const made = plan({ policy: { ...defaultPolicy, conflict }, unlinked: { contact: none, event: events, task: none } });
    expect([updates(made), made.conflicts.map(({ clashes }) => clashes.map(({ field }) => field))]).toEqual([[], [['description']]]);
  }
  const office = plan({ policy: { ...defaultPolicy, conflict: 'office' }, unlinked: { contact: none, event: events, task: none } });
  expect([updates(office), office.conflicts]).toEqual([['google: description'], []]);
});

test('[R12] what Google has no place for is not filled in there', () => {
  const party: EventItem = { kind: 'event', title: 'Fair', start: { date: '2026-03-03' }, end: { date: '2026-03-04' }, guests: [{ email: 'ann@x.com' }], priority: 'High' };
  const { guests: _guests, priority: _priority, ...plain } = party;
  const none = { office: [], google: [] };
  const made = plan({ unlinked: { contact: none, event: { office: [see('o', party)], google: [see('g', plain)] }, task: none } });
  expect([made.operations.map(({ op }) => op), made.conflicts]).toEqual([['link'], []]);
});
