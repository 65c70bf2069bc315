// What a new record may be the same as. In: the records of one kind without a link that want a
// decision. Out: these, with those that share a key with one of them; linked ones that one of
// them may be a double of. What was read for the first time is compared as a whole and has no
// keys: they are made when one is first looked for by its keys. Nothing else is written here.

import { isWritten } from '../core/direction.ts';
import type { Kind, RemoteId } from '../core/item.ts';
import { matchKeys } from '../core/match.ts';
import { twinKeys } from '../core/match-linked.ts';
import type { PlanPurpose } from '../core/plan.ts';
import type { Policy } from '../core/policy.ts';
import { bySide, other, sides } from '../core/side.ts';
import type { Side } from '../core/side.ts';
import type { RemoteRecord } from '../replica/replica.ts';
import { keepKeys, loadCandidates, loadUnkeyed } from '../store/match-keys.ts';
import { loadUnlinked } from '../store/mirror.ts';
import type { MirrorRow } from '../store/mirror.ts';
import { loadTwins } from '../store/twins.ts';
import { whoElse } from './colleagues.ts';
import type { CycleContext } from './context.ts';
import type { FirstRead } from './pull.ts';

/** Beyond so many new records all unlinked ones are loaded: cheaper than so many keys. */
const manyNew = 500;

export async function withCandidates(context: CycleContext, kind: Kind, fresh: readonly MirrorRow[], purpose: PlanPurpose, first: FirstRead): Promise<Record<Side, readonly MirrorRow[]>> {
  const { db, account, policy } = context;
  if (fresh.length === 0 && purpose !== 'preview') return { office: [], google: [] };
  if (fresh.length > manyNew || purpose === 'preview') {
    const all = (side: Side): Promise<readonly MirrorRow[]> | readonly MirrorRow[] => first.get(`${kind} ${side}`) ?? loadUnlinked(db, account.id, kind, side);
    return { office: await all('office'), google: await all('google') };
  }
  // The fresh ones are at hand whatever their keys, and most are linked before others are looked for.
  for (const side of sides) await giveKeys(context, kind, side, 'unlinked', fresh.flatMap((row) => (row.side === side ? [row.id] : [])));
  const found = new Map(fresh.map((row) => [`${row.side} ${row.id}`, row]));
  for (const side of sides) {
    const keys = new Set(fresh.flatMap((row) => (row.side === side ? keysOf(row, policy) : [])));
    // Both sides: two of the same name on one side make a match ambiguous.
    for (const where of [side, other(side)]) {
      for (const row of await loadCandidates(db, account.id, kind, where, [...keys])) found.set(`${row.side} ${row.id}`, found.get(`${row.side} ${row.id}`) ?? row);
    }
  }
  const freshIds = new Set(fresh.map((row) => `${row.side} ${row.id}`));
  return bySide((side) =>
    [...found.values()]
      .filter((row) => row.side === side)
      // One that is settled without a link may be matched, but is not created anew.
      .map((row) => (freshIds.has(`${row.side} ${row.id}`) ? row : { ...row, inScope: false })),
  );
}

/** The linked records that one of these may be a double of: found by the keys of those that would be copied. */
export async function loadAlike(context: CycleContext, kind: Kind, unlinked: Readonly<Record<Side, readonly MirrorRow[]>>): Promise<Record<Side, readonly MirrorRow[]>> {
  const { db, account, policy } = context;
  const found = { office: [], google: [] } as Record<Side, readonly MirrorRow[]>;
  for (const side of sides) {
    if (!isWritten(other(side), kind, policy)) continue;
    const coming = unlinked[side].filter((row) => row.inScope && row.skipped === undefined && row.gone !== true);
    if (coming.length === 0) continue;
    await giveKeys(context, kind, other(side), 'linked');
    found[other(side)] = await loadTwins(db, account.id, kind, other(side), [...new Set(coming.flatMap((row) => twinKeys(row, policy)))]);
  }
  if (kind !== 'event') return found;
  const tell = await whoElse(context, found.office.map(({ id }) => id));
  return { ...found, office: found.office.map(tell) };
}

/** What a first cycle would otherwise wait for. */
export async function giveAllKeys(context: CycleContext): Promise<void> {
  for (const kind of context.policy.kinds) {
    for (const side of sides) for (const which of ['linked', 'unlinked'] as const) await giveKeys(context, kind, side, which);
  }
}

async function giveKeys(context: CycleContext, kind: Kind, side: Side, which: 'linked' | 'unlinked', except: readonly RemoteId[] = []): Promise<void> {
  const { db, account, policy } = context;
  for (;;) {
    const rows = await loadUnkeyed(db, account.id, kind, side, which, except);
    if (rows.length === 0) return;
    await context.write((tx) => keepKeys(tx, account.id, kind, side, rows.map((row) => ({ id: row.id, hash: row.hash, keys: keysOf(row, policy) }))));
    await context.safePoint();
  }
}

/** By which a record is looked for. */
export function keysOf({ id, item, marker, uid }: Pick<RemoteRecord, 'id' | 'item' | 'marker' | 'uid'>, policy: Policy): readonly string[] {
  const keys = [...matchKeys(item, policy), `marker:${id}`];
  if (marker !== undefined) keys.push(`marker:${marker}`);
  if (uid !== undefined) keys.push(`uid:${uid}`);
  return keys;
}
