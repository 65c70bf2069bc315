// The frame around all pages: header, side menu, skip link. In: the session. Out: the page
// inside <main>. Live news are listened to here, once for all pages.

import { ActionIcon, AppShell, Burger, Divider, Group, NavLink, Text, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { useEffect, type ReactNode } from 'react';
import { Icon, type IconName } from './icons.tsx';
import { useLiveNews, usePollEvery } from './live.ts';
import { signOut, useSession } from './session.ts';
import { Tag } from './shared/states.tsx';
import { alertsQuery, setupQuery } from './sync-api.ts';
import { commonText as text } from './text/common.ts';

type Place = '/contacts' | '/calendar' | '/tasks' | '/sets' | '/alerts' | '/questions' | '/setup' | '/setup/google' | '/users' | '/admin/office' | '/audit' | '/mail' | '/doctor' | '/password';

function MenuLink({ to, label, icon, badge, nested = false }: { readonly to: Place; readonly label: string; readonly icon?: IconName; readonly badge?: ReactNode; readonly nested?: boolean }) {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const active = to !== '/setup' && (path === to || path.startsWith(`${to}/`));
  return (
    <NavLink
      label={label}
      active={active}
      {...(icon === undefined ? {} : { leftSection: <Icon name={icon} /> })}
      rightSection={badge}
      className={nested ? 'nav-nested' : 'nav-link'}
      renderRoot={(props: Record<string, unknown>) => <Link to={to} activeOptions={{ exact: to === '/setup' }} {...props} aria-current={active ? 'page' : undefined} />}
    />
  );
}

function UnreadBadge() {
  const session = useSession();
  const pollEvery = usePollEvery(false);
  const alerts = useQuery({ ...alertsQuery, refetchInterval: pollEvery }).data;
  const unread = alerts?.unread ?? session?.unreadAlerts ?? 0;
  if (unread === 0) return null;
  return (
    <span className="badge">
      {unread > 99 ? '99+' : unread}
      <span className="visually-hidden"> {text.unread(unread).replace(/^\d+ /, '')}</span>
    </span>
  );
}

function AdministratorMenu() {
  return (
    <>
      <MenuLink to="/users" label={text.allUsers} icon="users" />
      <MenuLink to="/admin/office" label={text.officeSettings} icon="options" />
      <MenuLink to="/audit" label={text.audit} icon="report" />
      <MenuLink to="/doctor" label={text.doctor} icon="check" />
    </>
  );
}

function Bell() {
  const session = useSession();
  const unread = useQuery(alertsQuery).data?.unread ?? session?.unreadAlerts ?? 0;
  const label = text.unreadAlerts(unread);
  return (
    <Link to="/alerts" className="bell" aria-label={label} title={label}>
      <Icon name="alerts" size={20} />
      {unread === 0 ? null : (
        <span className="badge" aria-hidden="true">
          {unread > 99 ? '99+' : unread}
        </span>
      )}
    </Link>
  );
}

/** Questions of the running synchronization; the state of the setup knows how many. */
function WaitingBadge() {
  const pollEvery = usePollEvery(false);
  const waiting = useQuery({ ...setupQuery, refetchInterval: pollEvery }).data?.waiting ?? 0;
  if (waiting === 0) return null;
  return (
    <span className="badge">
      {waiting > 99 ? '99+' : waiting}
      <span className="visually-hidden"> {text.waiting(waiting).replace(/^\d+ /, '')}</span>
    </span>
  );
}

function SchemeButton() {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  const label = scheme === 'dark' ? text.light : text.dark;
  return (
    <ActionIcon variant="default" size="lg" aria-label={label} title={label} onClick={() => setColorScheme(scheme === 'dark' ? 'light' : 'dark')}>
      <Icon name={scheme === 'dark' ? 'sun' : 'moon'} />
    </ActionIcon>
  );
}

function Person() {
  const session = useSession();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const leave = async () => {
    await signOut(queries).catch(() => undefined);
    await navigate({ to: '/sign-in' });
  };
  return (
    <Group gap="xs" wrap="nowrap">
      <div className="person">
        <Text size="sm" fw={600} truncate>
          {session?.user.fullName}
        </Text>
        <Text size="xs" c="dimmed" truncate>
          {session?.user.email}
        </Text>
      </div>
      <Bell />
      <SchemeButton />
      <ActionIcon variant="default" size="lg" aria-label={text.signOut} title={text.signOut} onClick={() => void leave()}>
        <Icon name="signOut" />
      </ActionIcon>
    </Group>
  );
}

function SideMenu() {
  const session = useSession();
  return (
    <nav aria-label={text.sideMenu}>
      <MenuLink to="/contacts" label={text.contacts} icon="contacts" />
      <MenuLink to="/calendar" label={text.calendar} icon="calendar" />
      <MenuLink to="/tasks" label={text.tasks} icon="tasks" />
      <MenuLink to="/sets" label={text.sets} icon="sets" />
      <MenuLink to="/alerts" label={text.alerts} icon="alerts" badge={<UnreadBadge />} />
      <MenuLink to="/questions" label={text.questions} icon="question" badge={<WaitingBadge />} />
      <MenuLink to="/setup" label={text.setup} icon="setup" />
      <MenuLink to="/setup/google" label={text.product} nested />
      {session?.user.role === 'administrator' ? <AdministratorMenu /> : null}
      <MenuLink to="/password" label={text.password} icon="lock" />
      {session?.demo === undefined ? null : (
        <>
          <Divider my="xs" />
          <MenuLink to="/mail" label={text.sentMail} icon="mail" />
          <NavLink component="a" href={session.demo.google} target="_blank" rel="noreferrer" className="nav-link" label={<>{text.openGoogle}<span className="visually-hidden"> ({text.newTab})</span></>} leftSection={<Icon name="open" />} />
        </>
      )}
    </nav>
  );
}

export function AppShellPage() {
  useLiveNews();
  const session = useSession();
  const [opened, menu] = useDisclosure(false);
  const path = useRouterState({ select: (state) => state.location.pathname });
  const closeMenu = menu.close;
  useEffect(() => closeMenu(), [path, closeMenu]);
  return (
    <>
      <a href="#content" className="skip-link">
        {text.skip}
      </a>
      <AppShell header={{ height: 56 }} navbar={{ width: 272, breakpoint: 'sm', collapsed: { mobile: !opened } }} padding={{ base: 'sm', sm: 'lg' }}>
        <AppShell.Header px="md">
          <Group h="100%" justify="space-between" wrap="nowrap" gap="xs">
            <Group gap="xs" wrap="nowrap" miw={0}>
              <Burger opened={opened} onClick={menu.toggle} hiddenFrom="sm" size="sm" aria-label={opened ? text.closeMenu : text.openMenu} aria-expanded={opened} />
              <Link to="/setup/google" className="brand">
                <img src="/icon.svg" alt="" width={28} height={28} />
                <span>{text.office}</span>
              </Link>
              {session?.demo === undefined ? null : <span className="wide-only"><Tag tone="warning">Demo</Tag></span>}
            </Group>
            <Person />
          </Group>
        </AppShell.Header>
        <AppShell.Navbar p="xs" withBorder component="div" {...(opened ? {} : { 'data-closed': true })}>
          <SideMenu />
        </AppShell.Navbar>
        <AppShell.Main id="content" tabIndex={-1}>
          <Outlet />
        </AppShell.Main>
      </AppShell>
    </>
  );
}
