// A plan seen in a mirror. In: what reconcile is given, or what it answers. Out: the same
// with the sides swapped, in a form that two plans can be compared in. Ids and words name a
// side and are left out.

import { canonicalJson } from '../../src/core/hash.ts';
import type { Change } from '../../src/core/diff.ts';
import type { Item } from '../../src/core/item.ts';
import type { Link, Seen } from '../../src/core/link.ts';
import type { Conflict, Operation, Plan } from '../../src/core/plan.ts';
import type { LinkedPair, ReconcileInput } from '../../src/core/reconcile.ts';
import type { Direction } from '../../src/core/policy.ts';
import { bySide, other } from '../../src/core/side.ts';
import type { Side } from '../../src/core/side.ts';

function swap<T>(by: Readonly<Record<Side, T>>): Record<Side, T> {
  return bySide((side) => by[other(side)]);
}

function turned(direction: Direction): Direction {
  return direction === 'both' ? direction : other(direction);
}

function mapItems(input: ReconcileInput, map: (item: Item) => Item, hash: (item: Item) => string): ReconcileInput {
  const seen = (one: Seen): Seen => (one.gone === true ? one : { ...one, readOnly: undefined, item: map(one.item), hash: hash(map(one.item)) });
  const link = (one: Link): Link => ({ ...one, base: bySide((side) => { const base = one.base[side]; return base.gone === true ? base : { ...base, item: map(base.item), hash: hash(map(base.item)) }; }) });
  const linked = input.linked.map((pair): LinkedPair => ({ link: link(pair.link), now: bySide((side) => seen(pair.now[side])) }));
  const lists = (by: Readonly<Record<Side, readonly Seen[]>>): Record<Side, readonly Seen[]> => bySide((side) => by[side].map(seen));
  return { ...input, linked, unlinked: { contact: lists(input.unlinked.contact), event: lists(input.unlinked.event), task: lists(input.unlinked.task) }, alike: Object.fromEntries(Object.entries(input.alike ?? {}).map(([kind, by]) => [kind, lists(by)])) };
}

/** Without what one side alone carries or decides (guests, records of others): there they are not alike. */
export function onlyShared(input: ReconcileInput, hash: (item: Item) => string): ReconcileInput {
  return mapItems(
    input,
    (item) => {
      const { priority: _priority, dueTime: _dueTime, guests: _guests, attending: _attending, ...rest } = item as unknown as Record<string, unknown>;
      const phones = rest['phones'] as readonly { preferred?: boolean }[] | undefined;
      return (phones === undefined ? rest : { ...rest, phones: phones.map(({ preferred: _preferred, ...phone }) => phone) }) as unknown as Item;
    },
    hash,
  );
}

export function mirrorInput(input: ReconcileInput): ReconcileInput {
  const { linked, unlinked, live, policy } = input;
  const deletion = { contact: swap(policy.deletion.contact), event: swap(policy.deletion.event), task: swap(policy.deletion.task) };
  return {
    ...input,
    policy: { ...policy, deletion, direction: { contact: turned(policy.direction.contact), event: turned(policy.direction.event), task: turned(policy.direction.task) } },
    linked: linked.map(({ link, now }) => ({ link: { ...link, ids: swap(link.ids), base: swap(link.base) }, now: swap(now) })),
    unlinked: { contact: swap(unlinked.contact), event: swap(unlinked.event), task: swap(unlinked.task) },
    alike: Object.fromEntries(Object.entries(input.alike ?? {}).map(([kind, by]) => [kind, swap(by)])),
    live: { contact: swap(live.contact), event: swap(live.event), task: swap(live.task) },
  };
}

function tellChanges(changes: readonly Change[]): unknown {
  return changes.map(({ field, key, to }) => canonicalJson({ field, key, to })).sort();
}

function tellOperation(operation: Operation, at: (side: Side) => Side): unknown {
  const common = { op: operation.op, kind: operation.kind };
  const settle = (by: Readonly<Record<Side, readonly Change[]>>): unknown => Object.fromEntries((['office', 'google'] as const).map((side) => [at(side), tellChanges(by[side])]));
  switch (operation.op) {
    case 'create':
      return { ...common, side: at(operation.side), source: operation.source.id, after: operation.after, link: operation.link };
    case 'update':
      return { ...common, side: at(operation.side), target: operation.target.id, changes: tellChanges(operation.changes), settle: settle(operation.settle), whole: operation.settleWhole, closes: [...operation.closes].sort() };
    case 'delete':
      return { ...common, side: at(operation.side), target: operation.target.id };
    case 'link':
      return { ...common, ids: [operation.premise.office.id, operation.premise.google.id].sort(), open: [...operation.open].sort(), rule: operation.match.rule, settled: operation.settled === undefined ? undefined : { [at('office')]: operation.settled.office, [at('google')]: operation.settled.google } };
    case 'unlink':
      return { ...common, link: operation.link, gone: operation.gone.map(at).sort() };
    case 'settle':
      return { ...common, settle: settle(operation.settle), closes: [...operation.closes].sort() };
    default:
      return common;
  }
}

function tellConflict(conflict: Conflict, at: (side: Side) => Side): unknown {
  const named = (id: string): string => (id === 'office' || id === 'google' ? at(id) : id);
  const { office, google } = conflict.items;
  return {
    about: conflict.about,
    otherwise: named(conflict.otherwise),
    items: { [at('office')]: office, [at('google')]: google },
    clashes: conflict.clashes.map((clash) => canonicalJson({ field: clash.field, [at('office')]: clash.office, [at('google')]: clash.google })).sort(),
    alternatives: conflict.alternatives.map(({ id, operations }) => canonicalJson({ id: named(id), operations: operations.map((operation) => canonicalJson(tellOperation(operation, at))).sort() })).sort(),
  };
}

/** What the plan says, as a list that does not depend on its order. */
export function tellPlan(plan: Plan, mirrored: boolean): readonly string[] {
  const at = (side: Side): Side => (mirrored ? other(side) : side);
  return [
    ...plan.operations.map((operation) => canonicalJson(tellOperation(operation, at))),
    ...plan.conflicts.map((conflict) => canonicalJson(tellConflict(conflict, at))),
    ...plan.brakes.map((brake) => canonicalJson({ name: brake.name, kind: brake.kind, side: at(brake.side), count: brake.count })),
  ].sort();
}
