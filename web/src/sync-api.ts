// Calls of the synchronization part of the HTTP contract, typed by it. In: what a person
// chose. Out: promises and query options. Keys of queries are named here and in live.ts.

import { queryOptions } from '@tanstack/react-query';
import type {
  AccountsAnswer, AlertsAnswer, Approve, Calendar, MailsAnswer, NoticeRow, NoticesAnswer, PdfProgress, Report, ReportLine, ReportLinesAnswer, ReportRow, ReportsAnswer, SetupDetail, SetupSave,
} from './sync-types.ts';
import { api } from './api.ts';

export const setupQuery = queryOptions({ queryKey: ['setup'], queryFn: () => api.get<SetupDetail>('/setup') });
export const calendarsQuery = queryOptions({ queryKey: ['calendars'], queryFn: async () => (await api.get<{ calendars: readonly Calendar[] }>('/setup/calendars')).calendars, retry: false });
export const reportsQuery = queryOptions({ queryKey: ['reports'], queryFn: async () => (await api.get<ReportsAnswer>('/reports')).reports });
export const alertsQuery = queryOptions({ queryKey: ['alerts'], queryFn: () => api.get<AlertsAnswer>('/alerts') });
export const noticesQuery = queryOptions({ queryKey: ['notices'], queryFn: async () => (await api.get<NoticesAnswer>('/notices')).notices });
export const mailQuery = queryOptions({ queryKey: ['mail'], queryFn: async () => (await api.get<MailsAnswer>('/mail')).mails });
export const accountsQuery = queryOptions({ queryKey: ['accounts'], queryFn: async () => (await api.get<AccountsAnswer>('/accounts')).accounts });

export function reportQuery(id: string) {
  return queryOptions({ queryKey: ['report', id], queryFn: () => api.get<Report>(`/reports/${id}`) });
}

/** Asking begins the making: it goes on in the background while nobody waits. */
export function pdfProgressQuery(id: string) {
  return queryOptions({ queryKey: ['report-pdf', id], queryFn: () => api.get<PdfProgress>(`/reports/${id}/pdf/progress`) });
}

const LINES_AT_ONCE = 60_000;

/** All lines of a report. The first screenful comes by itself, so that a large report shows at once. */
export function reportLinesQuery({ id, digest, status, progress }: ReportRow, part: 'first' | 'all') {
  // The lines of a report change with its status, and while it is carried out.
  const stamp = `${digest ?? ''} ${status === 'ready' ? 'opened' : status} ${status === 'in progress' ? (progress?.done ?? '') : ''}`;
  return queryOptions({
    queryKey: ['report-lines', id, stamp, part],
    queryFn: async (): Promise<ReportLinesAnswer> => {
      const path = `/reports/${id}/lines`;
      if (part === 'first') return await api.get<ReportLinesAnswer>(path, { offset: 0, limit: 500 });
      const lines: ReportLine[] = [];
      for (;;) {
        const page = await api.get<ReportLinesAnswer>(path, { offset: lines.length, limit: LINES_AT_ONCE });
        lines.push(...page.lines);
        if (page.lines.length === 0 || lines.length >= page.total) return { total: page.total, lines };
      }
    },
  });
}

export const syncApi = {
  saveSetup: (setup: SetupSave) => api.put<SetupDetail>('/setup', setup),
  useFormerSetup: () => api.post<SetupDetail>('/setup/former'),
  connectGoogle: () => api.post<{ url: string }>('/google/connect'),
  disconnectGoogle: () => api.post<SetupDetail>('/google/disconnect'),
  openReport: (id: string) => api.post<ReportRow>(`/reports/${id}/open`),
  approve: (id: string, body: Approve) => api.post<ReportRow>(`/reports/${id}/approve`, body),
  reject: (id: string, digest: string) => api.post<SetupDetail>(`/reports/${id}/reject`, { digest }),
  undo: (id: string) => api.post<ReportRow>(`/reports/${id}/undo`),
  syncNow: () => api.post<SetupDetail>('/sync/now'),
  saveNotices: (notices: readonly Omit<NoticeRow, 'alertRequired'>[]) => api.put<NoticesAnswer>('/notices', { notices }),
  readAlerts: (ids?: readonly string[]) => api.post<AlertsAnswer>('/alerts/read', ids === undefined ? {} : { ids }),
};
