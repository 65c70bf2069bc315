// One user, for administrators: the setup as it holds and the reports, and what may be done
// for the person. In: the id of a user. Out: synchronize now, stop, a link for a new password,
// another role, disabled or enabled.
// Never here: an approval in the place of the person.

import { Button, Group, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { adminApi, reportsOfQuery, setupOfQuery } from '../admin-api.ts';
import { address } from '../api.ts';
import { useFormat } from '../format.ts';
import { Confirm } from '../shared/confirm.tsx';
import { Page, Section } from '../shared/page.tsx';
import { EmptyNote, ErrorNote, Note, RowsSkeleton, Tag } from '../shared/states.tsx';
import { toast } from '../shared/toast.ts';
import { stateTones, statusTones } from '../shared/tones.ts';
import { accountsQuery } from '../sync-api.ts';
import type { AccountRow, ReportRow, SetupDetail } from '../sync-types.ts';
import { commonText } from '../text/common.ts';
import { stateTitles, statusNames } from '../text/setup.ts';
import { userText as text, usersText } from '../text/users.ts';
import { PersonActions } from './person-actions.tsx';
import { ageInWords } from './span.ts';

function Facts({ account, setup }: { readonly account: AccountRow; readonly setup: SetupDetail }) {
  const format = useFormat();
  const { options } = setup;
  const set = setup.sets.find(({ id }) => id === options.setId);
  const facts: readonly (readonly [string, string | undefined])[] = [
    [text.role, text.roles[account.role]],
    [text.zone, account.zone],
    [text.google, account.googleAccount ?? usersText.notConnected],
    [text.connectedAt, account.connectedAt === undefined ? undefined : `${format.dateTime(account.connectedAt)} (${ageInWords(account.connectedAt, format.locale)})`],
    [text.accessEndsAt, account.accessEndsAt === undefined ? undefined : format.dateTime(account.accessEndsAt)],
    [text.contacts, options.contacts === 'none' ? commonText.no : text.set(set?.name ?? commonText.none)],
    [text.activities, text.activityWords[options.activities]],
    [text.recurring, options.recurring ? commonText.yes : commonText.no],
    [text.calendar, account.calendar ?? text.mainCalendar],
    [text.last, account.lastCycleAt === undefined ? usersText.noLast : format.dateTime(account.lastCycleAt)],
    [text.next, account.nextCycleAt === undefined ? undefined : format.dateTime(account.nextCycleAt)],
    [text.waiting, format.number(account.waiting)],
    [usersText.lastError, account.lastError === undefined ? usersText.noError : `${account.lastError.text} (${format.dateTime(account.lastError.at)})`],
  ];
  return (
    <Section title={text.setup} id="setup">
      <dl className="facts">
        {facts.map(([label, value]) =>
          value === undefined ? null : (
            <div key={label} style={{ display: 'contents' }}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
    </Section>
  );
}

function Reports({ userId, reports }: { readonly userId: string; readonly reports: readonly ReportRow[] }) {
  const format = useFormat();
  return (
    <Section title={text.reports} id="reports">
      {reports.length === 0 ? (
        <Text c="dimmed">{text.noReports}</Text>
      ) : (
        <div className="table-wrap" tabIndex={0} role="group" aria-label={text.reports}>
          <table className="plain-table stack-table" aria-label={text.reports}>
            <thead>
              <tr>
                <th scope="col">{text.report}</th>
                <th scope="col">{text.date}</th>
                <th scope="col">{text.status}</th>
                <th scope="col">{text.summary}</th>
                <th scope="col">{text.actions}</th>
              </tr>
            </thead>
            <tbody>
              {reports.map((report) => (
                <tr key={report.id}>
                  <th scope="row">{report.kind}</th>
                  <td>{format.dateTime(report.createdAt)}</td>
                  <td>
                    <Tag tone={statusTones[report.status]}>{statusNames[report.status]}</Tag>
                  </td>
                  <td>{report.summary}</td>
                  <td>
                    {report.digest === undefined ? null : (
                      <a className="link" href={address(`/reports/${report.id}/csv`, { user: userId })} download aria-label={text.csvOf(`${report.kind}, ${format.dateTime(report.createdAt)}`)}>
                        {text.csv}
                      </a>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  );
}

export function UserPage() {
  const { userId } = useParams({ from: '/signed-in/users/$userId' });
  const queries = useQueryClient();
  const accounts = useQuery(accountsQuery);
  const [asking, setAsking] = useState<'stop' | 'invite'>();
  const [error, setError] = useState<unknown>();
  const account = accounts.data?.find((one) => one.userId === userId);
  const isDisabled = account?.disabled === true;
  // Nobody acts for who is disabled.
  const setup = useQuery({ ...setupOfQuery(userId), enabled: account !== undefined && !isDisabled });
  const reports = useQuery({ ...reportsOfQuery(userId), enabled: account !== undefined && !isDisabled });
  const readAgain = () => {
    for (const key of ['accounts', 'setup-of', 'reports-of']) void queries.invalidateQueries({ queryKey: [key] });
  };
  const syncNow = async () => {
    setError(undefined);
    try {
      await adminApi.syncNow(userId);
      toast(text.syncNowDone);
      readAgain();
    } catch (trouble) {
      setError(trouble);
    }
  };
  const stop = async () => {
    if (setup.data === undefined) return;
    await adminApi.saveSetup(userId, { ...setup.data.options, runSynchronization: false });
    toast(text.stopped);
    readAgain();
  };
  const invite = async () => {
    await adminApi.invite(userId);
    toast(text.invited);
  };
  const trouble = accounts.error ?? (isDisabled ? null : (setup.error ?? reports.error));
  const runs = setup.data?.options.runSynchronization === true;
  return (
    <Page
      title={account?.fullName ?? usersText.name}
      actions={
        <Link to="/users" className="link">
          {text.back}
        </Link>
      }
    >
      <Stack gap="md">
        <Text c="dimmed" mt={-12}>
          {account?.email}
        </Text>
        {trouble === null ? null : <ErrorNote error={trouble} retry={readAgain} />}
        {error === undefined ? null : <ErrorNote error={error} />}
        {accounts.data !== undefined && account === undefined ? (
          <EmptyNote icon="users" title={text.gone} />
        ) : account !== undefined && isDisabled ? (
          <Note tone="warning" title={text.disabledTitle} actions={<PersonActions account={account} done={readAgain} />}>
            {text.disabledNote}
          </Note>
        ) : setup.data === undefined || account === undefined ? (
          trouble === null ? <RowsSkeleton rows={6} height={48} /> : null
        ) : (
          <>
            <Note tone={stateTones[setup.data.state]} title={stateTitles[setup.data.state]}>
              {setup.data.stateText}
            </Note>
            <Group gap="sm">
              <Text size="sm" c="dimmed" style={{ flex: '1 1 260px' }}>
                {text.actingNote}
              </Text>
              {runs ? (
                <>
                  <Button variant="default" onClick={() => void syncNow()}>
                    {text.syncNow}
                  </Button>
                  <Button variant="default" onClick={() => setAsking('stop')}>
                    {text.stop}
                  </Button>
                </>
              ) : null}
              <Button variant="default" onClick={() => setAsking('invite')}>
                {text.invite}
              </Button>
              <PersonActions account={account} done={readAgain} />
            </Group>
            <div>
              <Facts account={account} setup={setup.data} />
              {reports.data === undefined ? <RowsSkeleton rows={3} /> : <Reports userId={userId} reports={reports.data} />}
            </div>
          </>
        )}
      </Stack>
      <Confirm opened={asking === 'stop'} onClose={() => setAsking(undefined)} title={text.stopTitle} confirmLabel={text.stop} danger onConfirm={stop}>
        {text.stopBody}
      </Confirm>
      <Confirm opened={asking === 'invite'} onClose={() => setAsking(undefined)} title={text.inviteTitle} confirmLabel={text.invite} onConfirm={invite}>
        {text.inviteBody(account?.email ?? '')}
      </Confirm>
    </Page>
  );
}
