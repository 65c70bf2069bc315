// What the routes of the synchronization call. In: ids of signed-in users and parsed
// bodies. Out: the answers of the contract. Implemented in sync-doors.ts from the rooms
// and the store; a test may hand in its own. Refusals are AppError, never a status code.

import type {
  Alert,
  Approve,
  Mail,
  PdfProgress,
  Report,
  ReportLine,
  ReportRow,
  SetupDetail,
} from './contract/sync.ts';
import type { Calendar, OfficeSetupAnswer, OfficeSetupBody, SetupSave } from './contract/setup.ts';
import type { AccountRow, NoticeKind, NoticeList } from './contract/accounts.ts';
import type { linesQuery } from './contract/sync.ts';
import type { Readable } from 'node:stream';
import type { AuditList, auditQuery, NeverDecision, QuestionList, RecordHistory } from './contract/decisions.ts';
import type { z } from 'zod';
import type { Kind } from '../core/item.ts';
import type { Side } from '../core/side.ts';
import type { PushNotice, PushOutcome } from '../work/push-notices.ts';

export interface Document {
  readonly fileName: string;
  readonly mediaType: string;
  readonly body: Uint8Array | Readable;
}

/** What a person decides outside of a report, and what was decided. */
export interface DecisionDoors {
  questions(userId: string): Promise<QuestionList>;
  answerQuestions(userId: string, answers: { readonly digest: string; readonly choices: Readonly<Record<string, string>> }, by: string): Promise<QuestionList>;
  neverDecisions(userId: string): Promise<NeverDecision[]>;
  takeBackNever(userId: string, id: string, by: string): Promise<NeverDecision[]>;
  audit(officeId: string, query: z.infer<typeof auditQuery>): Promise<AuditList>;
  auditCsv(officeId: string, query: z.infer<typeof auditQuery>): AsyncIterable<string>;
}

/** What was done to a record, and the previews that take a change or a run back. */
export interface HistoryDoors {
  recordHistory(userId: string, of: { readonly kind: Kind; readonly side: Side; readonly id: string }): Promise<RecordHistory>;
  undoChange(userId: string, entryId: string, by: string): Promise<ReportRow>;
  undo(userId: string, reportId: string, by: string): Promise<ReportRow>;
}

export interface SyncDoors extends DecisionDoors, HistoryDoors {
  setupDetail(userId: string): Promise<SetupDetail>;
  /** Saving with Run Synchronization newly selected starts a preview. */
  saveSetup(userId: string, options: SetupSave, by: string): Promise<SetupDetail>;
  /** The setup that was approved last, with a preview of its own. */
  useFormerSetup(userId: string, by: string): Promise<SetupDetail>;
  calendars(userId: string): Promise<Calendar[]>;
  officeSetup(officeId: string): Promise<OfficeSetupAnswer>;
  /** Running synchronizations for which something else would hold. */
  officeSetupEffect(officeId: string, setup: OfficeSetupBody): Promise<{ users: number }>;
  /** These get a new preview; nothing is written for them before they approve it. */
  saveOfficeSetup(officeId: string, setup: OfficeSetupBody, by: string): Promise<OfficeSetupAnswer>;
  /** `by`: who asked for it, where that is not the person. */
  startConnect(userId: string, by?: string): Promise<{ url: string }>;
  /** Never throws for what Google or the person decided: `error` is a code of errors.ts. */
  finishConnect(callbackUrl: URL): Promise<{ userId?: string; error?: string }>;
  disconnect(userId: string, by: string): Promise<SetupDetail>;
  /** A notice that claims to be Google's; undefined: one that cannot be read. */
  pushed(notice: PushNotice | undefined): Promise<PushOutcome>;

  listReports(userId: string): Promise<ReportRow[]>;
  report(userId: string, reportId: string): Promise<Report>;
  reportLines(userId: string, reportId: string, query: z.infer<typeof linesQuery>): Promise<{ total: number; lines: ReportLine[] }>;
  /** The same answer as text, made while it is sent: a whole report is tens of megabytes. */
  reportLinesJson(userId: string, reportId: string, query: z.infer<typeof linesQuery>): Promise<Readable>;
  openReport(userId: string, reportId: string, by: string): Promise<ReportRow>;
  /** Waits for the part; its making goes on when nobody waits any more. */
  reportPdf(userId: string, reportId: string, part: number, by: string): Promise<Document>;
  /** Begins to make the PDF in the background, and says how far it is. */
  reportPdfProgress(userId: string, reportId: string): Promise<PdfProgress>;
  reportCsv(userId: string, reportId: string): Promise<Document>;
  reportJson(userId: string, reportId: string): Promise<Document>;
  approve(userId: string, reportId: string, approval: Approve, by: string): Promise<ReportRow>;
  reject(userId: string, reportId: string, digest: string, by: string): Promise<SetupDetail>;
  syncNow(userId: string, by: string): Promise<SetupDetail>;

  alerts(userId: string): Promise<{ alerts: Alert[]; unread: number }>;
  readAlerts(userId: string, ids: string[] | undefined): Promise<{ alerts: Alert[]; unread: number }>;
  notices(userId: string): Promise<NoticeList['notices']>;
  /** What needs the person comes as an alert whatever is chosen. */
  saveNotices(userId: string, notices: readonly { readonly kind: NoticeKind; readonly mail: boolean; readonly alert: boolean }[]): Promise<NoticeList['notices']>;
  mails(userId: string): Promise<Mail[]>;
  accounts(officeId: string): Promise<AccountRow[]>;

  /** Calls back with what changed for this user until the answer is called. */
  watch(userId: string, changed: (topic: 'setup' | 'reports' | 'alerts') => void): () => void;
}
