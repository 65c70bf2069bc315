// Which sides a setup lets be written. In: the policy. Out: whether a side is open, and a
// merge or a first meeting without what would write the closed one. Never: a change that is
// lost by it; what cannot be sent waits, unsettled, until the side is opened [R22].

import { applyChanges, pathOf } from './diff.ts';
import type { Change } from './diff.ts';
import type { Meeting } from './first-meeting.ts';
import type { Item, Kind } from './item.ts';
import type { Seen } from './link.ts';
import type { Merge } from './merge.ts';
import type { Policy } from './policy.ts';
import { staysHome } from './privacy.ts';
import { bySide, other, sides } from './side.ts';
import type { Side } from './side.ts';

export function isWritten(side: Side, kind: Kind, policy: Policy): boolean {
  const direction = policy.direction[kind];
  return direction === 'both' || direction === side;
}

export function closedSide(kind: Kind, policy: Policy): Side | undefined {
  return sides.find((side) => !isWritten(side, kind, policy));
}

/** As for the kind; and Google, for what does not leave the office. */
export function closedSides(office: Item, policy: Policy): readonly Side[] {
  return sides.filter((side) => !isWritten(side, office.kind, policy) || (side === 'google' && staysHome(office, policy)));
}

export function withoutSendingToAny(closed: readonly Side[], merge: Merge, own: Readonly<Record<Side, readonly Change[]>>): Merge {
  return closed.reduce((left, side) => withoutSendingTo(side, left, own), merge);
}

/** Without what would be sent to that side; its source's changes stay unsettled. */
export function withoutSendingTo(side: Side, merge: Merge, own: Readonly<Record<Side, readonly Change[]>>): Merge {
  const source = other(side);
  const fields = new Set(merge.send[side].map(pathOf));
  const kept = merge.settle[source].filter((change) => !fields.has(pathOf(change)) || !own[source].includes(change));
  const send = { ...merge.send, [side]: [] } as Record<Side, Change[]>;
  const settle = { ...merge.settle, [source]: kept } as Record<Side, Change[]>;
  return { send, settle, needs: merge.needs, clashes: merge.clashes };
}

/** What each side is to count as settled when two meet, and the meeting without what must not be sent. */
export function meetOneWay(meeting: Meeting, seen: Readonly<Record<Side, Seen>>, policy: Policy): { meeting: Meeting; settled?: Readonly<Record<Side, Item>> } {
  const closed = closedSides(seen.office.item, policy).filter((side) => meeting.fill[side].length > 0);
  if (closed.length === 0) return { meeting };
  // As if the source had not had it yet: it is then a change that waits.
  const without = (side: Side): readonly Change[] => (closed.includes(side) ? meeting.fill[side] : []).map(({ field, key, from, to }) => ({ field, key, from: to, to: from }));
  return {
    meeting: { ...meeting, fill: bySide((side) => (closed.includes(side) ? [] : meeting.fill[side])) },
    settled: bySide((side) => applyChanges(seen[side].item, without(other(side)), policy)),
  };
}
