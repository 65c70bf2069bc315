// All users, for administrators: state, how late, what waits, the last error. In: GET
// /api/accounts. Out: a table that can be searched and filtered, and leads to each user.

import { Button, NativeSelect, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useFormat } from '../format.ts';
import { Icon } from '../icons.tsx';
import { usePollEvery } from '../live.ts';
import { Page } from '../shared/page.tsx';
import { ErrorNote, RowsSkeleton, Tag } from '../shared/states.tsx';
import { stateTones } from '../shared/tones.ts';
import { accountsQuery } from '../sync-api.ts';
import type { AccountRow } from '../sync-types.ts';
import { stateShort } from '../text/setup.ts';
import { usersText as text } from '../text/users.ts';
import { ageInWords, spanInWords } from './span.ts';

const troubled = new Set<AccountRow['state']>(['needs reconnect', 'paused by brake', 'paused by Google', 'calendar gone', 'calendar read-only', 'failed']);

/** A disabled user is in no state of the synchronization: it pauses. */
function isIn(account: AccountRow, state: string | undefined): boolean {
  if (state === undefined) return true;
  if (account.disabled || state === 'disabled') return account.disabled && state === 'disabled';
  return state === 'trouble' ? account.lateBy > 0 || troubled.has(account.state) : account.state === state;
}

function fits(account: AccountRow, word: string, state: string | undefined): boolean {
  const words = `${account.fullName} ${account.email} ${account.googleAccount ?? ''} ${account.disabled ? text.disabled : stateShort[account.state]}`;
  return isIn(account, state) && words.toLocaleLowerCase().includes(word);
}

function Row({ account }: { readonly account: AccountRow }) {
  const format = useFormat();
  const { connectedAt, accessEndsAt, calendar, lastError, lateBy } = account;
  const age = connectedAt === undefined ? undefined : text.connectedFor(ageInWords(connectedAt, format.locale));
  const quiet = [age, accessEndsAt === undefined ? undefined : text.endsAt(format.dateTime(accessEndsAt)), calendar === undefined ? undefined : text.calendar(calendar)].filter((part) => part !== undefined);
  return (
    <tr>
      <th scope="row">
        <Link to="/users/$userId" params={{ userId: account.userId }} className="link">
          {account.fullName}
        </Link>
        <Text size="sm" c="dimmed">
          {account.email}
        </Text>
      </th>
      <td>
        {account.googleAccount ?? <Text component="span" c="dimmed">{text.notConnected}</Text>}
        {quiet.map((part) => (
          <Text size="sm" c="dimmed" key={part}>
            {part}
          </Text>
        ))}
      </td>
      <td>
        {account.disabled ? <Tag tone="quiet">{text.disabled}</Tag> : <Tag tone={stateTones[account.state]}>{stateShort[account.state]}</Tag>}
        <Text size="sm" c="dimmed" mt={2}>
          {account.disabled ? text.disabledText : account.stateText}
        </Text>
      </td>
      <td className="when">
        {account.lastCycleAt === undefined ? text.noLast : text.last(format.dateTime(account.lastCycleAt))}
        {account.nextCycleAt === undefined ? null : (
          <Text size="sm" c="dimmed">
            {text.next(format.dateTime(account.nextCycleAt))}
          </Text>
        )}
        {lateBy === 0 ? null : <Tag tone="warning">{text.late(spanInWords(lateBy, format.locale))}</Tag>}
      </td>
      <td className="num">
        <span className="narrow-label">{text.waiting}: </span>
        {format.number(account.waiting)}
      </td>
      <td>
        {lastError === undefined ? (
          <Text component="span" c="dimmed" size="sm">
            <span className="narrow-label">{text.lastError}: </span>
            {text.noError}
          </Text>
        ) : (
          <>
            <Text size="sm">{lastError.text}</Text>
            <Text size="sm" c="dimmed">
              {format.dateTime(lastError.at)}
            </Text>
          </>
        )}
      </td>
    </tr>
  );
}

export function UsersPage() {
  const format = useFormat();
  const pollEvery = usePollEvery(false);
  const { data: accounts, error, refetch } = useQuery({ ...accountsQuery, refetchInterval: pollEvery });
  const { state } = useSearch({ from: '/signed-in/users' });
  const navigate = useNavigate();
  const [search, setSearch] = useState('');
  const word = search.trim().toLocaleLowerCase();
  const shown = accounts?.filter((account) => fits(account, word, state));
  return (
    <Page
      title={text.title}
      wide
      actions={
        <Button leftSection={<Icon name="plus" />} renderRoot={(props: Record<string, unknown>) => <Link to="/users/add" {...props} />}>
          {text.add}
        </Button>
      }
    >
      <div className="toolbar">
        <TextInput className="grow" type="search" label={text.filter} leftSection={<Icon name="search" />} value={search} onChange={(event) => setSearch(event.currentTarget.value)} />
        <NativeSelect
          label={text.byState}
          value={state ?? ''}
          data={[{ value: '', label: text.allStates }, { value: 'trouble', label: text.late1 }, { value: 'disabled', label: text.disabled }, ...Object.entries(stateShort).map(([value, label]) => ({ value, label }))]}
          onChange={(event) => void navigate({ to: '/users', search: { state: event.currentTarget.value || undefined }, replace: true })}
        />
      </div>
      {error !== null && accounts === undefined ? <ErrorNote error={error} retry={() => void refetch()} /> : null}
      {accounts === undefined && error === null ? <RowsSkeleton rows={4} height={56} /> : null}
      {shown === undefined ? null : (
        <>
          <div className="table-wrap section" tabIndex={0} role="group" aria-label={text.caption}>
            <table className="plain-table stack-table" aria-label={text.caption}>
              <thead>
                <tr>
                  <th scope="col">{text.name}</th>
                  <th scope="col">{text.google}</th>
                  <th scope="col">{text.state}</th>
                  <th scope="col">{text.cycles}</th>
                  <th scope="col" className="num">{text.waiting}</th>
                  <th scope="col">{text.lastError}</th>
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
          <Text size="sm" c="dimmed" role="status">
            {text.shown(format.number(shown.length), format.number(accounts?.length ?? 0))}
          </Text>
        </>
      )}
    </Page>
  );
}
