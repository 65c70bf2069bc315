// What an operation relies on, and whether it still holds. In: operations of a plan. Out: the
// stale ones, with the reason in words [R10]. Nothing is read from a replica and nothing is
// decided anew; an operation that is stale is not written.

import type { Kind, RemoteId } from '../core/item.ts';
import type { DeleteOperation, Operation } from '../core/plan.ts';
import { sideName } from '../core/propose.ts';
import { other, sides } from '../core/side.ts';
import type { Side } from '../core/side.ts';
import { loadLinks } from '../store/link.ts';
import { loadRecords } from '../store/mirror.ts';
import type { MirrorRow } from '../store/mirror.ts';
import type { CycleContext } from './context.ts';

/** Premises are checked against the mirror; the replica checks the version once more. `coming`, `ending`: links that the plan makes and ends. */
export async function findStale(context: CycleContext, chunk: readonly Operation[], interrupted: ReadonlySet<string>, rewritten: ReadonlySet<string>, coming: ReadonlySet<string> = new Set(), ending: ReadonlySet<string> = new Set()): Promise<ReadonlyMap<string, string>> {
  const wanted: { kind: Kind; side: Side; id: RemoteId }[] = [];
  for (const operation of chunk) {
    for (const { side, premise } of premisesOf(operation)) wanted.push({ kind: operation.kind, side, id: premise.id });
  }
  const rows = new Map<string, MirrorRow>((await loadRecords(context.db, context.account.id, wanted)).map((row) => [`${row.kind} ${row.side} ${row.id}`, row]));
  const links = new Map((await loadLinks(context.db, chunk.flatMap((operation) => ('link' in operation && operation.link !== undefined ? [operation.link] : [])))).map((link) => [link.id, link]));
  const stale = new Map<string, string>();
  for (const operation of chunk) {
    if (needsLink(operation) && !links.has(operation.link) && !coming.has(operation.link)) stale.set(operation.id, 'The two records are not linked');
    for (const { side, premise, role } of premisesOf(operation)) {
      const row = rows.get(`${operation.kind} ${side} ${premise.id}`);
      // A write that may have landed is looked up, not judged by the mirror.
      if ((role === 'target' || role === 'missing') && interrupted.has(operation.id)) continue;
      if (role === 'missing') {
        const isOther = links.get((operation as DeleteOperation).link ?? '')?.ids[side] !== premise.id;
        if (isOther || (row !== undefined && row.gone !== true)) stale.set(operation.id, `It is in ${sideName[side]} again since the plan was made`);
        continue;
      }
      // A create that may have landed is taken up: what changed at its source since is a change.
      if (operation.op === 'create' && interrupted.has(operation.id) && (row === undefined || row.linkId === null || row.linkId === operation.link)) continue;
      const ours = role !== 'target' && rewritten.has(`${operation.kind} ${side} ${premise.id} ${premise.hash}`);
      if (row === undefined || row.gone === true || (row.hash !== premise.hash && !ours)) stale.set(operation.id, `Changed in ${side === 'office' ? 'SmartOffice' : 'Google'} since the plan was made`);
      else if (role === 'unlinked' && row.linkId !== null && !ending.has(row.linkId) && !('link' in operation && operation.link === row.linkId)) stale.set(operation.id, 'Linked to another record since the plan was made');
    }
  }
  return stale;
}

function needsLink(operation: Operation): operation is Extract<Operation, { link: string }> & { link: string } {
  return operation.op === 'update' || operation.op === 'settle' || operation.op === 'unlink' || operation.op === 'answer';
}

/** All that an operation reads or changes, by side and id: two that share nothing may go on beside each other. */
export function touchesOf(operation: Operation): readonly string[] {
  const touched = premisesOf(operation).map(({ side, premise }) => `${side} ${premise.id}`);
  if ('link' in operation && operation.link !== undefined) touched.push(`link ${operation.link}`);
  if (operation.op === 'create' && operation.newId !== undefined) touched.push(`${operation.side} ${operation.newId}`);
  if (operation.op === 'delete' && operation.counterpart !== undefined) touched.push(`${other(operation.side)} ${operation.counterpart}`);
  return touched;
}

interface Held {
  readonly side: Side;
  readonly premise: { readonly id: RemoteId; readonly hash: string };
  readonly role: 'target' | 'source' | 'unlinked' | 'missing';
}

function premisesOf(operation: Operation): readonly Held[] {
  switch (operation.op) {
    case 'create':
      if (operation.alone === true) return [];
      return [{ side: other(operation.side), premise: operation.source, role: operation.link === undefined ? 'unlinked' : 'source' }];
    case 'update': {
      const target: Held = { side: operation.side, premise: operation.target, role: 'target' };
      return operation.source === undefined ? [target] : [target, { side: other(operation.side), premise: operation.source, role: 'source' }];
    }
    case 'delete': {
      const target: Held = { side: operation.side, premise: operation.target, role: 'target' };
      return operation.missing === undefined ? [target] : [target, { side: other(operation.side), premise: { id: operation.missing, hash: '' }, role: 'missing' }];
    }
    case 'link':
      return sides.map((side) => ({ side, premise: operation.premise[side], role: 'unlinked' as const }));
    default:
      return [];
  }
}
