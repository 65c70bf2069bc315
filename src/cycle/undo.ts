// Room 7. In: the journal of a run. Out: a plan that takes it back, which is previewed and
// approved like any other. Nothing is written here; there is no second road [R16].

import { summarizePlan } from '../core/explain-plan.ts';
import { countOf, inSide } from '../core/explain-words.ts';
import { invertJournal } from '../core/invert.ts';
import type { Kind, RemoteId } from '../core/item.ts';
import { isTie } from '../core/journal.ts';
import type { JournalEntry } from '../core/journal.ts';
import type { Link } from '../core/link.ts';
import { computeBrakes } from '../core/brake.ts';
import { countInvitations } from '../core/plan.ts';
import type { Brake, Plan, Problem } from '../core/plan.ts';
import { changeAccount, tellWatchers } from '../store/account.ts';
import { loadJournal } from '../store/journal.ts';
import type { JournalRow } from '../store/journal.ts';
import { countLinks, loadLinks } from '../store/link.ts';
import { loadOfLinks, loadRecords } from '../store/mirror.ts';
import type { MirrorRow } from '../store/mirror.ts';
import { completePlan, loadPlanRow, markReplaced } from '../store/plan.ts';
import type { Tx } from '../store/open.ts';
import type { CycleContext } from './context.ts';
import { other, sides } from '../core/side.ts';
import type { Side } from '../core/side.ts';
import { loadLive } from './propose.ts';
import { pull } from './pull.ts';

export async function makeUndoPreview(context: CycleContext, planId: string, told: (tx: Tx) => Promise<void>): Promise<void> {
  const row = await loadPlanRow(context.db, planId);
  if (row === undefined || row.undoes === null) throw new Error(`The plan ${planId} undoes nothing.`);
  await context.progress({ phase: 'Reading SmartOffice and Google', done: 0 });
  // What was changed since is learned first: it is listed and left alone.
  await pull(context);
  const plan = await planUndo(context, row.undoes, row.undoesOperation);
  const settings = await context.settings();
  await context.write(async (tx) => {
    await completePlan(tx, planId, plan, { summary: summarizePlan(plan).sentences.join(' '), settings });
    await markReplaced(tx, context.account.id, planId);
    await changeAccount(tx, context.account.id, { currentPlan: planId, progress: null });
    await tellWatchers(tx, context.account.id, 'reports');
    await told(tx);
  });
}

async function planUndo(context: CycleContext, undonePlan: string, operation: string | null): Promise<Plan> {
  const { db, account } = context;
  const applied = (await loadJournal(db, undonePlan)).filter(({ outcome }) => outcome === 'applied');
  const journal = onlyOf(operation, applied);
  const links = new Map((await loadLinks(db, [...new Set(journal.flatMap((row) => row.linkId ?? []))])).map((link) => [link.id, link]));
  const entries = journal.flatMap((row) => toEntry(row, links) ?? []);
  const rows = new Map<string, MirrorRow>();
  for (const row of [...(await loadRecords(db, account.id, entries.flatMap(recordsOf))), ...(await loadOfLinks(db, [...links.keys()]))]) rows.set(`${row.kind} ${row.side} ${row.id}`, row);
  const { operations, changedSince } = invertJournal(entries, {
    account: account.id,
    policy: context.policy,
    chooseId: (kind, side, seed, former) => context.replicas.of[kind][side].chooseId?.(seed, former),
    now: (kind, side, id) => rows.get(`${kind} ${side} ${id}`),
    links,
  });
  const linked = await countLinks(db, account.id);
  const touched = (kind: Kind): number => new Set(operations.flatMap((one) => ('link' in one && one.link !== undefined && one.kind === kind && links.has(one.link) ? [one.link] : []))).size;
  const unchanged = { contact: linked.contact - touched('contact'), event: linked.event - touched('event'), task: linked.task - touched('task') };
  const tripped = computeBrakes({ operations, conflicts: [], live: await loadLive(context), policy: context.policy });
  // Nothing disappeared or left a SET here: it is the undo itself that takes so much away.
  const brakes = tripped.map((brake) => ({ ...brake, why: whyOf(brake) }));
  return { format: 2, account: account.id, purpose: 'undo', setup: context.setup, operations, conflicts: [], brakes, problems: [...changedSince, ...groupThatStays(context, journal)], unchanged, invitations: countInvitations(operations) };
}

function whyOf({ name, kind, side, count, of }: Brake): string {
  const records = `${count} of ${countOf(kind, of)}`;
  switch (name) {
    case 'many-removals':
    case 'members-emptied':
      return `Undoing takes ${records} out of the ${side === 'office' ? 'SET' : 'Google group'}`;
    case 'many-changes':
      return `Undoing changes ${records} ${inSide[side]}`;
    case 'many-deletions':
    case 'side-emptied':
      return `Undoing deletes ${records} ${inSide[side]}`;
    default:
      return name satisfies never;
  }
}

/** What people have put into the group since would lose its label with it: it is never deleted. */
function groupThatStays({ account, groupName }: CycleContext, journal: readonly JournalRow[]): readonly Problem[] {
  const made = journal.find(({ op, recordId }) => op === 'create-group' && recordId !== null && recordId === account.googleGroup);
  if (made === undefined) return [];
  const why = 'What you have put into it yourself would lose its label with it. A later preview uses it again; delete it in Google Contacts if you do not want it';
  return [{ kind: 'contact', side: 'google', recordId: made.recordId ?? '', name: groupName, why, isGroup: true }];
}

/** Undone for itself: this one operation, and with two records that were linked what they were given then. */
function onlyOf<T extends JournalRow>(operation: string | null, journal: readonly T[]): readonly T[] {
  const wanted = journal.find(({ operationId }) => operationId === operation);
  if (operation === null) return journal;
  return journal.filter((row) => row === wanted || (wanted?.op === 'link' && row.linkId === wanted.linkId));
}

/** undefined: nothing that an undo takes back. */
function toEntry(row: JournalRow, links: ReadonlyMap<string, Link>): JournalEntry | undefined {
  const common = { operation: row.operationId, kind: row.kind };
  const counterpart = row.counterpart ?? undefined;
  switch (row.op) {
    case 'link':
    case 'unlink':
    case 'settle':
    case 'answer': {
      if (row.linkId === null) return undefined;
      if (row.answered !== null) return { ...common, op: 'answer', link: row.linkId, answered: row.answered };
      // What both sides agreed on is nothing that was replaced.
      if (row.op === 'settle' || row.op === 'answer') return undefined;
      // Written before the journal kept both records: the link knows them, as long as it is there.
      const ids = row.recordId === null || counterpart === undefined ? links.get(row.linkId)?.ids : { office: row.recordId, google: counterpart };
      return ids === undefined ? undefined : { ...common, op: row.op, link: row.linkId, ids };
    }
    case 'create':
    case 'update':
    case 'delete':
      if (row.side === null || row.recordId === null) return undefined;
      return {
        ...common,
        op: row.op,
        side: row.side,
        recordId: row.recordId,
        versionAfter: row.versionAfter ?? undefined,
        before: row.before ?? undefined,
        after: row.after ?? undefined,
        changes: row.changes,
        link: row.linkId ?? undefined,
        counterpart,
      };
    case 'create-group':
      return undefined;
    default:
      return row.op satisfies never;
  }
}

/** The records that an entry is about, on both sides. */
function recordsOf(entry: JournalEntry): { kind: Kind; side: Side; id: RemoteId }[] {
  const { kind } = entry;
  if (entry.op === 'answer') return [];
  if (isTie(entry)) return sides.map((side) => ({ kind, side, id: entry.ids[side] }));
  return [{ kind, side: entry.side, id: entry.recordId }, ...(entry.counterpart === undefined ? [] : [{ kind, side: other(entry.side), id: entry.counterpart }])];
}
