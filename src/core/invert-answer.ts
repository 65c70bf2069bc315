// The undo of answers that left two records different: they are asked again. In: entries of
// the journal, what the records are now. Out: operations on the links alone, and what was
// decided anew since. No record is written by it, and none is deleted unasked because of it.

import { settleAnswer, stepsOf, takenBack } from './answered.ts';
import type { Answered } from './answered.ts';
import { shortHash } from './hash.ts';
import { compareNow, invertChange, labelsOf } from './invert-change.ts';
import type { Undo, UndoContext } from './invert.ts';
import { nameOf } from './item.ts';
import type { AnswerEntry, JournalEntry } from './journal.ts';
import type { Link } from './link.ts';
import type { AnswerOperation, Problem } from './plan.ts';
import { sideName } from './propose.ts';
import { bySide, other, sides } from './side.ts';

/** `apart`: links that the same undo takes apart; nothing is asked about them. */
export function invertAnswers(entries: readonly JournalEntry[], context: UndoContext, apart: ReadonlySet<string>): Undo {
  const operations: AnswerOperation[] = [];
  const changedSince: Problem[] = [];
  const links = new Map(context.links);
  for (const entry of [...entries].reverse()) {
    if (entry.op !== 'answer' || apart.has(entry.link)) continue;
    const link = links.get(entry.link);
    // Linked no longer: whoever took them apart decided about both.
    if (link === undefined) continue;
    const answered = takenBack(entry.answered);
    const why = reasonAgainst(link, answered, context);
    if (why === 'done') continue;
    if (why !== undefined) {
      const side = answered.kept === undefined ? 'office' : other(answered.kept.gone);
      changedSince.push({ kind: link.kind, side, recordId: link.ids[side], name: nameOfLink(link, context), why });
      continue;
    }
    operations.push(propose(entry, link, answered, context));
    links.set(link.id, settleAnswer(link, answered, context.policy));
  }
  return { operations, changedSince };
}

function propose(entry: AnswerEntry, link: Link, answered: Answered, context: UndoContext): AnswerOperation {
  const content = { op: 'answer', kind: link.kind, name: nameOfLink(link, context), unit: shortHash(['undo', 'answer', link.id]).slice(0, 16), why: whyOf(link, answered, context), link: link.id, answered } as const;
  return { id: shortHash([entry.operation, content]).slice(0, 16), ...content };
}

function whyOf(link: Link, { given, kept }: Answered, context: UndoContext): string {
  const { policy } = context;
  const { kind } = link;
  if (given) return 'Undo: the answer was taken back';
  if (kept === undefined || policy.deletion[kind][kept.gone] !== 'follow' || isEdited(link, kept, context)) return 'Undo: this was the answer';
  return `Undo: this was the answer. The next synchronization follows the deletion, as the setup says: it is deleted in ${sideName[other(kept.gone)]} too`;
}

/** 'done': there is nothing to take back. */
function reasonAgainst(link: Link, answered: Answered, context: UndoContext): string | undefined {
  const { policy, now } = context;
  const { given, kept, closes } = answered;
  const isThere = bySide((side) => {
    const held = now(link.kind, side, link.ids[side]);
    return held !== undefined && held.gone !== true;
  });
  if (kept !== undefined) {
    if (isThere[kept.gone]) return 'Restored since';
    if (!isThere[other(kept.gone)]) return 'Deleted since';
    if ((link.base[kept.gone].gone === true) === given) return 'done';
    if (given || policy.deletion[link.kind][kept.gone] !== 'never' || isEdited(link, kept, context)) return undefined;
    return `By its setup the synchronization keeps in ${sideName[other(kept.gone)]} what was deleted in ${sideName[kept.gone]}: nothing is to be asked`;
  }
  if (!isThere.office || !isThere.google) return 'Deleted since';
  const standing = sides.flatMap((side) => {
    const base = link.base[side];
    if (base.gone === true) return [];
    return stepsOf(answered, side, link.kind, policy).map((step) => ({ step, is: compareNow(base.item, invertChange(link.kind, step, policy), policy) }));
  });
  const lost = standing.filter(({ is }) => is === 'other').map(({ step }) => step);
  if (lost.length > 0) return `Changed since: ${labelsOf(link.kind, lost)}`;
  const isOpen = closes.some((field) => link.open.includes(field));
  return standing.every(({ is }) => is === 'as before') && (closes.length === 0 || isOpen !== given) ? 'done' : undefined;
}

/** What stays was edited since the other side knew it: it is asked about whatever the setup says [R6]. */
function isEdited({ kind, ids }: Link, { gone, base }: NonNullable<Answered['kept']>, { now }: UndoContext): boolean {
  const before = base[other(gone)];
  return before.gone === true || before.hash !== now(kind, other(gone), ids[other(gone)])?.hash;
}

function nameOfLink(link: Link, { now }: UndoContext): string {
  const bases = sides.flatMap((side) => {
    const base = link.base[side];
    return base.gone === true ? [] : [base.item];
  });
  return nameOf(now(link.kind, 'office', link.ids.office)?.item ?? now(link.kind, 'google', link.ids.google)?.item ?? bases[0] ?? { kind: 'contact' });
}
