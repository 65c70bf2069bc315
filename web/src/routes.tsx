// Addresses of the app and which page each one loads. In: the query client. Out: a router.
// Every page but the sign-in and the Setup Detail, where one arrives, is its own script; all
// but the sign-in need a session. A lost session keeps the address, so that signing in leads
// back to it.

import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router';
import { AppShellPage } from './app-shell.tsx';
import { sessionQuery } from './session.ts';
import { SignInPage } from './sign-in/sign-in-page.tsx';
import { SetupPage } from './setup/setup-page.tsx';
import { NotFoundPage, TroublePage } from './shared/trouble.tsx';

type Context = { readonly queries: QueryClient };

const root = createRootRouteWithContext<Context>()({ component: Outlet, notFoundComponent: NotFoundPage, errorComponent: TroublePage });

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const day = (value: unknown): string | undefined => (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : undefined);

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { to?: string | undefined; ended?: boolean | undefined } => ({ to: text(search['to']), ended: search['ended'] === true ? true : undefined }),
  component: SignInPage,
});

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: async ({ context, location }) => {
    const session = await context.queries.ensureQueryData(sessionQuery);
    if (session === null) throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { to: location.href } });
  },
  component: AppShellPage,
  errorComponent: TroublePage,
});

const home = createRoute({ getParentRoute: () => signedIn, path: '/', beforeLoad: () => { throw redirect({ to: '/setup/google', replace: true }); } });
const setup = createRoute({ getParentRoute: () => signedIn, path: '/setup', beforeLoad: () => { throw redirect({ to: '/setup/google', replace: true }); } });

const setupGoogle = createRoute({
  getParentRoute: () => signedIn,
  path: '/setup/google',
  validateSearch: (search: Record<string, unknown>): { connected?: string | undefined; error?: string | undefined } => ({
    connected: search['connected'] === undefined ? undefined : String(search['connected']),
    error: text(search['error']),
  }),
  component: SetupPage,
});
const report = createRoute({
  getParentRoute: () => signedIn,
  path: '/setup/google/reports/$reportId',
  component: lazyRouteComponent(() => import('./report/report-page.tsx'), 'ReportPage'),
});
const questions = createRoute({ getParentRoute: () => signedIn, path: '/questions', component: lazyRouteComponent(() => import('./questions/questions-page.tsx'), 'QuestionsPage') });
const contacts = createRoute({
  getParentRoute: () => signedIn,
  path: '/contacts',
  validateSearch: (search: Record<string, unknown>): { q?: string | undefined; setId?: string | undefined } => ({ q: text(search['q']), setId: text(search['setId']) }),
  component: lazyRouteComponent(() => import('./contacts/contacts-page.tsx'), 'ContactsPage'),
});
const contactsImport = createRoute({ getParentRoute: () => signedIn, path: '/contacts/import', component: lazyRouteComponent(() => import('./contacts/import-page.tsx'), 'ContactsImportPage') });
const contact = createRoute({ getParentRoute: () => signedIn, path: '/contacts/$contactId', component: lazyRouteComponent(() => import('./contacts/contact-page.tsx'), 'ContactPage') });
const sets = createRoute({ getParentRoute: () => signedIn, path: '/sets', component: lazyRouteComponent(() => import('./sets/sets-page.tsx'), 'SetsPage') });
const set = createRoute({ getParentRoute: () => signedIn, path: '/sets/$setId', component: lazyRouteComponent(() => import('./sets/set-page.tsx'), 'SetPage') });
const calendar = createRoute({
  getParentRoute: () => signedIn,
  path: '/calendar',
  validateSearch: (search: Record<string, unknown>): { view?: string | undefined; date?: string | undefined; activity?: string | undefined } => ({
    view: text(search['view']),
    date: text(search['date']),
    activity: text(search['activity']),
  }),
  component: lazyRouteComponent(() => import('./calendar/calendar-page.tsx'), 'CalendarPage'),
});
const calendarImport = createRoute({ getParentRoute: () => signedIn, path: '/calendar/import', component: lazyRouteComponent(() => import('./contacts/import-page.tsx'), 'CalendarImportPage') });
const tasks = createRoute({ getParentRoute: () => signedIn, path: '/tasks', component: lazyRouteComponent(() => import('./tasks/tasks-page.tsx'), 'TasksPage') });
const alerts = createRoute({ getParentRoute: () => signedIn, path: '/alerts', component: lazyRouteComponent(() => import('./alerts/alerts-page.tsx'), 'AlertsPage') });
const mail = createRoute({
  getParentRoute: () => signedIn,
  path: '/mail',
  validateSearch: (search: Record<string, unknown>): { id?: string | undefined } => ({ id: text(search['id']) }),
  component: lazyRouteComponent(() => import('./mail/mail-page.tsx'), 'MailPage'),
});
const doctor = createRoute({ getParentRoute: () => signedIn, path: '/doctor', component: lazyRouteComponent(() => import('./admin/doctor-page.tsx'), 'DoctorPage') });
const password = createRoute({ getParentRoute: () => signedIn, path: '/password', component: lazyRouteComponent(() => import('./account/password-page.tsx'), 'PasswordPage') });
const welcome = createRoute({ getParentRoute: () => root, path: '/welcome', component: lazyRouteComponent(() => import('./sign-in/welcome-page.tsx'), 'WelcomePage') });
const addPeople = createRoute({ getParentRoute: () => signedIn, path: '/users/add', component: lazyRouteComponent(() => import('./admin/add-people-page.tsx'), 'AddPeoplePage') });
const user = createRoute({ getParentRoute: () => signedIn, path: '/users/$userId', component: lazyRouteComponent(() => import('./admin/user-page.tsx'), 'UserPage') });
const users = createRoute({ getParentRoute: () => signedIn, path: '/users', validateSearch: (search: Record<string, unknown>): { state?: string | undefined } => ({ state: text(search['state']) }), component: lazyRouteComponent(() => import('./admin/users-page.tsx'), 'UsersPage') });
const office = createRoute({ getParentRoute: () => signedIn, path: '/admin/office', component: lazyRouteComponent(() => import('./admin/office-page.tsx'), 'OfficePage') });
const audit = createRoute({
  getParentRoute: () => signedIn,
  path: '/audit',
  validateSearch: (search: Record<string, unknown>): { from?: string | undefined; to?: string | undefined; user?: string | undefined; kind?: string | undefined } => ({
    from: day(search['from']),
    to: day(search['to']),
    user: text(search['user']),
    kind: text(search['kind']),
  }),
  component: lazyRouteComponent(() => import('./admin/audit-page.tsx'), 'AuditPage'),
});

const tree = root.addChildren([
  signIn,
  welcome,
  signedIn.addChildren([home, setup, setupGoogle, report, questions, contacts, contactsImport, contact, sets, set, calendar, calendarImport, tasks, alerts, mail, users, addPeople, user, office, audit, doctor, password]),
]);

export function makeRouter(queries: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { queries },
    defaultPreload: 'intent',
    defaultErrorComponent: TroublePage,
    defaultNotFoundComponent: NotFoundPage,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
