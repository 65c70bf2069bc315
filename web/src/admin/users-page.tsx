// All users, for administrators: state, last cycle, waiting questions. In: GET
// /api/accounts. Out: a table that can be searched; nothing is changed here.

import { Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormat } from '../format.ts';
import { Icon } from '../icons.tsx';
import { usePollEvery } from '../live.ts';
import { Page } from '../shared/page.tsx';
import { ErrorNote, RowsSkeleton, Tag } from '../shared/states.tsx';
import { stateTones } from '../shared/tones.ts';
import { accountsQuery } from '../sync-api.ts';
import type { AccountRow } from '../sync-types.ts';
import { usersText as text } from '../text/alerts.ts';
import { stateShort } from '../text/setup.ts';

function Row({ account }: { readonly account: AccountRow }) {
  const format = useFormat();
  return (
    <tr>
      <th scope="row">
        {account.fullName}
        <Text size="sm" c="dimmed">
          {account.email}
        </Text>
      </th>
      <td>{account.googleAccount ?? <Text component="span" c="dimmed">{text.notConnected}</Text>}</td>
      <td>
        <Tag tone={stateTones[account.state]}>{stateShort[account.state]}</Tag>
        <Text size="sm" c="dimmed" mt={2}>
          {account.stateText}
        </Text>
      </td>
      <td className="nowrap">{account.lastCycleAt === undefined ? text.never : format.dateTime(account.lastCycleAt)}</td>
      <td className="num">{format.number(account.waiting)}</td>
    </tr>
  );
}

export function UsersPage() {
  const pollEvery = usePollEvery(false);
  const { data: accounts, error, refetch } = useQuery({ ...accountsQuery, refetchInterval: pollEvery });
  const [search, setSearch] = useState('');
  const word = search.trim().toLocaleLowerCase();
  const shown = accounts?.filter((account) => word === '' || `${account.fullName} ${account.email} ${account.googleAccount ?? ''} ${stateShort[account.state]}`.toLocaleLowerCase().includes(word));
  return (
    <Page title={text.title}>
      <div className="toolbar">
        <TextInput className="grow" type="search" label={text.filter} leftSection={<Icon name="search" />} value={search} onChange={(event) => setSearch(event.currentTarget.value)} />
      </div>
      {error !== null && accounts === undefined ? <ErrorNote error={error} retry={() => void refetch()} /> : null}
      {accounts === undefined && error === null ? <RowsSkeleton rows={4} height={56} /> : null}
      {shown === undefined ? null : (
        <div className="table-wrap section" tabIndex={0} role="group" aria-label={text.caption}>
          <table className="plain-table stack-table" aria-label={text.caption}>
            <thead>
              <tr>
                <th scope="col">{text.name}</th>
                <th scope="col">{text.google}</th>
                <th scope="col">{text.state}</th>
                <th scope="col">{text.last}</th>
                <th scope="col" className="num">{text.waiting}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((account) => (
                <Row key={account.userId} account={account} />
              ))}
            </tbody>
          </table>
          {shown.length === 0 ? <Text p="md">{text.empty}</Text> : null}
        </div>
      )}
    </Page>
  );
}
