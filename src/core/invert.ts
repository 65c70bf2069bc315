// The undo: what would put back what a run wrote. In: its journal entries, what the records
// are now, the links. Out: operations for a plan that a person approves like any other, and
// what was changed since. Never: an edit made after the run is overwritten [R16].

import { applyChanges, diffItems } from './diff.ts';
import type { Change } from './diff.ts';
import { shortHash } from './hash.ts';
import { mailsOf } from './guest-list.ts';
import { nameOf } from './item.ts';
import type { Item, Kind, RemoteId } from './item.ts';
import { invertAnswers } from './invert-answer.ts';
import { compareNow, invertChange, labelsOf } from './invert-change.ts';
import { invertTies } from './invert-tie.ts';
import { isTie } from './journal.ts';
import type { JournalEntry, WriteEntry } from './journal.ts';
import type { Link, Seen } from './link.ts';
import type { CreateOperation, LinkOperation, Operation, Problem } from './plan.ts';
import type { Policy } from './policy.ts';
import { premiseOf, proposeDelete, proposeUpdate, uidFor } from './propose.ts';
import type { ChooseId } from './propose.ts';
import { other } from './side.ts';
import type { Side } from './side.ts';

/** A record as the mirror has it, and the link that it belongs to now. */
export interface Held extends Seen {
  readonly linkId?: string | null;
}

export interface UndoContext {
  readonly account: string;
  readonly policy: Policy;
  readonly chooseId: ChooseId;
  /** What the mirror holds of a record; undefined or `gone` when there is none. */
  readonly now: (kind: Kind, side: Side, id: RemoteId) => Held | undefined;
  readonly links: ReadonlyMap<string, Link>;
}

export interface Undo {
  readonly operations: readonly Operation[];
  /** Left alone, because somebody changed it after the run. */
  readonly changedSince: readonly Problem[];
}

/** One record on its way back through the entries that wrote it. */
interface Way {
  readonly kind: Kind;
  readonly side: Side;
  readonly id: RemoteId;
  readonly seen: Seen | undefined;
  /** As it would be after what is undone so far; undefined: there is none. */
  item: Item | undefined;
  readonly changes: Change[];
  operation?: Operation;
  why?: string;
  readonly name: string;
  readonly unit: string;
  readonly link?: string;
}

/** `entries`: what was applied, in the order in which it was. */
export function invertJournal(entries: readonly JournalEntry[], context: UndoContext): Undo {
  const ways = new Map<string, Way>();
  const ties = invertTies(entries, context);
  const coming = new Map(ties.operations.flatMap((operation) => (operation.op === 'link' ? [[operation.link, operation] as const] : [])));
  for (const entry of [...entries].reverse()) {
    if (isTie(entry) || entry.op === 'answer') continue;
    const key = `${entry.kind} ${entry.side} ${entry.recordId}`;
    const way = ways.get(key) ?? startWay(entry, context);
    ways.set(key, way);
    goBack(way, entry, context);
  }
  const all = [...ways.values()].reverse();
  const answers = invertAnswers(entries, context, new Set(ties.operations.flatMap((operation) => (operation.op === 'unlink' ? [operation.link] : []))));
  return {
    operations: [...ties.operations, ...all.flatMap((way) => finish(way, context, coming)), ...answers.operations].sort((left, right) => order[left.op] - order[right.op]),
    changedSince: [...all.flatMap((way) => (way.why === undefined ? [] : [{ kind: way.kind, side: way.side, recordId: way.id, name: way.name, why: way.why }])), ...ties.changedSince, ...answers.changedSince],
  };
}

/** What is missing comes back before anything is taken away; an answer is taken back when nothing is to be settled after it, and two records come apart last. */
const order: Readonly<Record<Operation['op'], number>> = { 'create-group': 0, link: 0, settle: 0, create: 1, update: 2, delete: 3, answer: 4, unlink: 5 };

function startWay(entry: WriteEntry, { now }: UndoContext): Way {
  const seen = now(entry.kind, entry.side, entry.recordId);
  const present = seen === undefined || seen.gone === true ? undefined : seen;
  const shown = present?.item ?? entry.before ?? entry.after;
  return {
    kind: entry.kind,
    side: entry.side,
    id: entry.recordId,
    seen: present,
    item: present?.item,
    changes: [],
    name: shown === undefined ? '' : nameOf(shown),
    unit: shortHash(['undo', entry.kind, entry.side, entry.recordId]).slice(0, 16),
    link: entry.link,
  };
}

function goBack(way: Way, entry: WriteEntry, context: UndoContext): void {
  // What cannot be taken back ends the way: older entries lie beneath it.
  if (way.why !== undefined && entry.op !== 'update') return;
  switch (entry.op) {
    case 'create':
      undoCreate(way, entry, context);
      return;
    case 'update':
      undoUpdate(way, entry, context);
      return;
    case 'delete':
      undoDelete(way, entry, context);
      return;
    default:
      entry.op satisfies never;
  }
}

function undoCreate(way: Way, entry: WriteEntry, { policy, links }: UndoContext): void {
  if (way.seen === undefined || way.item === undefined) {
    way.why = 'Deleted since';
  } else if (entry.after !== undefined && diffItems(entry.after, way.item, policy).length > 0) {
    way.why = `Changed since: ${labelsOf(way.kind, diffItems(entry.after, way.item, policy))}`;
  } else if (way.seen.readOnly !== undefined) {
    way.why = way.seen.readOnly;
  } else {
    const link = links.get(entry.link ?? '');
    const operation = proposeDelete(way.side, way.seen, link?.id, 'Undo: it was created by the synchronization', way.unit, policy);
    way.operation = link === undefined ? operation : { ...operation, counterpart: link.ids[other(way.side)] };
    way.item = undefined;
  }
}

function undoUpdate(way: Way, entry: WriteEntry, { policy }: UndoContext): void {
  if (way.seen === undefined || way.item === undefined) {
    way.why = 'Deleted since';
    return;
  }
  if (way.seen.readOnly !== undefined) {
    way.why = way.seen.readOnly;
    return;
  }
  const { before, after } = entry;
  if (before === undefined || after === undefined) return;
  // What the replica made of our change is what may be taken back, and only there.
  const written = new Set(entry.changes.map((change) => change.field));
  const lost: Change[] = [];
  // Back in the opposite order: of two entries with one value the second goes first.
  for (const change of [...diffItems(before, after, policy)].reverse()) {
    if (!written.has(change.field)) continue;
    const standing = compareNow(way.item, change, policy);
    if (standing === 'other') lost.push(change);
    if (standing !== 'as written') continue;
    const back = invertChange(way.kind, change, policy);
    way.changes.push(back);
    way.item = applyChanges(way.item, [back], policy);
  }
  if (lost.length > 0) way.why = `Changed since: ${labelsOf(way.kind, lost)}`;
}

function undoDelete(way: Way, entry: WriteEntry, { account, policy, chooseId, now, links }: UndoContext): void {
  if (way.item !== undefined) {
    way.why = 'Restored since';
    return;
  }
  if (entry.before === undefined) return;
  const counterpart = entry.counterpart === undefined ? undefined : now(entry.kind, other(entry.side), entry.counterpart);
  const link = links.get(entry.link ?? '');
  // What belongs to another record by now is no counterpart any more.
  const isFree = counterpart !== undefined && counterpart.gone !== true && ((counterpart.linkId ?? undefined) === undefined || counterpart.linkId === link?.id);
  const source = isFree ? counterpart : undefined;
  const newId = chooseId(entry.kind, entry.side, [account, source?.id ?? '', entry.recordId, entry.operation].join('|'), entry.recordId);
  const content: Omit<CreateOperation, 'id'> = {
    op: 'create',
    kind: entry.kind,
    side: entry.side,
    name: way.name,
    unit: way.unit,
    why: 'Undo: it was deleted by the synchronization',
    mails: mailsOf(entry.side, entry.kind, undefined, entry.before, policy),
    source: source === undefined ? { id: entry.recordId, version: '', hash: '' } : premiseOf(source),
    sourceItem: source?.item ?? entry.before,
    after: withoutIds(entry.before),
    newId,
    ...(source === undefined ? {} : uidFor(entry.side, source)),
    ...(source === undefined ? { alone: true as const } : link === undefined ? {} : { link: link.id }),
  };
  way.operation = { id: shortHash(content).slice(0, 16), ...content };
  way.item = entry.before;
}

/** The entries of a record that is made again have no ids yet. */
function withoutIds(item: Item): Item {
  const copy: Record<string, unknown> = { ...item };
  for (const [name, value] of Object.entries(copy)) {
    if (!Array.isArray(value)) continue;
    copy[name] = value.map((entry: unknown) => {
      if (typeof entry !== 'object') return entry;
      const { id: _id, ...rest } = entry as { id?: string };
      return rest;
    });
  }
  return copy as unknown as Item;
}

function finish(way: Way, { policy, links }: UndoContext, coming: ReadonlyMap<string, LinkOperation>): Operation[] {
  if (way.operation !== undefined) return [way.operation];
  if (way.changes.length === 0 || way.seen === undefined) return [];
  const link = links.get(way.link ?? '');
  const made = coming.get(way.link ?? '');
  const linkId = link?.id ?? made?.link;
  if (linkId === undefined) {
    way.why = 'No longer synchronized';
    return [];
  }
  const base = link?.base[way.side];
  const update = proposeUpdate(
    way.side,
    {
      link: linkId,
      target: way.seen,
      changes: way.changes,
      // The other side keeps its own: the two differ, and stay so until one is edited.
      settle: { office: [], google: [] },
      settleWhole: base === undefined || (base.gone !== true && base.hash === way.seen.hash),
      closes: [],
      why: 'Undo: it was changed by the synchronization',
      // Without the link there is nothing to settle it against.
      unit: made?.unit ?? way.unit,
    },
    policy,
  );
  return update === undefined ? [] : [update];
}
