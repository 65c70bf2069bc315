// A linked record that is gone on one side. In: the link, what stays and whether it was changed.
// Out: what the policy says, or a question; an edit of what stays is never deleted unasked [R6].

import { closedSides, isWritten } from './direction.ts';
import { shortHash } from './hash.ts';
import type { Alternative, Operation } from './plan.ts';
import { proposeCreate, proposeDelete, proposeKeep, sideName } from './propose.ts';
import type { Draft, LinkedPair, ReconcileInput } from './reconcile.ts';
import { isShown } from './shown.ts';
import { other } from './side.ts';
import type { Side } from './side.ts';

export function decideDeletion({ link, now }: LinkedPair, changed: boolean, gone: Side, name: string, unit: string, input: ReconcileInput, draft: Draft): void {
  const stays = other(gone);
  const policy = input.policy.deletion[link.kind][gone];
  const why = `Deleted in ${sideName[gone]}`;
  const remove = proposeDelete(stays, now[stays], link.id, why, unit, input.policy, now[gone].id);
  const keep = proposeKeep(link, name, gone, `${why}; kept in ${sideName[stays]}`, unit);
  const open = isWritten(stays, link.kind, input.policy);
  // Where it is only shown from, nothing is made again [R37].
  const mayMake = !closedSides(now.office.item, input.policy).includes(gone) && !(gone === 'google' && isShown(now.google));
  const writable = open && (stays === 'office' || now[stays].readOnly === undefined);
  const again = (): Operation => proposeCreate(gone, now[stays], { policy: input.policy, why: `Restored from ${sideName[stays]}`, unit, chooseId: input.chooseId, account: input.account, link });
  const others: Alternative[] = [
    ...(mayMake ? [{ id: 'restore', label: `Create again in ${sideName[gone]}`, operations: [again()] }] : []),
    { id: 'keep', label: `Keep in ${sideName[stays]} only`, operations: [keep] },
  ];
  if (!changed && policy === 'follow' && writable) {
    draft.operations.push(remove);
    draft.instead.push({ unit, alternatives: others });
    return;
  }
  if (!changed && policy === 'never') {
    draft.operations.push(keep);
    return;
  }
  if (!changed && !open) {
    // It may not be deleted there; the deletion waits until that side is opened [R22].
    draft.unchanged[link.kind] += 1;
    return;
  }
  const alternatives: Alternative[] = [
    ...(writable ? [{ id: 'follow', label: `Delete in ${sideName[stays]} too`, operations: [remove] }] : []),
    ...others,
    { id: 'wait', label: 'Decide later', operations: [] },
  ];
  draft.conflicts.push({
    // An edit of what stays makes it another question.
    id: shortHash(['deletion', link.id, gone, ...(changed ? [now[stays].hash] : [])]).slice(0, 16),
    kind: link.kind,
    name,
    about: 'deletion',
    why: changed ? `Deleted in ${sideName[gone]}, changed in ${sideName[stays]}` : why,
    link: link.id,
    items: { [stays]: now[stays].item },
    clashes: [],
    alternatives,
    otherwise: 'wait',
  });
}
