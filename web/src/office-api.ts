// Calls of the office part of the HTTP contract, typed by it. In: what a person typed. Out:
// promises and query options. Lists are read page by page with the server's own `next`.

import { infiniteQueryOptions, queryOptions, type QueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import type {
  Activity, ActivityInput, CalendarAnswer, Choices, Contact, ContactInput, ContactPage, endAnswer, ImportReport, Occurrence, OfficeSet, SetFilter, SetInput, SetPreview, splitAnswer, Task, TaskInput, TaskPage,
} from '../../src/http/contract/office.ts';
import { address, api } from './api.ts';

export type {
  Activity, ActivityInput, CalendarAnswer, CalendarEntry, Choices, Contact, ContactInput, ContactRow, ImportReport, Occurrence, OfficeSet, SetFilter, SetInput, SetPreview, Task, TaskInput,
} from '../../src/http/contract/office.ts';

export const choicesQuery = queryOptions({ queryKey: ['choices'], queryFn: () => api.get<Choices>('/choices'), staleTime: Infinity });

const PAGE = 200;

export function contactsQuery(q: string, setId: string | undefined) {
  return infiniteQueryOptions({
    queryKey: ['contacts', q, setId ?? ''],
    queryFn: ({ pageParam }) => api.get<ContactPage>('/contacts', { q, setId, after: pageParam, limit: PAGE }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
  });
}

export function contactQuery(id: string) {
  return queryOptions({ queryKey: ['contact', id], queryFn: () => api.get<Contact>(`/contacts/${id}`), staleTime: 0 });
}

export const setsQuery = queryOptions({ queryKey: ['sets'], queryFn: async () => (await api.get<{ sets: OfficeSet[] }>('/sets')).sets });

export function setQuery(id: string) {
  return queryOptions({ queryKey: ['sets', id], queryFn: () => api.get<OfficeSet>(`/sets/${id}`) });
}

export function calendarQuery(from: string, to: string, zone: string) {
  return queryOptions({ queryKey: ['calendar', from, to, zone], queryFn: () => api.get<CalendarAnswer>('/calendar', { from, to, zone }), placeholderData: (before: CalendarAnswer | undefined) => before });
}

export function tasksQuery(q: string, status: string) {
  return infiniteQueryOptions({
    queryKey: ['tasks', q, status],
    queryFn: ({ pageParam }) => api.get<TaskPage>('/tasks', { q, status, after: pageParam, limit: PAGE }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
  });
}

export const officeApi = {
  addContact: (contact: ContactInput) => api.post<Contact>('/contacts', contact),
  saveContact: (id: string, version: string, contact: ContactInput) => api.put<Contact>(`/contacts/${id}`, { version, contact }),
  deleteContact: (id: string, version: string) => api.delete(`/contacts/${id}`, { version }),
  addSet: (set: SetInput) => api.post<OfficeSet>('/sets', set),
  saveSet: (id: string, version: string, set: SetInput) => api.put<OfficeSet>(`/sets/${id}`, { version, set }),
  deleteSet: (id: string, version: string) => api.delete(`/sets/${id}`, { version }),
  previewSet: (filter: SetFilter) => api.post<SetPreview>('/sets/preview', { filter }),
  changeMembers: (id: string, change: { add?: string[]; remove?: string[] }) => api.post<OfficeSet>(`/sets/${id}/members`, change),
  getActivity: (id: string) => api.get<Activity>(`/activities/${id}`),
  addActivity: (activity: ActivityInput) => api.post<Activity>('/activities', activity),
  saveActivity: (id: string, version: string, activity: ActivityInput) => api.put<Activity>(`/activities/${id}`, { version, activity }),
  changeOccurrence: (id: string, version: string, occurrence: Occurrence) => api.post<Activity>(`/activities/${id}/occurrence`, { version, occurrence }),
  splitSeries: (id: string, version: string, from: string, activity: ActivityInput) => api.post<z.infer<typeof splitAnswer>>(`/activities/${id}/split`, { version, from, activity }),
  endSeries: (id: string, version: string, from: string) => api.post<z.infer<typeof endAnswer>>(`/activities/${id}/end`, { version, from }),
  deleteActivity: (id: string, version: string) => api.delete(`/activities/${id}`, { version }),
  addTask: (task: TaskInput) => api.post<Task>('/tasks', task),
  saveTask: (id: string, version: string, task: TaskInput) => api.put<Task>(`/tasks/${id}`, { version, task }),
  deleteTask: (id: string, version: string) => api.delete(`/tasks/${id}`, { version }),
  importFile: (file: File, dryRun: boolean, setId: string | undefined) => {
    const form = new FormData();
    form.append('file', file, file.name);
    return api.post<ImportReport>('/import', form, { dryRun, setId });
  },
};

export const exportAddress = {
  vcard: (setId?: string) => address('/export/contacts.vcf', { setId }),
  csv: (setId?: string) => address('/export/contacts.csv', { setId }),
  calendar: () => address('/export/calendar.ics'),
};

/** After a change in the office, whatever shows it is read again. */
export function refreshOffice(queries: QueryClient, ...keys: readonly string[]): void {
  for (const key of [...keys, 'setup']) void queries.invalidateQueries({ queryKey: [key] });
}
