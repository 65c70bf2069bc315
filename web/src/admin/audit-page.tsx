// Who allowed, refused or changed what, for administrators. In: a filter in the address and
// GET /api/audit. Out: a table that reads on, and the same filter as CSV. Nothing is changed.

import { Button, Group, NativeSelect, Text, TextInput } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { auditCsvAddress, auditPages } from '../admin-api.ts';
import { useFormat } from '../format.ts';
import { Icon } from '../icons.tsx';
import { Page } from '../shared/page.tsx';
import { EmptyNote, ErrorNote, RowsSkeleton } from '../shared/states.tsx';
import { auditText as text } from '../text/admin.ts';
import { startOfDay } from './day.ts';

type Entry = { readonly id: string; readonly at: string; readonly kind: string; readonly by: string; readonly text: string; readonly details: Readonly<Record<string, unknown>> };

const inWords = (kind: string): string => kind.charAt(0).toLocaleUpperCase() + kind.slice(1);

function Details({ entry }: { readonly entry: Entry }) {
  const parts = Object.entries(entry.details);
  if (parts.length === 0) return null;
  return (
    <details>
      <summary aria-label={text.detailsOf(entry.text)}>{text.details}</summary>
      <dl className="facts">
        {parts.map(([name, value]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

export function AuditPage() {
  const format = useFormat();
  const search = useSearch({ from: '/signed-in/audit' });
  const navigate = useNavigate();
  const [user, setUser] = useState(search.user ?? '');
  const filter = {
    from: search.from === undefined ? undefined : startOfDay(search.from, format.zone, 0),
    to: search.to === undefined ? undefined : startOfDay(search.to, format.zone, 1),
    user: search.user,
    kind: search.kind,
  };
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(auditPages(filter));
  const choose = (part: Partial<typeof search>) => void navigate({ to: '/audit', search: { ...search, ...part }, replace: true });
  useEffect(() => {
    const wanted = user.trim() === '' ? undefined : user.trim();
    if (wanted === search.user) return undefined;
    const later = setTimeout(() => void navigate({ to: '/audit', search: { ...search, user: wanted }, replace: true }), 300);
    return () => clearTimeout(later);
  }, [user, search, navigate]);
  const entries = data?.pages.flatMap((page) => page.entries);
  const kinds = data?.pages[0]?.kinds ?? [];
  const filtered = Object.values(search).some((value) => value !== undefined);
  return (
    <Page
      title={text.title}
      wide
      actions={
        <Button component="a" href={auditCsvAddress(filter)} download variant="default" leftSection={<Icon name="download" />}>
          {text.csv}
        </Button>
      }
    >
      <Text c="dimmed" mb="md">
        {text.intro}
      </Text>
      <div className="toolbar">
        <TextInput type="date" label={text.from} value={search.from ?? ''} onChange={(event) => choose({ from: event.currentTarget.value || undefined })} />
        <TextInput type="date" label={text.to} value={search.to ?? ''} onChange={(event) => choose({ to: event.currentTarget.value || undefined })} />
        <TextInput className="grow" type="search" label={text.user} placeholder={text.userHint} value={user} onChange={(event) => setUser(event.currentTarget.value)} />
        <NativeSelect label={text.kind} value={search.kind ?? ''} data={[{ value: '', label: text.allKinds }, ...kinds.map((kind) => ({ value: kind, label: inWords(kind) }))]} onChange={(event) => choose({ kind: event.currentTarget.value || undefined })} />
      </div>
      {error !== null && entries === undefined ? <ErrorNote error={error} retry={() => void refetch()} /> : null}
      {entries === undefined && error === null ? <RowsSkeleton rows={8} height={48} /> : null}
      {entries?.length !== 0 ? null : (
        <EmptyNote
          icon="lock"
          title={filtered ? text.noMatch : text.empty}
          action={
            filtered ? (
              <Button
                variant="default"
                onClick={() => {
                  setUser('');
                  void navigate({ to: '/audit', search: {}, replace: true });
                }}
              >
                {text.clear}
              </Button>
            ) : undefined
          }
        >
          {filtered ? text.noMatchHelp : text.emptyHelp}
        </EmptyNote>
      )}
      {entries === undefined || entries.length === 0 ? null : (
        <>
          <div className="table-wrap section" tabIndex={0} role="group" aria-label={text.caption}>
            <table className="plain-table stack-table" aria-label={text.caption}>
              <thead>
                <tr>
                  <th scope="col">{text.at}</th>
                  <th scope="col">{text.kind}</th>
                  <th scope="col">{text.what}</th>
                  <th scope="col">{text.by}</th>
                </tr>
              </thead>
              <tbody>
                {entries.map((entry) => (
                  <tr key={entry.id}>
                    <td className="nowrap">
                      <time dateTime={entry.at}>{format.dateTime(entry.at)}</time>
                    </td>
                    <td className="nowrap">{inWords(entry.kind)}</td>
                    <td>
                      {entry.text}
                      <Details entry={entry} />
                    </td>
                    <td>{entry.by}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <Group justify="space-between">
            <Text size="sm" c="dimmed" role="status">
              {text.shown(format.number(entries.length))}
            </Text>
            {hasNextPage ? (
              <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
                {text.older}
              </Button>
            ) : null}
          </Group>
        </>
      )}
    </Page>
  );
}
