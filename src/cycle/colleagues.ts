// What colleagues synchronize too: one meeting stands in several calendars. In: the records
// that a plan is decided from. Out: the same, each activity with who else carries it, and with
// the calendar id that a colleague's event has; meetings that are there twice. Writes nothing,
// and shows nobody an activity that the office does not show its user.

import type { Problem } from '../core/plan.ts';
import type { Side } from '../core/side.ts';
import { carriersElsewhere, linkedByUid, loadDoubled } from '../store/link.ts';
import { loadRecords } from '../store/mirror.ts';
import type { MirrorRow } from '../store/mirror.ts';
import type { CycleContext } from './context.ts';

/** Which colleague's link there is for a record, by its id in the office. */
export async function whoElse(context: CycleContext, officeIds: readonly string[]): Promise<(row: MirrorRow) => MirrorRow> {
  const found = await carriersElsewhere(context.db, context.account.id, officeIds);
  return (row) => {
    const elsewhere = found.get(row.id);
    return elsewhere === undefined ? row : { ...row, elsewhere };
  };
}

/** With the activities of colleagues that have the same calendar id as an event without a partner. */
export async function withColleagues(context: CycleContext, unlinked: Record<Side, readonly MirrorRow[]>): Promise<Record<Side, readonly MirrorRow[]>> {
  const uids = unlinked.google.flatMap((row) => (row.gone === true || row.uid === undefined ? [] : [row.uid]));
  const uidOf = new Map((await linkedByUid(context.db, context.account.id, uids)).map(({ officeId, uid }) => [officeId, uid]));
  const known = new Set(unlinked.office.map(({ id }) => id));
  const missing = [...uidOf.keys()].filter((id) => !known.has(id)).map((id) => ({ kind: 'event', side: 'office', id }) as const);
  const added = (await loadRecords(context.db, context.account.id, missing)).filter((row) => row.linkId === null && row.gone !== true && row.skipped === undefined);
  const office = [...unlinked.office, ...added.map((row) => ({ ...row, inScope: false }))];
  const tell = await whoElse(context, office.map(({ id }) => id));
  return { ...unlinked, office: office.map((row) => tell(uidOf.has(row.id) ? { ...row, uid: uidOf.get(row.id) } : row)) };
}

/** The same meeting, brought in by two people before either saw the other's: a person puts it right. */
export async function findDoubled(context: CycleContext): Promise<readonly Problem[]> {
  return (await loadDoubled(context.db, context.account.id)).map(({ officeId, name, other, owner }) => ({
    kind: 'event',
    side: 'office',
    recordId: officeId,
    name: name || '(no title)',
    why: `SmartOffice has this meeting twice: here, and as ${other || '(no title)'} of ${owner}. Delete one of the two in SmartOffice; both stay as they are until then`,
    inPart: true,
  }));
}
