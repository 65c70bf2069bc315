// Calls of the part of the HTTP contract about what a person decides outside of a report:
// questions, what was set to "never", a record's own history. In: ids, choices. Out:
// promises and query options.

import { queryOptions } from '@tanstack/react-query';
import type { neverList } from '../../src/http/contract/decisions.ts';
import type { z } from 'zod';
import { api } from './api.ts';
import type { QuestionList, RecordHistory, ReportRow } from './sync-types.ts';

type NeverAnswer = z.infer<typeof neverList>;
export type RecordName = { readonly kind: 'contact' | 'event' | 'task'; readonly side: 'office' | 'google'; readonly id: string };

export const questionsQuery = queryOptions({ queryKey: ['questions'], queryFn: () => api.get<QuestionList>('/questions') });
export const neverQuery = queryOptions({ queryKey: ['never'], queryFn: async () => (await api.get<NeverAnswer>('/never')).decisions });

export function historyQuery({ kind, side, id }: RecordName) {
  return queryOptions({ queryKey: ['history', kind, side, id], queryFn: () => api.get<RecordHistory>(`/records/${kind}/${side}/${encodeURIComponent(id)}/history`) });
}

export const decisionApi = {
  answer: (digest: string, choices: Readonly<Record<string, string>>) => api.post<QuestionList>('/questions', { digest, choices }),
  takeBackNever: (id: string) => api.delete(`/never/${encodeURIComponent(id)}`),
  undoChange: (id: string) => api.post<ReportRow>(`/history/${encodeURIComponent(id)}/undo`),
};
