// Sets the bases of a link from operations that were applied. In: the link and what the
// written side answered. Out: the link as it is to be stored. The source side moves to
// what the *plan* saw, never to today's mirror, so that an edit which arrived in between
// is still a change in the next cycle [R9].

import { applyChanges, hashItem } from './diff.ts';
import type { NormalContext } from './field.ts';
import type { Item } from './item.ts';
import type { Base, Link } from './link.ts';
import type { Privacy } from './policy.ts';
import type { SettleOperation, UnlinkOperation, UpdateOperation } from './plan.ts';
import { other, sides } from './side.ts';
import type { Side } from './side.ts';

/** What the written side answered. */
export interface Written {
  readonly version: string;
  readonly item: Item;
}

export function baseOf(version: string, item: Item, context: NormalContext): Base {
  return { version, hash: hashItem(item, context), item };
}

export function settleUpdate(link: Link, operation: UpdateOperation, written: Written, context: NormalContext): Link {
  const source = other(operation.side);
  const base = { ...link.base };
  base[source] = advance(base[source], operation.source?.version, operation.settle[source], context);
  const held = base[operation.side];
  base[operation.side] =
    operation.settleWhole || held.gone === true
      ? baseOf(written.version, written.item, context)
      : advance(held, written.version, [...operation.settle[operation.side], ...operation.changes], context);
  return told({ ...link, base, open: without(link.open, operation.closes) }, operation);
}

function told(link: Link, { privacy }: { readonly privacy?: Privacy }): Link {
  return privacy === undefined ? link : { ...link, privacy };
}

export function settleAgreement(link: Link, operation: SettleOperation, context: NormalContext): Link {
  const base = { ...link.base };
  for (const side of sides) base[side] = advance(base[side], undefined, operation.settle[side], context);
  return told({ ...link, base, open: without(link.open, operation.closes) }, operation);
}

/** undefined: the link is to be dropped. */
export function settleUnlink(link: Link, operation: UnlinkOperation): Link | undefined {
  const gone = new Set<Side>(operation.gone);
  if (gone.size !== 1) return undefined;
  const base = { ...link.base };
  for (const side of gone) base[side] = { gone: true };
  return { ...link, base };
}

function advance(base: Base, version: string | undefined, changes: Parameters<typeof applyChanges>[1], context: NormalContext): Base {
  if (base.gone === true) return base;
  return baseOf(version ?? base.version, applyChanges(base.item, changes, context), context);
}

function without(open: readonly string[], closed: readonly string[]): readonly string[] {
  return open.filter((field) => !closed.includes(field));
}
