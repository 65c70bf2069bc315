// Contacts to be added to a plain SET: search, tick, add. In: the SET. Out: new members.
// What was ticked stays ticked while one searches for more.

import { Button, Checkbox, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { useFormat } from '../format.ts';
import { Icon } from '../icons.tsx';
import { contactsQuery, officeApi, refreshOffice, type ContactRow, type OfficeSet } from '../office-api.ts';
import { ErrorNote, RowsSkeleton } from '../shared/states.tsx';
import { toast } from '../shared/toast.ts';
import { VirtualTable, type Column } from '../shared/virtual-table.tsx';
import { commonText } from '../text/common.ts';
import { contactText, setText as text } from '../text/office.ts';

export function MembersDialog({ set, onClose }: { readonly set: OfficeSet; readonly onClose: () => void }) {
  const format = useFormat();
  const queries = useQueryClient();
  const [words, setWords] = useState('');
  const [q] = useDebouncedValue(words, 250);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const found = useInfiniteQuery({ ...contactsQuery(q, undefined), placeholderData: keepPreviousData });
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = found;
  const rows = useMemo(() => found.data?.pages.flatMap((page) => page.contacts), [found.data]);
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const toggle = (id: string, on: boolean) =>
    setChosen((now) => {
      const next = new Set(now);
      if (on) next.add(id);
      else next.delete(id);
      return next;
    });
  const columns: readonly Column<ContactRow>[] = [
    { id: 'name', label: contactText.name, header: true, cell: (row) => <Checkbox label={row.name} checked={chosen.has(row.id)} onChange={(event) => toggle(row.id, event.currentTarget.checked)} /> },
    { id: 'company', label: contactText.company, wideOnly: true, cell: (row) => <span className="clip">{row.company ?? ''}</span> },
  ];
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => officeApi.changeMembers(set.id, { add: [...chosen] }),
    onSuccess: () => {
      refreshOffice(queries, 'sets', 'contacts');
      toast(text.memberAdded);
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title={text.addMembersTo(set.name)} size="xl">
      <Stack gap="sm">
        <TextInput type="search" label={contactText.search} leftSection={<Icon name="search" />} value={words} onChange={(event) => setWords(event.currentTarget.value)} data-autofocus />
        {rows === undefined ? <RowsSkeleton rows={5} /> : rows.length === 0 ? <Text>{contactText.noMatch}</Text> : <VirtualTable label={contactText.list} rows={rows} columns={columns} keyOf={(row) => row.id} onEnd={more} height="46dvh" />}
        {error === null ? null : <ErrorNote error={error} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {commonText.cancel}
          </Button>
          <Button disabled={chosen.size === 0} loading={isPending} onClick={() => mutate()}>
            {text.addChosen(format.number(chosen.size))}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
