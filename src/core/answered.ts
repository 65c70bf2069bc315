// An answer that leaves two records different: both as they are, or what was deleted on one
// side kept on the other. In: the link that it was given about. Out: the link without the
// answer, or with it again. Nothing is written to a replica by it.

import { applyChanges } from './diff.ts';
import type { Change } from './diff.ts';
import type { NormalContext } from './field.ts';
import { invertChange } from './invert-change.ts';
import type { Kind } from './item.ts';
import type { Base, Link } from './link.ts';
import { baseOf } from './settle.ts';
import { bySide, sides } from './side.ts';
import type { Side } from './side.ts';

export interface Answered {
  /** Stands; or is taken back, so that it is asked again. */
  readonly given: boolean;
  /** What it made count as agreed: each side's own changes. */
  readonly settle: Readonly<Record<Side, readonly Change[]>>;
  /** Fields of the first meeting that were open before it. */
  readonly closes: readonly string[];
  /** Deleted on this side and kept on the other; what was agreed before. */
  readonly kept?: { readonly gone: Side; readonly base: Readonly<Record<Side, Base>> };
}

export function takenBack(answered: Answered): Answered {
  return { ...answered, given: !answered.given };
}

/** What each side's base goes through: forth, or back in the opposite order. */
export function stepsOf({ given, settle }: Answered, side: Side, kind: Kind, context: NormalContext): readonly Change[] {
  return given ? settle[side] : [...settle[side]].reverse().map((change) => invertChange(kind, change, context));
}

export function settleAnswer(link: Link, answered: Answered, context: NormalContext): Link {
  const { given, kept, closes } = answered;
  if (kept !== undefined) {
    if (given) return { ...link, base: { ...link.base, [kept.gone]: { gone: true } } };
    // Restored meanwhile: there is nothing to ask.
    return link.base[kept.gone].gone === true ? { ...link, base: kept.base } : link;
  }
  const base = bySide((side): Base => {
    const held = link.base[side];
    return held.gone === true ? held : baseOf(held.version, applyChanges(held.item, stepsOf(answered, side, link.kind, context), context), context);
  });
  const isDeleted = sides.some((side) => base[side].gone === true);
  const open = given || isDeleted ? link.open.filter((field) => !closes.includes(field)) : [...new Set([...link.open, ...closes])];
  return { ...link, base, open };
}
