// The list of contacts. In: search and SET, both in the address. Out: rows that lead to the
// contact, add, import and export. The list is read page by page as one scrolls.

import { Button, NativeSelect, Text, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { useFormat } from '../format.ts';
import { Icon } from '../icons.tsx';
import { contactsQuery, exportAddress, setsQuery, type ContactRow } from '../office-api.ts';
import { Menu } from '../shared/menu.tsx';
import { Page } from '../shared/page.tsx';
import { EmptyNote, ErrorNote, RowsSkeleton } from '../shared/states.tsx';
import { VirtualTable, type Column } from '../shared/virtual-table.tsx';
import { contactText as text } from '../text/office.ts';

const clip = (value: string | undefined) => <span className="clip">{value ?? ''}</span>;

export const contactColumns: readonly Column<ContactRow>[] = [
  {
    id: 'name',
    label: text.name,
    header: true,
    cell: (row) => (
      <Link to="/contacts/$contactId" params={{ contactId: row.id }} className="link clip">
        {row.name}
      </Link>
    ),
  },
  { id: 'company', label: text.company, cell: (row) => clip(row.company), wideOnly: true },
  { id: 'phone', label: text.phone, cell: (row) => clip(row.phone) },
  { id: 'email', label: text.email, cell: (row) => clip(row.email), wideOnly: true },
  { id: 'city', label: text.city, cell: (row) => clip(row.city), wideOnly: true, width: '13%' },
  { id: 'status', label: text.status, cell: (row) => clip(row.clientStatus), wideOnly: true, width: '13%' },
];

function ExportMenu({ setId }: { readonly setId: string | undefined }) {
  return (
    <Menu
      label={text.export}
      icon={<Icon name="download" />}
      entries={[
        { key: 'vcard', label: text.exportVcard, href: exportAddress.vcard(setId), download: true },
        { key: 'csv', label: text.exportCsv, href: exportAddress.csv(setId), download: true },
      ]}
    />
  );
}

export function ContactsPage() {
  const format = useFormat();
  const { q = '', setId } = useSearch({ from: '/signed-in/contacts' });
  const navigate = useNavigate();
  const [typed, setTyped] = useState(q);
  const sets = useQuery(setsQuery).data;
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({ ...contactsQuery(q, setId), placeholderData: keepPreviousData });
  const rows = useMemo(() => data?.pages.flatMap((page) => page.contacts), [data]);
  const go = (search: { q?: string | undefined; setId?: string | undefined }) => void navigate({ to: '/contacts', search, replace: true });
  // Whoever has chosen a contact in the meantime is on the way to its page, and not called back.
  const goLater = useDebouncedCallback((words: string) => {
    if (window.location.pathname === '/contacts') go({ q: words === '' ? undefined : words, setId });
  }, 250);
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const filtered = q !== '' || setId !== undefined;
  return (
    <Page
      title={text.title}
      wide
      actions={
        <>
          <Button component={Link} to="/contacts/import" variant="default" leftSection={<Icon name="upload" />}>
            {text.import}
          </Button>
          <ExportMenu setId={setId} />
          <Button component={Link} to="/contacts/new" leftSection={<Icon name="plus" />}>
            {text.add}
          </Button>
        </>
      }
    >
      <div className="toolbar">
        <TextInput
          className="grow"
          type="search"
          label={text.search}
          placeholder={text.searchHint}
          leftSection={<Icon name="search" />}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            goLater(event.currentTarget.value);
          }}
        />
        <NativeSelect
          label={text.filterSet}
          value={setId ?? ''}
          onChange={(event) => go({ q: q === '' ? undefined : q, setId: event.currentTarget.value === '' ? undefined : event.currentTarget.value })}
          data={[{ value: '', label: text.allContacts }, ...(sets ?? []).map((set) => ({ value: set.id, label: `${set.name} (${format.number(set.memberCount)})` }))]}
        />
      </div>
      <Text size="sm" c="dimmed" mb={6} role="status" mih={22}>
        {rows === undefined ? '' : text.loaded(format.number(rows.length), hasNextPage)}
      </Text>
      {error !== null && rows === undefined ? <ErrorNote error={error} retry={() => void refetch()} /> : null}
      {rows === undefined && error === null ? <RowsSkeleton rows={12} height={36} /> : null}
      {rows?.length === 0 ? (
        <EmptyNote icon="contacts" title={filtered ? text.noMatch : text.empty}>
          {filtered ? text.noMatchHelp : text.emptyHelp}
        </EmptyNote>
      ) : null}
      {rows === undefined || rows.length === 0 ? null : <VirtualTable label={text.list} rows={rows} columns={contactColumns} keyOf={(row) => row.id} onEnd={more} />}
    </Page>
  );
}
