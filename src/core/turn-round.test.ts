// A change that is taken back where it was made, and where that is not offered.

import { describe, expect, test } from 'vitest';
import { inputOf, linkOf, see } from '../../test/support/golden.ts';
import type { ContactItem, Item, TaskItem } from './item.ts';
import type { Seen } from './link.ts';
import type { Operation } from './plan.ts';
import { defaultPolicy } from './policy.ts';
import type { Policy } from './policy.ts';
import { projectItem } from './project.ts';
import { reconcile } from './reconcile.ts';
import { bySide } from './side.ts';
import type { Side } from './side.ts';

const ann: ContactItem = { kind: 'contact', givenName: 'Ann', familyName: 'Miller', member: true, jobTitle: 'VP', phones: [{ value: '(212) 555-0101', type: 'work' }] };
const call: TaskItem = { kind: 'task', title: 'Call', dueDate: '2026-03-03', dueTime: '16:00', notes: 'Tea' };

interface Given {
  readonly base: Item;
  readonly now: Partial<Record<Side, Item>>;
  readonly open?: readonly string[];
  readonly google?: Item;
  readonly more?: Partial<Record<Side, Partial<Seen>>>;
  readonly policy?: Partial<Policy>;
}

/** What is offered, each operation in a line; undefined: nothing. */
function turned({ base, now, open = [], google = projectItem('google', base, defaultPolicy), more = {}, policy = {} }: Given): readonly string[] | undefined {
  const bases = { office: base, google };
  const plan = reconcile(inputOf(base.kind, { link: linkOf(bases, { open }), now: bySide((side) => see(side, now[side] ?? bases[side], more[side])), policy: { ...defaultPolicy, ...policy } }));
  const turn = plan.instead?.flatMap(({ alternatives }) => alternatives).find(({ id }) => id === 'turn');
  return turn === undefined ? undefined : [turn.label, ...turn.operations.map(tell)];
}

function tell(operation: Operation): string {
  if (operation.op === 'settle') return 'settle';
  if (operation.op !== 'update') return operation.op;
  const list = (side: Side): string => operation.settle[side].map(({ field }) => field).join(' ');
  return `update ${operation.side}: ${operation.changes.map(({ field, from, to }) => `${field} ${JSON.stringify(from)} → ${JSON.stringify(to)}`).join(', ')}; settled ${list('office')}|${list('google')}; ${operation.why}`;
}

describe('[N9] turned round', () => {
  test.each<[Side, string, string]>([['office', 'Google', 'SmartOffice'], ['google', 'SmartOffice', 'Google']])('a change of %s goes back to what it was', (side, used, undone) => {
    expect(turned({ base: ann, now: { [side]: { ...ann, jobTitle: 'CEO' } } })).toEqual([
      `Turn round: use ${used}, take the change back in ${undone}`,
      `update ${side}: jobTitle "CEO" → "VP"; settled ${side === 'office' ? 'jobTitle|' : '|jobTitle'}; Turned round: ${used} is used`,
    ]);
  });

  test('what was added goes, what was taken away comes back', () => {
    const phones = [{ value: '(212) 555-0199', type: 'home' }];
    expect(turned({ base: { ...ann, phones: [] }, now: { office: { ...ann, phones } } })?.[1]).toMatch(/^update office: phones \{.*0199.*\} → undefined;/);
    expect(turned({ base: ann, now: { google: { ...ann, phones: [] } } })?.[1]).toMatch(/^update google: phones undefined → \{.*0101.*\};/);
  });

  test('[R12] what Google has no place for stays changed in the office, and counts as settled', () => {
    expect(turned({ base: call, now: { office: { ...call, title: 'Ring', dueTime: '17:00' } } })?.[1]).toBe('update office: title "Ring" → "Call"; settled dueTime title|; Turned round: Google is used');
  });
});

describe('[N9] nothing is turned round', () => {
  test.each<[string, Given]>([
    ['where both sides changed something', { base: ann, now: { office: { ...ann, jobTitle: 'CEO' }, google: { ...ann, notes: 'Tea' } } }],
    ['in a record that is not to be written', { base: ann, now: { google: { ...ann, jobTitle: 'CEO' } }, more: { google: { readOnly: 'shared' } } }],
    ['[R22] on a side that is not written', { base: ann, now: { office: { ...ann, jobTitle: 'CEO' } }, policy: { direction: { ...defaultPolicy.direction, contact: 'google' } } }],
    ['[R15] where it is about the SET', { base: ann, now: { office: { ...ann, member: false, jobTitle: 'CEO' } } }],
    ['[R3] where a first meeting only fills in', { base: ann, google: { ...ann, jobTitle: undefined } as unknown as Item, now: {}, open: ['jobTitle'] }],
    ['[R3] where a first meeting fills in besides', { base: ann, google: { ...ann, jobTitle: undefined } as unknown as Item, now: { office: { ...ann, notes: 'Tea' } }, open: ['jobTitle'] }],
    ['where nothing changed', { base: ann, now: {} }],
  ])('%s', (_what, given) => {
    expect(turned(given)).toBeUndefined();
  });
});
