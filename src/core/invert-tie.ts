// The undo of links: two records that a run linked come apart, two that it took apart are
// linked again. In: entries of the journal, what the records are now. Out: operations, and
// what was deleted since. Nothing is deleted by it, and no field of a record is written.

import { meetFirst } from './first-meeting.ts';
import { shortHash } from './hash.ts';
import type { Held, Undo, UndoContext } from './invert.ts';
import { nameOf } from './item.ts';
import { isTie } from './journal.ts';
import type { JournalEntry, TieEntry } from './journal.ts';
import { pairUnit } from './never.ts';
import type { LinkOperation, Operation, Problem } from './plan.ts';
import { premiseOf, proposeUnlink, sideName } from './propose.ts';
import { bySide, sides } from './side.ts';
import type { Side } from './side.ts';

export function invertTies(entries: readonly JournalEntry[], context: UndoContext): Undo {
  const operations: Operation[] = [];
  const changedSince: Problem[] = [];
  const seen = new Set<string>();
  for (const entry of entries) {
    if (!isTie(entry) || seen.has(entry.link)) continue;
    // The first entry about a link says how it was before the run.
    seen.add(entry.link);
    const undone = entry.op === 'link' ? takeApart(entry, context) : linkAgain(entry, context);
    if (undone === undefined) continue;
    if ('op' in undone) operations.push(undone);
    else changedSince.push(undone);
  }
  return { operations, changedSince };
}

function takeApart({ link: linkId, ids, kind }: TieEntry, { links, now }: UndoContext): Operation | Problem | undefined {
  const link = links.get(linkId);
  if (link === undefined || sides.some((side) => link.ids[side] !== ids[side])) return undefined;
  const held = bySide((side) => now(kind, side, ids[side]));
  const name = nameOf(held.office?.item ?? held.google?.item ?? { kind: 'contact' });
  const gone = sides.find((side) => held[side] === undefined || held[side].gone === true);
  if (gone !== undefined) return { kind, side: gone, recordId: ids[gone], name, why: `Deleted in ${sideName[gone]} since it was linked` };
  return { ...proposeUnlink(link, name, [], 'Undo: the two were linked by the synchronization', pairUnit(ids.office, ids.google)), apart: ids };
}

/** Only two that stand there free: with one of them gone, "unlinked" was about the deletion. */
function linkAgain({ link, ids, kind, operation }: TieEntry, { links, now, policy }: UndoContext): LinkOperation | undefined {
  if (links.has(link)) return undefined;
  const [office, google] = [now(kind, 'office', ids.office), now(kind, 'google', ids.google)];
  if (!isFree(office) || !isFree(google)) return undefined;
  const seen: Readonly<Record<Side, Held>> = { office, google };
  const content: Omit<LinkOperation, 'id'> = {
    op: 'link',
    kind,
    name: nameOf(office.item),
    unit: pairUnit(ids.office, ids.google),
    why: 'Undo: the two were linked before',
    link,
    premise: { office: premiseOf(office), google: premiseOf(google) },
    items: { office: office.item, google: google.item },
    // What differs is asked again: nobody has chosen.
    open: [...new Set(meetFirst(seen, policy).open.map(({ field }) => field))],
    match: { rule: 'choice', score: 1, why: 'They were linked before' },
  };
  return { id: shortHash([operation, link, content.premise]).slice(0, 16), ...content };
}

function isFree(held: Held | undefined): held is Held {
  return held !== undefined && held.gone !== true && (held.linkId ?? undefined) === undefined;
}
