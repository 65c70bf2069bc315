// Rules that the decision table keeps, one case each, in the words of a person: an office
// record, a Google record, what they last agreed on, and the plan. Pure.

import { expect, test } from 'vitest';
import { hashItem } from '../src/core/diff.ts';
import type { ContactItem, Item } from '../src/core/item.ts';
import type { Link, Seen } from '../src/core/link.ts';
import type { Plan } from '../src/core/plan.ts';
import { defaultPolicy } from '../src/core/policy.ts';
import type { Policy } from '../src/core/policy.ts';
import { reconcile } from '../src/core/reconcile.ts';
import { baseOf } from '../src/core/settle.ts';
import { bySide } from '../src/core/side.ts';

const ann: ContactItem = { kind: 'contact', givenName: 'Ann', familyName: 'Smith', emails: [{ value: 'ann@example.com', type: 'work', id: 'e1' }], member: true };
const follow: Policy = { ...defaultPolicy, deletion: { ...defaultPolicy.deletion, contact: { office: 'follow', google: 'follow' } } };

const see = (id: string, item: Item): Seen => ({ id, version: '2', hash: hashItem(item, defaultPolicy), item, inScope: true });
const gone = (id: string): Seen => ({ ...see(id, ann), gone: true });

function plan(now: { office: Seen; google: Seen }, { linked, policy = defaultPolicy }: { linked: boolean; policy?: Policy }): Plan {
  const none = { office: [], google: [] };
  const live = bySide(() => ({ linked: 9, seen: 9 }));
  const link: Link = { id: 'l', kind: 'contact', ids: { office: 'o', google: 'g' }, base: bySide(() => baseOf('1', ann, policy)), open: [] };
  const apart = { office: [now.office], google: [now.google] };
  return reconcile({
    account: 'a', purpose: 'cycle', setup: 's', policy, linked: linked ? [{ link, now }] : [],
    untouched: { contact: 0, event: 0, task: 0 }, unlinked: { contact: linked ? none : apart, event: none, task: none }, live: { contact: live, event: live, task: live }, never: new Set(), chooseId: () => undefined,
  });
}

test('[R2] that two records are the same is an operation of the plan, for a person to see and refuse', () => {
  const { operations } = plan({ office: see('o', ann), google: see('g', ann) }, { linked: false });
  expect(operations.map(({ op }) => op)).toEqual(['link']);
  expect(operations[0]?.why).not.toBe('');
  expect(operations[0]?.unit).not.toBe('');
});

test('[R6] an edit beats a delete until a person says otherwise, even where deletions are followed', () => {
  const undisturbed = plan({ office: gone('o'), google: see('g', ann) }, { linked: true, policy: follow });
  expect(undisturbed.operations.map(({ op }) => op)).toEqual(['delete']);
  const edited = plan({ office: gone('o'), google: see('g', { ...ann, jobTitle: 'Partner' }) }, { linked: true, policy: follow });
  expect(edited.operations).toEqual([]);
  expect(edited.conflicts.map(({ about, otherwise }) => `${about}: ${otherwise}`)).toEqual(['deletion: wait']);
});

test('[R8] what nobody disputes goes on, while what is disputed waits', () => {
  const { operations, conflicts } = plan({ office: see('o', { ...ann, givenName: 'Anna', jobTitle: 'Partner' }), google: see('g', { ...ann, givenName: 'Anne' }) }, { linked: true });
  expect(conflicts.map(({ clashes }) => clashes.map(({ field }) => field))).toEqual([['givenName']]);
  const updates = operations.flatMap((operation) => (operation.op === 'update' ? [operation] : []));
  expect(updates.map(({ side, changes, unit }) => ({ side, fields: changes.map(({ field }) => field), ofQuestion: unit === conflicts[0]?.id }))).toEqual([{ side: 'google', fields: ['jobTitle'], ofQuestion: true }]);
  expect(updates[0]?.after).toMatchObject({ givenName: 'Anne', jobTitle: 'Partner' });
});

test('[R15] a contact that left the SET and the group is let go, and deleted nowhere', () => {
  const left = { ...ann, member: false };
  const { operations, conflicts } = plan({ office: see('o', left), google: see('g', left) }, { linked: true, policy: follow });
  expect(operations.map(({ op }) => op)).toEqual(['unlink']);
  expect(conflicts).toEqual([]);
});
