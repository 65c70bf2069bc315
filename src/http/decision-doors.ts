// What a person decides outside of a report, and what was decided: questions, "never", the
// audit. In: user ids and parsed requests. Out: answers of the contract. Never here: an
// answer to what the person has not opened.

import { stringify } from 'csv-stringify/sync';
import { answer } from '../cycle/approve.ts';
import { addAudit, auditKinds, listAudit } from '../store/audit.ts';
import type { AuditQuery } from '../store/audit.ts';
import { ensureAccount, changeAccount, loadAccount, tellWatchers } from '../store/account.ts';
import { saveHeldBack } from '../store/held-back.ts';
import { unsettle } from '../store/mirror.ts';
import { dropNever, listNever } from '../store/never.ts';
import type { Store } from '../store/open.ts';
import { loadPlanRow } from '../store/plan.ts';
import { withTransaction } from '../store/transaction.ts';
import { queryLines } from '../report/report.ts';
import type { DecisionDoors } from './doors.ts';
import { AppError } from './errors.ts';
import { refusing } from './refusing.ts';
import type { ReportShelf } from './report-shelf.ts';

export function createDecisionDoors(store: Store, shelf: ReportShelf, syncSoon: (accountId: string) => Promise<void>): DecisionDoors {
  const { db } = store;

  const questions: DecisionDoors['questions'] = async (userId) => {
    const account = await ensureAccount(db, userId);
    const plan = account.currentPlan === null ? undefined : await loadPlanRow(db, account.currentPlan);
    if (plan === undefined || plan.madeAt === null || plan.purpose === 'undo' || plan.approvedAt !== null) return { opened: false, answerable: false, total: 0, questions: [] };
    const model = await shelf.model(account, plan, false);
    const { total, lines } = queryLines(model, { section: 'asked', limit: Number.MAX_SAFE_INTEGER });
    if (total === 0) return { opened: false, answerable: false, total, questions: [] };
    return { report: plan.id, digest: plan.digest ?? undefined, opened: plan.openedAt !== null, answerable: plan.purpose === 'cycle' && model.brakes.length === 0, total, questions: lines };
  };

  return {
    questions,

    async answerQuestions(userId, { digest, choices }, by) {
      const account = await ensureAccount(db, userId);
      if (account.currentPlan === null) throw new AppError('not-current', { message: 'Nothing is asked at the moment.', remedy: 'Load the questions again.' });
      const planId = account.currentPlan;
      await refusing(() => withTransaction(store, (tx) => answer(tx, account.id, planId, { digest, choices }, by)));
      await syncSoon(account.id);
      return questions(userId);
    },

    async neverDecisions(userId) {
      const account = await ensureAccount(db, userId);
      return (await listNever(db, account.id)).map((row) => ({ id: row.id, kind: row.kind ?? undefined, name: row.name, text: row.text, by: row.by, at: row.at.toISOString() }));
    },

    async takeBackNever(userId, id, by) {
      const account = await ensureAccount(db, userId);
      await withTransaction(store, async (tx) => {
        await loadAccount(tx, account.id, 'for update');
        const row = await dropNever(tx, account.id, id);
        if (row === undefined) throw new AppError('not-found');
        // Offered again, and done by none but an approval.
        await saveHeldBack(tx, account.id, [row.unit], []);
        await unsettle(tx, account.id, row.records);
        await addAudit(tx, { officeId: account.officeId, userId: account.userId, kind: 'take back', by, text: `Taken back, it was never: ${row.name}`, details: { text: row.text } });
        if (account.state === 'active' || account.state === 'calendar read-only') await changeAccount(tx, account.id, { nextCycleAt: new Date() });
        await tellWatchers(tx, account.id, 'reports');
      });
      await syncSoon(account.id);
      return this.neverDecisions(userId);
    },

    async audit(officeId, query) {
      return { entries: await auditEntries(officeId, query), kinds: [...auditKinds] };
    },

    async *auditCsv(officeId, query) {
      yield `\ufeff${csv([], true)}`;
      let before: string | undefined;
      for (;;) {
        const entries = await auditEntries(officeId, { ...query, ...(before === undefined ? {} : { before }), limit: 1000 });
        if (entries.length === 0) return;
        yield csv(entries.map((entry) => ({ ...entry, details: JSON.stringify(entry.details) })), false);
        before = entries.at(-1)?.id;
      }
    },
  };

  async function auditEntries(officeId: string, query: AuditQuery) {
    const rows = await listAudit(db, officeId, query);
    return rows.map(({ userId, at, ...row }) => ({ ...row, at: at.toISOString(), userId: userId ?? undefined }));
  }
}

const columns = [
  { key: 'at', header: 'At' }, { key: 'kind', header: 'Kind' }, { key: 'by', header: 'By' }, { key: 'text', header: 'What' }, { key: 'userId', header: 'User concerned' }, { key: 'details', header: 'Details' },
];

/** No cell may start a formula, whatever a name says. */
function csv(rows: readonly object[], header: boolean): string {
  return stringify(rows as object[], { header, columns, escape_formulas: true, record_delimiter: 'windows' });
}
