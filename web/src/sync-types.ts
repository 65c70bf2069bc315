// Answers of the synchronization contract that it names only as schemas. In: the contract.
// Out: types. Nothing of the contract may be imported here but types.

import type { z } from 'zod';
import type { accountList, noticeList } from '../../src/http/contract/accounts.ts';
import type { alertList, mailList, reportLines, reportList } from '../../src/http/contract/sync.ts';

export type { Alert, Approve, ErrorBody, Mail, PdfProgress, Progress, Report, ReportLine, ReportRow, Session, SetupDetail, SyncState, User } from '../../src/http/contract/sync.ts';
export type { Calendar, EffectivePolicy, OfficeSetupAnswer, OfficeSetupBody, PolicyChoiceBody, SettingName, SettingRule, SetupOptions, SetupSave } from '../../src/http/contract/setup.ts';

export type { HistoryEntry, NeverDecision, QuestionList, RecordHistory } from '../../src/http/contract/decisions.ts';

export type ReportsAnswer = z.infer<typeof reportList>;
export type ReportLinesAnswer = z.infer<typeof reportLines>;
export type AlertsAnswer = z.infer<typeof alertList>;
export type NoticesAnswer = z.infer<typeof noticeList>;
export type NoticeRow = NoticesAnswer['notices'][number];
export type MailsAnswer = z.infer<typeof mailList>;
export type AccountsAnswer = z.infer<typeof accountList>;
export type AccountRow = AccountsAnswer['accounts'][number];
export type Decision = 'take' | 'not now' | 'never';
