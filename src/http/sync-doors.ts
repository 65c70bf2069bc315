// Implements what the routes call, from the rooms and the store. In: user ids and parsed
// bodies. Out: answers of the contract. Refusals of the rooms become codes of errors.ts
// here and nowhere else. Nothing is decided here about what is written.

import { Readable } from 'node:stream';
import { approve, open, reject } from '../cycle/approve.ts';
import { getUser, listUsers } from '../office/users.ts';
import { askForLook } from '../store/look.ts';
import { delegatedMark, ensureAccount, listAccounts } from '../store/account.ts';
import type { Account, Topic } from '../store/account.ts';
import { countUnread, listAlerts, listMails, markRead } from '../store/notice.ts';
import { lastTroubles, listNoticeChoices, saveNoticeChoices } from '../store/notice-choice.ts';
import type { Store } from '../store/open.ts';
import { countAsked, listPlanRows, loadPlanRow } from '../store/plan.ts';
import type { PlanRow } from '../store/plan.ts';
import { withTransaction } from '../store/transaction.ts';
import type { AccountDoors } from '../work/account-context.ts';
import { reportCsv } from '../report/csv.ts';
import { linesJson, reportJson } from '../report/json.ts';
import { openingLines } from '../report/opening.ts';
import { queryLines, reportHead } from '../report/report.ts';
import type { AccountRow } from './contract/accounts.ts';
import type { ReportRow } from './contract/sync.ts';
import type { GoogleConnect } from './google-connect.ts';
import type { SyncDoors } from './doors.ts';
import { AppError } from './errors.ts';
import { createHistoryDoors } from './history-doors.ts';
import { makePdfShelf } from './pdf-shelf.ts';
import { makeReportShelf, shelfKey } from './report-shelf.ts';
import { createDecisionDoors } from './decision-doors.ts';
import { refusing } from './refusing.ts';
import { readReportId, rowOf, rowsOf } from './report-rows.ts';
import { accountFacts } from './account-facts.ts';
import { setupDetailOf, stateInWords } from './setup-detail.ts';
import { createSetupDoors } from './setup-doors.ts';
import type { SetupDoorsOptions } from './setup-doors.ts';

export interface SyncDoorsOptions {
  readonly store: Store;
  readonly accounts: AccountDoors;
  readonly offeredTypes: SetupDoorsOptions['offeredTypes'];
  readonly connect: GoogleConnect;
  pushed: SyncDoors['pushed'];
  syncSoon(accountId: string): Promise<void>;
  /** Registers for what changed, in any process. */
  watch(accountId: string, changed: (topic: Topic) => void): () => void;
  readonly log: (line: string) => void;
}

const shownReports = 200;

export function createSyncDoors(options: SyncDoorsOptions): SyncDoors {
  const { store } = options;
  const { db } = store;
  const shelf = makeReportShelf(store, options.accounts);
  const pdfs = makePdfShelf();
  /** What was decided stands, and its account is due: where it cannot be asked for now, the next look at what is due finds it. */
  const askSoon = (accountId: string): Promise<void> => options.syncSoon(accountId).catch((error: unknown) => options.log(`A cycle of account ${accountId} could not be asked for and begins a little later: ${String(error)}`));
  const detail = async (userId: string) => {
    const account = await ensureAccount(db, userId);
    if (account.googleTokens !== null) return setupDetailOf(db, options.accounts, account);
    const user = await getUser(db, userId);
    if (!options.connect.covers(user)) return setupDetailOf(db, options.accounts, account);
    const trouble = await options.connect.connectDelegated(account, user);
    return setupDetailOf(db, options.accounts, await ensureAccount(db, userId), trouble);
  };

  const planOf = async (userId: string, reportId: string): Promise<{ account: Account; plan: PlanRow; ofRun: boolean }> => {
    const { planId, ofRun } = readReportId(reportId);
    const account = await ensureAccount(db, userId);
    const plan = await loadPlanRow(db, planId);
    if (plan === undefined || plan.accountId !== account.id || (ofRun && plan.approvedAt === null)) throw new AppError('not-found');
    return { account, plan, ofRun };
  };
  const madeOf = async (userId: string, reportId: string) => {
    const found = await planOf(userId, reportId);
    const { madeAt, failed } = found.plan;
    if (madeAt === null) throw failed === null ? new AppError('in-progress') : new AppError('report-failed', { message: failed });
    return found;
  };
  const modelOf = async (userId: string, reportId: string) => {
    const { account, plan, ofRun } = await madeOf(userId, reportId);
    return { account, plan, ofRun, row: rowOf(plan, account.currentPlan, ofRun), model: await shelf.model(account, plan, ofRun) };
  };
  const openIt = async (accountId: string, plan: PlanRow, by: string): Promise<void> => {
    if (plan.madeAt !== null) await withTransaction(store, (tx) => open(tx, accountId, plan.id, by));
  };
  const rowAfter = async (userId: string, reportId: string) => {
    const { account, plan, ofRun } = await planOf(userId, reportId);
    return rowOf(plan, account.currentPlan, ofRun);
  };

  return {
    ...createDecisionDoors(store, shelf, askSoon),
    ...createHistoryDoors({ ...options, syncSoon: askSoon }),
    ...createSetupDoors({ ...options, syncSoon: askSoon, detail }),

    async startConnect(userId, by) {
      const account = await ensureAccount(db, userId);
      return options.connect.start(account, await getUser(db, userId), by);
    },

    async finishConnect(callbackUrl) {
      const finished = await options.connect.finish(callbackUrl);
      if (finished.userId !== undefined && finished.error === undefined) await askSoon(finished.userId);
      return finished;
    },

    async disconnect(userId, by) {
      const account = await ensureAccount(db, userId);
      if (account.options.runSynchronization) throw new AppError('setup-locked');
      if (account.googleTokens === delegatedMark) throw new AppError('connected-by-administrator');
      await options.connect.disconnect(account, by);
      return detail(userId);
    },

    pushed: options.pushed,

    async listReports(userId) {
      const account = await ensureAccount(db, userId);
      const plans = await listPlanRows(db, account.id, shownReports);
      return plans.flatMap((plan) => (plan.purpose === 'cycle' && plan.madeAt === null ? [] : rowsOf(plan, account.currentPlan)));
    },

    async report(userId, reportId) {
      const { account, plan, ofRun } = await madeOf(userId, reportId);
      const head = (await shelf.opening(plan, ofRun))?.head ?? reportHead(await shelf.model(account, plan, ofRun));
      return { row: rowOf(plan, account.currentPlan, ofRun), ...head };
    },

    async reportLines(userId, reportId, query) {
      const { account, plan, ofRun } = await madeOf(userId, reportId);
      const { offset, limit, ...filter } = query;
      const isFirst = offset === 0 && limit <= openingLines && Object.values(filter).every((value) => value === undefined);
      const opening = isFirst ? await shelf.opening(plan, ofRun) : undefined;
      if (opening !== undefined) return { total: opening.head.lines, lines: opening.lines.slice(0, limit) };
      return queryLines(await shelf.model(account, plan, ofRun), query);
    },

    async reportLinesJson(userId, reportId, query) {
      const { model } = await modelOf(userId, reportId);
      return Readable.from(linesJson(model, query));
    },

    async openReport(userId, reportId, by) {
      const { account, plan, ofRun } = await planOf(userId, reportId);
      if (!ofRun) await refusing(() => openIt(account.id, plan, by));
      return rowAfter(userId, reportId);
    },

    async reportPdf(userId, reportId, part, by) {
      const { account, plan, ofRun, model, row } = await modelOf(userId, reportId);
      const { of, pdf } = await pdfs.part(shelfKey(plan, ofRun), model, part);
      if (!ofRun) await refusing(() => openIt(account.id, plan, by));
      return { fileName: `${nameOf(row)}${of === 1 ? '' : `, part ${part} of ${of}`}.pdf`, mediaType: 'application/pdf', body: pdf };
    },

    async reportPdfProgress(userId, reportId) {
      const { plan, ofRun, model } = await modelOf(userId, reportId);
      return pdfs.begin(shelfKey(plan, ofRun), model);
    },

    async reportCsv(userId, reportId) {
      const { model, row } = await modelOf(userId, reportId);
      return { fileName: `${nameOf(row)}.csv`, mediaType: 'text/csv; charset=utf-8', body: Readable.from(reportCsv(model)) };
    },

    async reportJson(userId, reportId) {
      const { model, row } = await modelOf(userId, reportId);
      return { fileName: `${nameOf(row)}.json`, mediaType: 'application/json; charset=utf-8', body: Readable.from(reportJson(model)) };
    },

    async approve(userId, reportId, approval, by) {
      const { account, plan } = await planOf(userId, reportId);
      await refusing(() => withTransaction(store, (tx) => approve(tx, account.id, plan.id, approval, by)));
      await askSoon(account.id);
      return rowAfter(userId, reportId);
    },

    async reject(userId, reportId, digest, by) {
      const { account, plan } = await planOf(userId, reportId);
      await refusing(() => withTransaction(store, (tx) => reject(tx, account.id, plan.id, digest, by)));
      return detail(userId);
    },

    async syncNow(userId) {
      const account = await ensureAccount(db, userId);
      if (!account.options.runSynchronization) throw new AppError('not-running');
      await askForLook(db, account.id);
      await options.syncSoon(account.id);
      return detail(userId);
    },

    async alerts(userId) {
      const account = await ensureAccount(db, userId);
      const rows = await listAlerts(db, account.id);
      const alerts = rows.map((row) => ({ id: row.id, at: row.at.toISOString(), kind: row.kind, title: row.title, text: row.text, link: row.link ?? undefined, read: row.readAt !== null }));
      return { alerts, unread: await countUnread(db, account.id) };
    },

    async readAlerts(userId, ids) {
      const account = await ensureAccount(db, userId);
      await markRead(db, account.id, ids);
      return this.alerts(userId);
    },

    async notices(userId) {
      const account = await ensureAccount(db, userId);
      return [...(await listNoticeChoices(db, account.id))];
    },

    async saveNotices(userId, notices) {
      const account = await ensureAccount(db, userId);
      await saveNoticeChoices(db, account.id, notices);
      return this.notices(userId);
    },

    async mails(userId) {
      const account = await ensureAccount(db, userId);
      return (await listMails(db, account.id)).map((mail) => ({ ...mail, at: mail.at.toISOString() }));
    },

    async accounts(officeId) {
      const users = await listUsers(db, officeId);
      const known = new Map((await listAccounts(db, officeId)).map((account) => [account.userId, account]));
      const troubles = await lastTroubles(db, officeId);
      const asked = await countAsked(db, officeId);
      const rows: AccountRow[] = [];
      for (const user of users) {
        const account = known.get(user.id) ?? (await ensureAccount(db, user.id));
        rows.push({
          userId: user.id,
          fullName: user.fullName,
          email: user.email,
          googleAccount: account.googleEmail ?? undefined,
          state: account.state,
          stateText: stateInWords(account),
          lastCycleAt: account.lastCycleAt?.toISOString(),
          waiting: asked.get(account.id) ?? 0,
          ...accountFacts(account, troubles.get(account.id), new Date()),
          role: user.role,
          disabled: user.isDisabled,
          zone: user.zone,
        });
      }
      return rows;
    },

    watch: (userId, changed) => options.watch(userId, changed),
  };
}

/** What a saved report is called. */
function nameOf(row: ReportRow): string {
  return `${row.kind} ${row.createdAt.slice(0, 10)}`;
}

