// Who is signed in. In: GET /api/session. Out: the session for the screens, or null when
// nobody is. The token of the session goes to api.ts and is kept nowhere else.

import { queryOptions, useQuery, type QueryClient } from '@tanstack/react-query';
import type { Session } from '../../src/http/contract/sync.ts';
import { api, ApiError, setCsrfToken } from './api.ts';

/** Whose page this is: what they typed is never sent as somebody else. */
let person: string | undefined;

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async (): Promise<Session | null> => {
    try {
      const session = await api.get<Session>('/session');
      setCsrfToken(session.csrfToken);
      person = session.user.id;
      return session;
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: 60_000,
});

export function useSession(): Session | null | undefined {
  return useQuery(sessionQuery).data;
}

export async function signIn(queries: QueryClient, email: string, password: string): Promise<Session> {
  const session = await api.post<Session>('/session', { email, password });
  setCsrfToken(session.csrfToken);
  person = session.user.id;
  queries.clear();
  queries.setQueryData(sessionQuery.queryKey, session);
  return session;
}

/** The person has signed in again in another window: this page goes on with that session. */
export async function joinSession(queries: QueryClient): Promise<boolean> {
  const session = await api.get<Session>('/session').catch(() => undefined);
  if (session === undefined || session.user.id !== person) return false;
  setCsrfToken(session.csrfToken);
  queries.setQueryData(sessionQuery.queryKey, session);
  return true;
}

export async function signOut(queries: QueryClient): Promise<void> {
  await api.delete('/session');
  queries.clear();
  queries.setQueryData(sessionQuery.queryKey, null);
}
