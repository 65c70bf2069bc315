// One linked or unlinked pair of records, decided by the core. In: what was settled and what
// both sides hold. Out: the plan. Never here: anything but the pure core.

import { hashItem } from '../../src/core/diff.ts';
import type { EventItem, Item, Kind } from '../../src/core/item.ts';
import type { Base, Link, Seen } from '../../src/core/link.ts';
import type { Operation, Plan, UpdateOperation } from '../../src/core/plan.ts';
import { defaultPolicy } from '../../src/core/policy.ts';
import type { Direction, Policy } from '../../src/core/policy.ts';
import { reconcile } from '../../src/core/reconcile.ts';
import { baseOf } from '../../src/core/settle.ts';
import { bySide } from '../../src/core/side.ts';
import type { Side } from '../../src/core/side.ts';

export const review: EventItem = { kind: 'event', title: 'Review', start: { local: '2027-03-02T09:00:00', zone: 'America/New_York' }, end: { local: '2027-03-02T10:00:00', zone: 'America/New_York' } };

export function see(side: Side, item: Item, more: Partial<Seen> = {}): Seen {
  return { id: side === 'office' ? 'o1' : 'g1', version: '2', hash: hashItem(item, defaultPolicy), item, inScope: true, ...more };
}

function plan(policy: Partial<Policy>, kind: Kind, parts: { linked?: { link: Link; now: Record<Side, Seen> }; unlinked?: Partial<Record<Side, readonly Seen[]>>; never?: ReadonlySet<string> }): Plan {
  const none = { office: [], google: [] };
  const live = bySide(() => ({ linked: 400, seen: 400 }));
  return reconcile({
    account: 'a', purpose: 'cycle', setup: 's', policy: { ...defaultPolicy, ...policy }, linked: parts.linked === undefined ? [] : [parts.linked],
    untouched: { contact: 0, event: 0, task: 0 }, unlinked: { contact: none, event: none, task: none, [kind]: { ...none, ...parts.unlinked } },
    live: { contact: live, event: live, task: live }, never: parts.never ?? new Set(), chooseId: () => undefined,
  });
}

/** What was settled on each side, and what each holds now; undefined: gone. */
export function decideLink(policy: Partial<Policy>, base: Record<Side, Item>, now: Record<Side, Item | undefined>, more: Partial<Record<Side, Partial<Seen>>> = {}, open: readonly string[] = [], of: Partial<Link> = {}, never: ReadonlySet<string> = new Set()): Plan {
  const { kind } = base.office;
  const link: Link = { id: 'l1', kind, ids: { office: 'o1', google: 'g1' }, base: bySide((side): Base => baseOf('1', base[side], defaultPolicy)), open, ...of };
  const seen = bySide((side) => {
    const item = now[side];
    return item === undefined ? see(side, base[side], { gone: true, hash: 'gone' }) : see(side, item, more[side]);
  });
  return plan(policy, kind, { linked: { link, now: seen }, never });
}

export function decideNew(policy: Partial<Policy>, unlinked: Partial<Record<Side, readonly Item[]>>, more: Partial<Seen> = {}): Plan {
  const kind = (unlinked.office ?? unlinked.google)?.[0]?.kind ?? 'event';
  const rows = (side: Side): readonly Seen[] => (unlinked[side] ?? []).map((item, index) => see(side, item, { id: `${side}${index}`, ...more }));
  return plan(policy, kind, { unlinked: bySide(rows) });
}

/** Each write in a line: where, what, and the fields. */
export function tell({ operations }: { readonly operations: readonly Operation[] }): string[] {
  return operations.map((operation) => {
    const side = 'side' in operation ? ` ${operation.side}` : '';
    const fields = operation.op === 'update' ? ` ${[...new Set(operation.changes.map(({ field }) => field))].sort().join(' ')}` : '';
    return `${operation.op}${side}${fields}`;
  });
}

export function updateOf(side: Side, { operations }: Plan): UpdateOperation | undefined {
  return operations.find((operation): operation is UpdateOperation => operation.op === 'update' && operation.side === side);
}

/** Only this side is written, of every kind. */
export function oneWay(direction: Direction): Pick<Policy, 'direction'> {
  return { direction: { contact: direction, event: direction, task: direction } };
}

/** The event as the update of that side would leave it. */
export function eventAfter(side: Side, plan: Plan): EventItem {
  const update = updateOf(side, plan);
  if (update?.after.kind !== 'event') throw new Error(`No update of an event of ${side}: ${tell(plan).join(', ')}`);
  return update.after;
}
