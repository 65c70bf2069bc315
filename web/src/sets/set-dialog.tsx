// A SET, to make or to change: its name and, for a filtered one, its conditions with a
// preview of who meets them. In: a SET or nothing. Out: the saved SET. The kind of a SET
// that exists does not change.

import { Button, Group, Modal, Radio, Stack, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { asApiError, fieldOf, inWords, type ApiError } from '../api.ts';
import { choicesQuery, officeApi, refreshOffice, type OfficeSet, type SetFilter, type SetInput } from '../office-api.ts';
import { ErrorNote } from '../shared/states.tsx';
import { toast } from '../shared/toast.ts';
import { commonText } from '../text/common.ts';
import { setText as text } from '../text/office.ts';
import { FilterEditor } from './filter-editor.tsx';

const firstFilter: SetFilter = { match: 'all', conditions: [{ field: 'clientStatus', test: 'is', value: '' }] };

export function SetDialog({ set, onClose, onSaved }: { readonly set: OfficeSet | undefined; readonly onClose: () => void; readonly onSaved: (set: OfficeSet) => void }) {
  const queries = useQueryClient();
  const choices = useQuery(choicesQuery).data;
  const [name, setName] = useState(set?.name ?? '');
  const [kind, setKind] = useState<'plain' | 'filtered'>(set?.kind ?? 'plain');
  const [filter, setFilter] = useState<SetFilter>(set?.filter ?? firstFilter);
  const [error, setError] = useState<ApiError>();
  const [busy, setBusy] = useState(false);
  const field = fieldOf(error, 'set');
  const errorAt = (path: string) => (error !== undefined && field === path ? inWords(error) : undefined);

  const save = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      const input: SetInput = kind === 'plain' ? { kind, name } : { kind, name, filter };
      const saved = set === undefined ? await officeApi.addSet(input) : await officeApi.saveSet(set.id, set.version, input);
      refreshOffice(queries, 'sets', 'contacts');
      toast(text.saved);
      onClose();
      onSaved(saved);
    } catch (trouble) {
      setError(asApiError(trouble));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Modal opened onClose={onClose} title={set === undefined ? text.addTitle : text.editTitle} size="xl">
      <form onSubmit={(event) => void save(event)} noValidate>
        <Stack gap="md">
          <TextInput label={text.setName} value={name} onChange={(event) => setName(event.currentTarget.value)} error={errorAt('name')} data-autofocus />
          {set === undefined ? (
            <Radio.Group label={text.kind} value={kind} onChange={(value) => setKind(value === 'filtered' ? 'filtered' : 'plain')}>
              <Stack gap={6} mt={4}>
                <Radio value="plain" label={text.plain} />
                <Radio value="filtered" label={text.filtered} />
              </Stack>
            </Radio.Group>
          ) : null}
          {kind === 'filtered' ? <FilterEditor filter={filter} onChange={setFilter} choices={choices} errorAt={errorAt} /> : null}
          {error === undefined || field === 'name' ? null : <ErrorNote error={error} />}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {commonText.cancel}
            </Button>
            <Button type="submit" loading={busy}>
              {commonText.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
