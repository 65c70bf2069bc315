// What "never" means, in keys that can be kept. In: operations that a person refused, or
// changes that a cycle meets. Out: keys. A record is never copied and two records are never
// paired as long as they exist; of a link exactly this change is refused, and the next edit
// is proposed again [R24]. Never here: a key that silences a whole link.

import type { Change } from './diff.ts';
import { shortHash } from './hash.ts';
import type { Kind, RemoteId } from './item.ts';
import type { Operation } from './plan.ts';
import type { Privacy } from './policy.ts';
import { other, sides } from './side.ts';
import type { Side } from './side.ts';

function keyOf(...parts: readonly unknown[]): string {
  return shortHash(['never', ...parts]).slice(0, 24);
}

/** One change of one side, by what it says: said again it is the same, another edit is not. */
function changeKey(link: string, side: Side, change: Change): string {
  return keyOf('change', link, side, change.field, change.key ?? '', change.to ?? '');
}

/** What Google was told of a private activity stays, whatever the setup says. */
export function retellKey(link: string, privacy: Privacy): string {
  return keyOf('retell', link, privacy);
}

/** A field of the first meeting that is not to be filled in on the side. */
export function fillKey(link: string, side: Side, field: string): string {
  return keyOf('fill', link, side, field);
}

/** The unit of the operations that pair two records. */
export function pairUnit(office: RemoteId, google: RemoteId): string {
  return shortHash(['pair', office, google]).slice(0, 16);
}

/** The unit of the operation that copies a record to the other side. */
export function createUnit(kind: Kind, side: Side, id: RemoteId): string {
  return shortHash(['create', kind, side, id]).slice(0, 16);
}

/** Taken apart by an undo: the two are not paired again, and none of them is copied, whatever it is called by then. */
export function apartKeys(kind: Kind, ids: Readonly<Record<Side, RemoteId>>): readonly string[] {
  return [pairUnit(ids.office, ids.google), ...sides.map((side) => createUnit(kind, side, ids[side]))];
}

/** What is kept when the operations of one unit are refused for good. */
export function neverKeys(operations: readonly Operation[]): readonly string[] {
  const unpaired = operations.some((operation) => operation.op === 'link' || (operation.op === 'create' && operation.link === undefined) || operation.op === 'create-group');
  return [...new Set(unpaired ? operations.map(({ unit }) => unit) : operations.flatMap(keysOf))];
}

function keysOf(operation: Operation): readonly string[] {
  switch (operation.op) {
    case 'update': {
      const source = other(operation.side);
      const fills = operation.closes.filter((field) => operation.changes.some((change) => change.field === field));
      return [...operation.settle[source].map((change) => changeKey(operation.link, source, change)), ...fills.map((field) => fillKey(operation.link, operation.side, field)), ...(operation.privacy === undefined ? [] : [retellKey(operation.link, operation.privacy)])];
    }
    case 'delete':
      return [keyOf('delete', operation.link ?? operation.target.id, operation.side, operation.target.hash)];
    case 'unlink':
      return [keyOf('unlink', operation.link, operation.gone)];
    case 'create':
    case 'settle':
    case 'answer':
    case 'link':
    case 'create-group':
      return [];
    default:
      return operation satisfies never;
  }
}

/** Refused as it stands: by its unit, or by what it does. */
export function isRefused(operation: Operation, never: ReadonlySet<string>): boolean {
  if (never.size === 0) return false;
  if (never.has(operation.unit)) return true;
  return (operation.op === 'delete' || operation.op === 'unlink') && keysOf(operation).some((key) => never.has(key));
}

/** Refused for good by a person, as long as the other side leaves that field alone [R24]. */
export function silenced(link: string, own: Readonly<Record<Side, readonly Change[]>>, never: ReadonlySet<string>): ReadonlySet<Change> {
  if (never.size === 0) return new Set();
  return new Set(sides.flatMap((side) => own[side].filter((change) => never.has(changeKey(link, side, change)) && own[other(side)].every(({ field }) => field !== change.field))));
}
