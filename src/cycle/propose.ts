// Rooms 2 and 3. In: what the mirror says is unsettled. Out: a plan. Loads only the links
// that changes point at and the records that might be their match; the deciding itself is
// pure. Writes nothing but keys to look by: a preview can be made by anybody at any time.

import type { LiveCounts } from '../core/brake.ts';
import { closedSide, isWritten } from '../core/direction.ts';
import { bySide, other } from '../core/side.ts';
import type { Side } from '../core/side.ts';
import { kinds } from '../core/item.ts';
import type { Kind } from '../core/item.ts';
import type { Plan, PlanPurpose, Problem } from '../core/plan.ts';
import type { ChooseId } from '../core/propose.ts';
import { reconcile } from '../core/reconcile.ts';
import type { LinkedPair } from '../core/reconcile.ts';
import { loadAccount } from '../store/account.ts';
import { loadPutOff } from '../store/held-back.ts';
import { countLinks, linkedElsewhere, linksToldOtherwise, loadLinks, openLinkIds } from '../store/link.ts';
import { changedLinkIds, countLive, hiddenLinkIds, loadFresh, loadOfLinks, loadRecords } from '../store/mirror.ts';
import type { MirrorRow } from '../store/mirror.ts';
import { loadNever } from '../store/never.ts';
import { loadAlike, withCandidates } from './candidates.ts';
import { findDoubled, whoElse, withColleagues } from './colleagues.ts';
import type { CycleContext } from './context.ts';
import type { FirstRead } from './pull.ts';

/** `first`: what a pull before a preview has just stored, all there is of its kind and side. */
export async function propose(context: CycleContext, purpose: PlanPurpose, first: FirstRead = new Map()): Promise<Plan> {
  const { db, account } = context;
  // A preview looks at every record without a link, so that the fresh ones need no reading of their own.
  const waiting = context.policy.kinds.flatMap((kind) => {
    const closed = closedSide(kind, context.policy);
    return closed === undefined ? [] : [{ kind, side: other(closed) }];
  });
  const [open, hidden, changed, fresh] = await Promise.all([openLinkIds(db, account.id), hiddenLinkIds(db, account.id, context.policy.shown ?? []), changedLinkIds(db, account.id, waiting), purpose === 'preview' ? [] : loadFresh(db, account.id, waiting)]);
  const { policy } = context;
  // What stays at home is listed in a preview; no cycle need look at it.
  const isToldAnew = policy.kinds.includes('event') && isWritten('google', 'event', policy) && (policy.privacy !== 'skip' || purpose === 'preview');
  const toldOtherwise = isToldAnew ? await linksToldOtherwise(db, account.id, policy.privacy) : [];
  const linkIds = [...new Set([...open, ...hidden, ...changed, ...toldOtherwise])];
  // Nothing to decide: what there is besides need not be counted.
  const isQuiet = purpose === 'cycle' && linkIds.length === 0 && fresh.length === 0;
  const linked = await loadPairs(context, linkIds);
  const untouched: Record<Kind, number> = isQuiet ? { contact: 0, event: 0, task: 0 } : { ...(await countLinks(db, account.id)) };
  for (const pair of linked) untouched[pair.link.kind] -= 1;
  const unlinked = {} as Record<Kind, Record<Side, readonly MirrorRow[]>>;
  const alike: Partial<Record<Kind, Record<Side, readonly MirrorRow[]>>> = {};
  for (const kind of kinds) {
    const mine = fresh.filter((row) => row.kind === kind);
    const candidates = context.policy.kinds.includes(kind) ? await withCandidates(context, kind, mine, purpose, first) : { office: [], google: [] };
    unlinked[kind] = await markCopies(context, kind, kind === 'event' ? await withColleagues(context, candidates) : candidates);
    if (untouched[kind] + linked.length > 0) alike[kind] = await loadAlike(context, kind, unlinked[kind]);
  }
  const live = isQuiet ? noLive() : await loadLive(context);
  const never = isQuiet ? new Set<string>() : await loadNever(db, account.id);
  const putOff = isQuiet ? undefined : await loadPutOff(db, account.id);
  const doubled = purpose === 'preview' && context.policy.kinds.includes('event') ? [...(await findDoubled(context)), ...unreadParts(context)] : [];
  const missingGroup = (await loadAccount(db, account.id)).googleGroup === null ? context.groupName : undefined;
  const chooseId: ChooseId = (kind, side, seed, former) => context.replicas.of[kind][side].chooseId?.(seed, former);
  const decide = (choose: ChooseId): Plan => reconcile({
    account: account.id,
    purpose,
    setup: context.setup,
    policy: context.policy,
    linked,
    untouched,
    unlinked,
    alike,
    live,
    never,
    putOff,
    doubled,
    missingGroup,
    chooseId: choose,
  });
  const plan = decide(chooseId);
  const taken = untouched.contact + untouched.event + untouched.task + linked.length === 0 ? new Set<string>() : await idsTaken(context, plan);
  return taken.size === 0 ? plan : decide((kind, side, seed, former) => {
    const id = chooseId(kind, side, seed, former);
    return id !== undefined && taken.has(`${kind} ${side} ${id}`) ? chooseId(kind, side, `${seed}|${id}`, former) : id;
  });
}

/**
 * Ids made from their source that belong to other links by now: the source was deleted, its
 * partner was given another one, and it came back. A create would take that partner for its own.
 */
async function idsTaken({ db, account }: CycleContext, { operations, conflicts }: Plan): Promise<ReadonlySet<string>> {
  const all = [...operations, ...conflicts.flatMap(({ alternatives }) => alternatives.flatMap((alternative) => alternative.operations))];
  const made = all.flatMap((operation) => (operation.op === 'create' && operation.link === undefined && operation.newId !== undefined ? [{ kind: operation.kind, side: operation.side, id: operation.newId }] : []));
  return new Set((await loadRecords(db, account.id, made)).flatMap(({ kind, side, id, linkId }) => (linkId === null ? [] : [`${kind} ${side} ${id}`])));
}

async function loadPairs(context: CycleContext, linkIds: readonly string[]): Promise<readonly LinkedPair[]> {
  const links = await loadLinks(context.db, linkIds);
  const rows = new Map((await loadOfLinks(context.db, linkIds)).map((row) => [`${row.linkId} ${row.side}`, row]));
  const tell = await whoElse(context, links.flatMap((link) => (link.kind === 'event' ? [link.ids.office] : [])));
  const pairs: LinkedPair[] = [];
  for (const link of links) {
    const now = bySide((side) => {
      const row = rows.get(`${link.id} ${side}`);
      if (row === undefined) return absent(link.ids[side], link.base[side]);
      return side === 'office' ? tell(row) : row;
    });
    pairs.push({ link, now });
  }
  return pairs;
}

/** Calendars that could not be read: said in the report, since nothing of them stands in it. */
function unreadParts(context: CycleContext): readonly Problem[] {
  const parts = context.replicas.of.event.google.unread?.() ?? [];
  return parts.map(({ id, name, why }) => ({ kind: 'event', side: 'google', recordId: id, name, why: `This calendar cannot be read now: ${why}. What is shown of it stays as it is`, inPart: true }));
}

/** The record of a settled deletion has no mirror row any more. */
function absent(id: string, base: LinkedPair['link']['base'][Side]): LinkedPair['now'][Side] {
  const item = base.gone === true ? ({ kind: 'task' } as const) : base.item;
  return { id, version: '', hash: 'gone', item, inScope: false, gone: true };
}

/**
 * What carries our marker for a record of a colleague. In the account itself a marker goes
 * with what a person copies or splits in Google: "this and following" makes a new series.
 */
async function markCopies(context: CycleContext, kind: Kind, unlinked: Record<Side, readonly MirrorRow[]>): Promise<Record<Side, readonly MirrorRow[]>> {
  const markers = unlinked.google.flatMap((row) => row.marker ?? []);
  if (markers.length === 0) return unlinked;
  const taken = await linkedElsewhere(context.db, context.account.id, kind, markers);
  return { ...unlinked, google: unlinked.google.map((row) => (row.marker !== undefined && taken.has(row.marker) ? { ...row, copied: true } : row)) };
}

type Live = Record<Kind, Record<Side, { linked: number; seen: number; members: number }>>;

function noLive(): Live {
  return Object.fromEntries(kinds.map((kind) => [kind, bySide(() => ({ linked: 0, seen: 0, members: 0 }))])) as unknown as Live;
}

export async function loadLive(context: CycleContext): Promise<LiveCounts> {
  const live = noLive();
  for (const row of await countLive(context.db, context.account.id)) live[row.kind][row.side] = { linked: row.linked, seen: row.seen, members: row.members };
  return live;
}
