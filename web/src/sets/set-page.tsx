// One SET and its members. In: the id in the address. Out: members added and removed (plain
// SETs), the SET changed or deleted. Who is a member of a filtered SET follows from its
// conditions and cannot be changed here.

import { ActionIcon, Button } from '@mantine/core';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { contactColumns } from '../contacts/contacts-page.tsx';
import { useFormat } from '../format.ts';
import { Icon } from '../icons.tsx';
import { contactsQuery, officeApi, refreshOffice, setQuery, type ContactRow, type OfficeSet } from '../office-api.ts';
import { Confirm } from '../shared/confirm.tsx';
import { Page } from '../shared/page.tsx';
import { EmptyNote, ErrorNote, RowsSkeleton, Tag } from '../shared/states.tsx';
import { toast } from '../shared/toast.ts';
import { VirtualTable, type Column } from '../shared/virtual-table.tsx';
import { setText as text } from '../text/office.ts';
import { MembersDialog } from './members-dialog.tsx';
import { SetDialog } from './set-dialog.tsx';

export function SetPage() {
  const { setId } = useParams({ from: '/signed-in/sets/$setId' });
  const { data: set, error, refetch } = useQuery(setQuery(setId));
  if (set === undefined) return <Page title={text.title}>{error === null ? <RowsSkeleton /> : <ErrorNote error={error} retry={() => void refetch()} />}</Page>;
  return <SetBody set={set} />;
}

function SetBody({ set }: { readonly set: OfficeSet }) {
  const format = useFormat();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [dialog, setDialog] = useState<'edit' | 'delete' | 'members'>();
  const [error, setError] = useState<unknown>();
  const members = useInfiniteQuery(contactsQuery('', set.id));
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = members;
  const rows = useMemo(() => members.data?.pages.flatMap((page) => page.contacts), [members.data]);
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const setId = set.id;
  const remove = useCallback(
    async (row: ContactRow) => {
      setError(undefined);
      try {
        await officeApi.changeMembers(setId, { remove: [row.id] });
        refreshOffice(queries, 'sets', 'contacts');
        toast(text.memberRemoved(row.name));
      } catch (trouble) {
        setError(trouble);
      }
    },
    [setId, queries],
  );
  const columns = useMemo((): readonly Column<ContactRow>[] => {
    if (set.kind === 'filtered') return contactColumns;
    return [
      ...contactColumns,
      {
        id: 'remove',
        label: <span className="visually-hidden">{text.members}</span>,
        width: '56px',
        cell: (row) => (
          <ActionIcon variant="subtle" color="gray" aria-label={text.removeMember(row.name)} onClick={() => void remove(row)}>
            <Icon name="trash" size={16} />
          </ActionIcon>
        ),
      },
    ];
  }, [set.kind, remove]);
  return (
    <Page
      title={set.name}
      wide
      actions={
        <>
          <Button component={Link} to="/sets" variant="subtle">
            {text.back}
          </Button>
          <Button variant="default" onClick={() => setDialog('edit')}>
            {text.edit}
          </Button>
          <ActionIcon variant="default" size={36} aria-label={text.delete} title={text.delete} onClick={() => setDialog('delete')}>
            <Icon name="trash" />
          </ActionIcon>
          {set.kind === 'plain' ? (
            <Button leftSection={<Icon name="plus" />} onClick={() => setDialog('members')}>
              {text.addMembers}
            </Button>
          ) : null}
        </>
      }
    >
      <p style={{ marginTop: 0 }}>
        <Tag tone={set.kind === 'plain' ? 'quiet' : 'info'}>{text.kinds[set.kind]}</Tag> {text.members}: {format.number(set.memberCount)}
      </p>
      {error === undefined ? null : <ErrorNote error={error} />}
      {members.error !== null && rows === undefined ? <ErrorNote error={members.error} retry={() => void members.refetch()} /> : null}
      {rows === undefined && members.error === null ? <RowsSkeleton /> : null}
      {rows?.length === 0 ? (
        <EmptyNote icon="contacts" title={set.kind === 'plain' ? text.noMembers : text.noMembersFiltered}>
          {set.kind === 'plain' ? text.noMembersHelp : undefined}
        </EmptyNote>
      ) : null}
      {rows === undefined || rows.length === 0 ? null : <VirtualTable label={text.members} rows={rows} columns={columns} keyOf={(row) => row.id} onEnd={more} />}
      {dialog === 'edit' ? <SetDialog set={set} onClose={() => setDialog(undefined)} onSaved={(saved) => queries.setQueryData(setQuery(saved.id).queryKey, saved)} /> : null}
      {dialog === 'members' ? <MembersDialog set={set} onClose={() => setDialog(undefined)} /> : null}
      <Confirm
        opened={dialog === 'delete'}
        onClose={() => setDialog(undefined)}
        title={text.deleteTitle(set.name)}
        confirmLabel={text.delete}
        danger
        onConfirm={async () => {
          await officeApi.deleteSet(set.id, set.version);
          toast(text.deleted);
          await navigate({ to: '/sets' });
          queries.removeQueries({ queryKey: setQuery(set.id).queryKey });
          refreshOffice(queries, 'sets', 'contacts');
        }}
      >
        {text.deleteBody}
      </Confirm>
    </Page>
  );
}
