// Which sides a setup lets be written. In: the policy. Out: whether a side is open, and a
// merge or a first meeting without what would write the closed one. Never: a change that is
// lost by it; what cannot be sent waits, unsettled, until the side is opened [R22].

import { applyChanges } from './diff.ts';
import type { Change } from './diff.ts';
import type { Meeting } from './first-meeting.ts';
import type { Item, Kind } from './item.ts';
import type { Seen } from './link.ts';
import type { Merge } from './merge.ts';
import type { Policy } from './policy.ts';
import { bySide, other, sides } from './side.ts';
import type { Side } from './side.ts';

export function isWritten(side: Side, kind: Kind, policy: Policy): boolean {
  const direction = policy.direction[kind];
  return direction === 'both' || direction === side;
}

export function closedSide(kind: Kind, policy: Policy): Side | undefined {
  return sides.find((side) => !isWritten(side, kind, policy));
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

function pathOf(change: Change): string {
  return `${change.field}|${change.key ?? ''}`;
}

/** What each side is to count as settled when two meet, and the meeting without what must not be sent. */
export function meetOneWay(meeting: Meeting, seen: Readonly<Record<Side, Seen>>, policy: Policy): { meeting: Meeting; settled?: Readonly<Record<Side, Item>> } {
  const closed = closedSide(seen.office.item.kind, policy);
  if (closed === undefined || meeting.fill[closed].length === 0) return { meeting };
  const source = other(closed);
  // As if the source had not had it yet: it is then a change that waits.
  const without = meeting.fill[closed].map(({ field, key, from, to }): Change => ({ field, ...(key === undefined ? {} : { key }), from: to, to: from }));
  return {
    meeting: { ...meeting, fill: { ...meeting.fill, [closed]: [] } },
    settled: bySide((side) => (side === source ? applyChanges(seen[side].item, without, policy) : seen[side].item)),
  };
}
