// Links, in the core's own types, of which a share has changed on either side: what the
// decision alone is measured with. In: how many. Out: an input of reconcile as a cycle
// would load it. No store, no replica.

import { hashItem } from '../src/core/diff.ts';
import type { ContactItem, EventItem, Item, Kind } from '../src/core/item.ts';
import type { Base, Link, Seen } from '../src/core/link.ts';
import { defaultPolicy } from '../src/core/policy.ts';
import type { LinkedPair, ReconcileInput } from '../src/core/reconcile.ts';
import { bySide } from '../src/core/side.ts';
import type { Side } from '../src/core/side.ts';
import { contactFieldsToItem, meetingToItem } from './items.ts';
import { makeMeetings } from './meetings.ts';
import { makePeople } from './people.ts';

const policy = defaultPolicy;

export function makeLinks(count: number): readonly LinkedPair[] {
  const half = Math.floor(count / 2);
  const contacts = makePeople('l', half).map((person) => contactFieldsToItem(person.office));
  const events = makeMeetings('l', count - half, 'ann@example.com').map((meeting) => meetingToItem(meeting.office));
  return [...contacts, ...events].map((item, index) => makePair(item, index));
}

function makePair(item: Item, index: number): LinkedPair {
  const base: Base = { version: '1', hash: hashItem(item, policy), item };
  const link: Link = { id: `link${index}`, kind: item.kind, ids: { office: `o${index}`, google: `g${index}` }, base: { office: base, google: base }, open: [] };
  return { link, now: bySide((side) => seenOf(link, side, item, base.hash)) };
}

function seenOf(link: Link, side: Side, item: Item, hash: string): Seen {
  return { id: link.ids[side], version: '1', hash, item, inScope: true };
}

/** Every so-many-th link changed on alternating sides; the rest as it was. */
export function changeSome(pairs: readonly LinkedPair[], every: number): readonly LinkedPair[] {
  return pairs.map((pair, index) => {
    if (index % every !== 0) return pair;
    const side: Side = (index / every) % 2 === 0 ? 'office' : 'google';
    const item = edit(pair.now[side].item, index);
    return { ...pair, now: { ...pair.now, [side]: { ...pair.now[side], version: '2', item, hash: hashItem(item, policy) } } };
  });
}

function edit(item: Item, index: number): Item {
  return item.kind === 'contact' ? ({ ...item, jobTitle: `Changed ${index}` } satisfies ContactItem) : ({ ...(item as EventItem), location: `Changed ${index}` } satisfies EventItem);
}

export function inputOf(linked: readonly LinkedPair[], untouched: Readonly<Record<Kind, number>>): ReconcileInput {
  const none = { office: [], google: [] };
  const counts = bySide(() => ({ linked: 50_000, seen: 50_000, members: 50_000 }));
  return {
    account: 'bench',
    purpose: 'cycle',
    setup: 'bench',
    policy,
    linked,
    untouched,
    unlinked: { contact: none, event: none, task: none },
    live: { contact: counts, event: counts, task: counts },
    never: new Set(),
    chooseId: () => undefined,
  };
}
