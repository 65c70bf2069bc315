// Entry of the browser app: theme, queries, routes. In: the element #root. Out: the app.
// An answer 401 anywhere leads to the sign-in page and back to where the person was.

import '@mantine/core/styles.css';
import './styles.css';

import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiError, onOldToken, onSignedOut } from './api.ts';
import { makeRouter } from './routes.tsx';
import { joinSession, sessionQuery } from './session.ts';
import { Toasts } from './shared/toasts.tsx';
import { alertsQuery, setupQuery } from './sync-api.ts';
import { cssVariables, theme } from './theme.ts';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 2_000,
      retry: (failures, error) => error instanceof ApiError && (error.status === 0 || error.status >= 500) && failures < 2,
    },
    // Trouble is told at once: what a person does is never kept back until the network is there again.
    mutations: { networkMode: 'always' },
  },
});
const router = makeRouter(queries);
onSignedOut(() => {
  // Told once: a page that holds something unsaved may stay.
  if (window.location.pathname === '/sign-in' || queries.getQueryData(sessionQuery.queryKey) === null) return;
  queries.setQueryData(sessionQuery.queryKey, null);
  void router.navigate({ to: '/sign-in', search: { to: window.location.pathname + window.location.search, ended: true } });
});
onOldToken(() => joinSession(queries));

// Every page shows who is there, the state of the setup and the alerts: they are read while
// the page is still being made. Trouble is told by the page, which asks again.
void queries.ensureQueryData(sessionQuery).then(
  (session) => {
    if (session === null) return;
    void queries.prefetchQuery(setupQuery);
    void queries.prefetchQuery(alertsQuery);
  },
  () => undefined,
);

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no element #root.');
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
      <Toasts />
    </MantineProvider>
  </StrictMode>,
);
