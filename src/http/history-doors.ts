// What was done to one record, and how it is taken back: a change, or a whole run. In: user
// ids, records, entries of the journal. Out: answers of the contract. Never here: an undo
// that writes; it makes an Undo Preview, which a person approves like any other [R16].

import { explainHappened } from '../core/explain-history.ts';
import type { Wording } from '../core/explain-when.ts';
import { nameOf } from '../core/item.ts';
import { other } from '../core/side.ts';
import { fieldOfChange, fieldsOfItem } from '../report/lines.ts';
import { changeAccount, ensureAccount, loadAccount, tellWatchers } from '../store/account.ts';
import type { Account } from '../store/account.ts';
import { addAudit } from '../store/audit.ts';
import { isLinked, listHistory, loadHistoryEntry } from '../store/history.ts';
import type { HistoryRow } from '../store/history.ts';
import { loadRecords } from '../store/mirror.ts';
import type { Store } from '../store/open.ts';
import { beginPlan, loadPlanRow } from '../store/plan.ts';
import { withTransaction } from '../store/transaction.ts';
import { policyOf } from '../work/account-context.ts';
import type { AccountDoors } from '../work/account-context.ts';
import { loadOfficeSetup } from '../store/office-setup.ts';
import type { HistoryEntry } from './contract/decisions.ts';
import type { HistoryDoors } from './doors.ts';
import { AppError } from './errors.ts';
import { readReportId, rowOf, runKind, runSuffix } from './report-rows.ts';

interface HistoryDoorsOptions {
  readonly store: Store;
  readonly accounts: AccountDoors;
  syncSoon(accountId: string): Promise<void>;
}

/** Approved by the named policy, once a person had approved the preview. */
const byItself = 'The running synchronization';

/** What a person can read; older entries stay in the journal. */
const shownEntries = 500;
type ShownOp = HistoryEntry['op'];
const shownOps: ReadonlySet<string> = new Set<ShownOp>(['create', 'update', 'delete', 'link', 'unlink']);

export function createHistoryDoors({ store, accounts, syncSoon }: HistoryDoorsOptions): HistoryDoors {
  const { db } = store;

  const wordingOf = async (account: Account): Promise<Wording> => {
    const person = await accounts.person(account.userId);
    const policy = policyOf(account, await loadOfficeSetup(db, account.officeId), person);
    return { locale: person.locale, zone: policy.zone };
  };

  const beginUndo = async (account: Account, by: string, undoes: { plan: string; operation?: string }, text: string) => {
    if (account.state === 'off') throw new AppError('not-running');
    const id = await withTransaction(store, async (tx) => {
      await loadAccount(tx, account.id, 'for update');
      const made = await beginPlan(tx, account.id, 'undo', undoes);
      // Due at once: should this process end before it asks for it, another one will.
      await changeAccount(tx, account.id, { nextCycleAt: new Date() });
      await addAudit(tx, { officeId: account.officeId, userId: account.userId, kind: 'undo', by, text, details: { report: made, undoes: `${undoes.plan}${runSuffix}`, ...(undoes.operation === undefined ? {} : { operation: undoes.operation }) } });
      await tellWatchers(tx, account.id, 'reports');
      return made;
    });
    await syncSoon(account.id);
    const row = await loadPlanRow(db, id);
    if (row === undefined) throw new AppError('not-found');
    return rowOf(row, account.currentPlan, false);
  };

  return {
    async recordHistory(userId, of) {
      const account = await ensureAccount(db, userId);
      const [rows, linked, [record], wording] = await Promise.all([listHistory(db, account.id, of, shownEntries), isLinked(db, account.id, of), loadRecords(db, account.id, [of]), wordingOf(account)]);
      const shown = record?.item ?? rows.map((row) => row.after ?? row.before).find((item) => item !== null);
      return {
        ...(shown === undefined || shown === null ? {} : { name: nameOf(shown) }),
        linked,
        entries: rows.flatMap((row) => (shownOps.has(row.op) ? [entryOf(row, row.op as ShownOp, wording)] : [])),
      };
    },

    async undoChange(userId, id, by) {
      const account = await ensureAccount(db, userId);
      const entry = await loadHistoryEntry(db, account.id, id);
      if (entry === undefined) throw new AppError('not-found');
      if (!canUndo(entry)) throw new AppError('not-undoable', { message: 'This change cannot be undone.', remedy: 'Only what a complete synchronization has written or linked can be.' });
      const item = entry.after ?? entry.before;
      const name = item === null ? '' : `${nameOf(item)}: `;
      return beginUndo(account, by, { plan: entry.planId, operation: entry.operationId }, `Asked for the undo of one change. ${name}${textOf(entry, entry.op as ShownOp)}`);
    },

    async undo(userId, reportId, by) {
      const account = await ensureAccount(db, userId);
      const { planId, ofRun } = readReportId(reportId);
      const plan = await loadPlanRow(db, planId);
      if (plan === undefined || plan.accountId !== account.id || (ofRun && plan.approvedAt === null)) throw new AppError('not-found');
      if (plan.runFinishedAt === null) throw new AppError('not-undoable');
      return beginUndo(account, by, { plan: plan.id }, `Asked for the undo of a whole run: ${runKind[plan.purpose]}. ${plan.runSummary ?? plan.summary}`);
    },
  };
}

function canUndo(row: HistoryRow): boolean {
  return row.outcome === 'applied' && row.finished && shownOps.has(row.op) && row.op !== 'unlink';
}

function textOf(row: HistoryRow, op: ShownOp): string {
  return explainHappened({ op, kind: row.kind, side: row.side ?? undefined, changes: row.changes, applied: row.outcome === 'applied', isUndo: row.purpose === 'undo' });
}

function entryOf(row: HistoryRow, op: ShownOp, wording: Wording): HistoryEntry {
  const entry: HistoryEntry = {
    id: row.id,
    at: row.at.toISOString(),
    by: row.approvedBy?.startsWith('policy:') === true ? byItself : (row.approvedBy ?? ''),
    op,
    text: textOf(row, op),
    fields: fieldsOf(row, wording),
    report: `${row.planId}${runSuffix}`,
    reportKind: runKind[row.purpose],
    // Intended, and nobody knows yet how it ended.
    outcome: row.outcome ?? 'unknown',
    canUndo: canUndo(row),
  };
  if (row.side !== null) {
    entry.side = row.side;
    // An undo goes back to what was there; nobody edited anything for it.
    if (row.purpose !== 'undo') entry.from = other(row.side);
  }
  if (row.why !== null) entry.outcomeText = row.why;
  return entry;
}

function fieldsOf(row: HistoryRow, wording: Wording): HistoryEntry['fields'] {
  if (row.op === 'create') return row.after === null ? [] : fieldsOfItem(row.after, 'after', wording);
  if (row.op === 'delete') return row.before === null ? [] : fieldsOfItem(row.before, 'before', wording);
  return row.changes.map((change) => fieldOfChange(row.kind, change, wording));
}
