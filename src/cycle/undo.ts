// Room 7. In: the journal of a run. Out: a plan that takes it back, which is previewed and
// approved like any other. Nothing is written here; there is no second road [R16].

import { summarizePlan } from '../core/explain-plan.ts';
import { invertJournal } from '../core/invert.ts';
import type { JournalEntry } from '../core/journal.ts';
import { computeBrakes } from '../core/brake.ts';
import type { Plan } from '../core/plan.ts';
import { changeAccount, tellWatchers } from '../store/account.ts';
import { loadJournal } from '../store/journal.ts';
import type { JournalRow } from '../store/journal.ts';
import { countLinks, loadLinks } from '../store/link.ts';
import { loadOfLinks, loadRecords } from '../store/mirror.ts';
import type { MirrorRow } from '../store/mirror.ts';
import { completePlan, loadPlanRow, markReplaced } from '../store/plan.ts';
import type { Tx } from '../store/open.ts';
import type { CycleContext } from './context.ts';
import { other } from '../core/side.ts';
import { loadLive } from './propose.ts';
import { pull } from './pull.ts';

export async function makeUndoPreview(context: CycleContext, planId: string, told: (tx: Tx) => Promise<void>): Promise<void> {
  const row = await loadPlanRow(context.db, planId);
  if (row === undefined || row.undoes === null) throw new Error(`The plan ${planId} undoes nothing.`);
  await context.progress({ phase: 'Reading SmartOffice and Google', done: 0 });
  // What was changed since is learned first: it is listed and left alone.
  await pull(context);
  const plan = await planUndo(context, row.undoes, row.undoesOperation);
  await context.write(async (tx) => {
    await completePlan(tx, planId, plan, { summary: summarizePlan(plan).sentences.join(' '), settings: context.settings });
    await markReplaced(tx, context.account.id, planId);
    await changeAccount(tx, context.account.id, { currentPlan: planId, progress: null });
    await tellWatchers(tx, context.account.id, 'reports');
    await told(tx);
  });
}

async function planUndo(context: CycleContext, undonePlan: string, operation: string | null): Promise<Plan> {
  const journal = onlyOf(operation, (await loadJournal(context.db, undonePlan)).filter(isAppliedWrite));
  const links = new Map((await loadLinks(context.db, [...new Set(journal.flatMap((row) => row.linkId ?? []))])).map((link) => [link.id, link]));
  const rows = new Map<string, MirrorRow>();
  const held = [
    ...(await loadRecords(context.db, context.account.id, journal.flatMap((row) => [{ kind: row.kind, side: row.side, id: row.recordId }, ...(row.counterpart === null ? [] : [{ kind: row.kind, side: other(row.side), id: row.counterpart }])]))),
    ...(await loadOfLinks(context.db, [...links.keys()])),
  ];
  for (const row of held) rows.set(`${row.kind} ${row.side} ${row.id}`, row);
  const { operations, changedSince } = invertJournal(journal.map(toEntry), {
    account: context.account.id,
    policy: context.policy,
    chooseId: (kind, side, seed, former) => context.replicas.of[kind][side].chooseId?.(seed, former),
    now: (kind, side, id) => rows.get(`${kind} ${side} ${id}`),
    links,
  });
  const unchanged = await countLinks(context.db, context.account.id);
  const tripped = computeBrakes({ operations, conflicts: [], live: await loadLive(context), policy: context.policy });
  // Nothing disappeared or left a SET here: it is the undo itself that takes so much away.
  const brakes = tripped.map((brake) => ({ ...brake, why: `Undoing takes away ${brake.count} of ${brake.of} ${brake.of === 1 ? 'record' : 'records'} ${brake.side === 'office' ? 'in SmartOffice' : 'on Google'}` }));
  return { format: 1, account: context.account.id, purpose: 'undo', setup: context.setup, operations, conflicts: [], brakes, problems: changedSince, unchanged, invitations: 0 };
}

/** Undone for itself: this one operation, and with two records that were linked what they were given then. */
function onlyOf<T extends JournalRow>(operation: string | null, journal: readonly T[]): readonly T[] {
  const wanted = journal.find(({ operationId }) => operationId === operation);
  if (operation === null) return journal;
  return journal.filter((row) => row === wanted || (wanted?.op === 'link' && row.linkId === wanted.linkId));
}

type AppliedWrite = JournalRow & { readonly op: JournalEntry['op']; readonly side: NonNullable<JournalRow['side']>; readonly recordId: string };

function isAppliedWrite(row: JournalRow): row is AppliedWrite {
  return row.outcome === 'applied' && (row.op === 'create' || row.op === 'update' || row.op === 'delete') && row.side !== null && row.recordId !== null;
}

function toEntry(row: AppliedWrite): JournalEntry {
  return {
    operation: row.operationId,
    op: row.op,
    kind: row.kind,
    side: row.side,
    recordId: row.recordId,
    versionAfter: row.versionAfter ?? undefined,
    before: row.before ?? undefined,
    after: row.after ?? undefined,
    changes: row.changes,
    link: row.linkId ?? undefined,
    counterpart: row.counterpart ?? undefined,
  };
}
