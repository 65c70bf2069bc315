// Calls of the administrator's part of the HTTP contract, typed by it. In: what was chosen.
// Out: promises and query options. The server refuses whoever is no administrator.

import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { AuditList } from '../../src/http/contract/decisions.ts';
import type { AddedPeople, AddPeople, ChangePerson } from '../../src/http/contract/people.ts';
import { address, api } from './api.ts';
import type { OfficeSetupAnswer, OfficeSetupBody, ReportsAnswer, SetupDetail, SetupSave } from './sync-types.ts';

export const officeSetupQuery = queryOptions({ queryKey: ['office-setup'], queryFn: () => api.get<OfficeSetupAnswer>('/office/setup'), refetchOnWindowFocus: false });

export type AuditFilter = { readonly from?: string | undefined; readonly to?: string | undefined; readonly user?: string | undefined; readonly kind?: string | undefined };
const AUDIT_PAGE = 100;

export function auditPages(filter: AuditFilter) {
  return infiniteQueryOptions({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam }) => api.get<AuditList>('/audit', { ...filter, limit: AUDIT_PAGE, before: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ entries }) => (entries.length < AUDIT_PAGE ? undefined : entries.at(-1)?.id),
  });
}

export const auditCsvAddress = (filter: AuditFilter): string => address('/audit.csv', filter);

/** Of another user, for whom the administrator acts. */
export const setupOfQuery = (user: string) => queryOptions({ queryKey: ['setup-of', user], queryFn: () => api.get<SetupDetail>('/setup', { user }) });
export const reportsOfQuery = (user: string) => queryOptions({ queryKey: ['reports-of', user], queryFn: async () => (await api.get<ReportsAnswer>('/reports', { user })).reports });

export const adminApi = {
  addPeople: (people: AddPeople) => api.post<AddedPeople>('/people', people),
  changePerson: (user: string, change: ChangePerson) => api.put<void>(`/people/${user}`, change),
  invite: (user: string) => api.post<void>('/people/invitation', undefined, { user }),
  syncNow: (user: string) => api.post<SetupDetail>('/sync/now', undefined, { user }),
  saveSetup: (user: string, setup: SetupSave) => api.put<SetupDetail>('/setup', setup, { user }),
  officeSetupEffect: (setup: OfficeSetupBody) => api.post<{ users: number }>('/office/setup/effect', setup),
  saveOfficeSetup: (setup: OfficeSetupBody) => api.put<OfficeSetupAnswer>('/office/setup', setup),
};
