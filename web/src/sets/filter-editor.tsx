// The conditions of a filtered SET and, as one types, who meets them. In: a filter. Out: a
// changed filter. The preview asks the server and changes nothing.

import { ActionIcon, Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useFormat } from '../format.ts';
import { Icon } from '../icons.tsx';
import { officeApi, type Choices, type SetFilter } from '../office-api.ts';
import { ErrorNote, Note } from '../shared/states.tsx';
import { setText as text } from '../text/office.ts';

type Condition = SetFilter['conditions'][number];
type EditorProps = { readonly filter: SetFilter; readonly onChange: (filter: SetFilter) => void; readonly choices: Choices | undefined; readonly errorAt: (path: string) => string | undefined };

const needsNoValue = (test: string) => test === 'is empty' || test === 'is not empty';
const SHOWN = 8;

export function FilterEditor({ filter, onChange, choices, errorAt }: EditorProps) {
  const format = useFormat();
  const [asked] = useDebouncedValue(filter, 300);
  const complete = asked.conditions.every((one) => needsNoValue(one.test) || (one.value ?? '').trim() !== '');
  const { data: preview, error } = useQuery({ queryKey: ['sets', 'preview', asked], queryFn: () => officeApi.previewSet(asked), enabled: complete, placeholderData: keepPreviousData });
  const set = (at: number, part: Partial<Condition>) =>
    onChange({
      ...filter,
      conditions: filter.conditions.map((one, index) => {
        if (index !== at) return one;
        const { value, ...rest } = { ...one, ...part };
        return needsNoValue(rest.test) ? rest : { ...rest, value: value ?? '' };
      }),
    });
  const choicesFor = (field: string) => (field === 'clientStatus' ? choices?.clientStatuses : field === 'clientType' ? choices?.clientTypes : undefined);
  return (
    <Stack gap="sm">
      <NativeSelect
        label={text.match}
        value={filter.match}
        onChange={(event) => onChange({ ...filter, match: event.currentTarget.value === 'any' ? 'any' : 'all' })}
        data={[
          { value: 'all', label: text.matchAll },
          { value: 'any', label: text.matchAny },
        ]}
        maw={260}
      />
      {filter.conditions.map((condition, index) => {
        const values = choicesFor(condition.field);
        const exact = condition.test === 'is' || condition.test === 'is not';
        return (
          <Group key={index} gap="sm" align="flex-end" role="group" aria-label={text.numbered('', index + 1).trim()}>
            <NativeSelect label={text.field} aria-label={text.numbered(text.field, index + 1)} value={condition.field} onChange={(event) => set(index, { field: event.currentTarget.value as Condition['field'] })} data={(choices?.filterFields ?? [condition.field]).map((field) => ({ value: field, label: text.fields[field] ?? field }))} />
            <NativeSelect label={text.test} aria-label={text.numbered(text.test, index + 1)} value={condition.test} onChange={(event) => set(index, { test: event.currentTarget.value as Condition['test'] })} data={[...(choices?.filterTests ?? [condition.test])]} />
            {needsNoValue(condition.test) ? null : values !== undefined && exact ? (
              <NativeSelect label={text.value} aria-label={text.numbered(text.value, index + 1)} value={condition.value ?? ''} onChange={(event) => set(index, { value: event.currentTarget.value })} data={[{ value: '', label: '' }, ...values.map((value) => ({ value, label: value }))]} error={errorAt(`filter.conditions.${index}.value`)} />
            ) : (
              <TextInput label={text.value} aria-label={text.numbered(text.value, index + 1)} value={condition.value ?? ''} onChange={(event) => set(index, { value: event.currentTarget.value })} error={errorAt(`filter.conditions.${index}.value`)} />
            )}
            <ActionIcon variant="subtle" color="gray" size="lg" aria-label={text.removeCondition(index + 1)} disabled={filter.conditions.length === 1} onClick={() => onChange({ ...filter, conditions: filter.conditions.filter((_, at) => at !== index) })}>
              <Icon name="trash" />
            </ActionIcon>
          </Group>
        );
      })}
      <Group gap="sm">
        <Button size="xs" variant="default" leftSection={<Icon name="plus" size={14} />} onClick={() => onChange({ ...filter, conditions: [...filter.conditions, { field: 'city', test: 'is', value: '' }] })}>
          {text.addCondition}
        </Button>
      </Group>
      <div className="preview-space">
        {!complete ? (
          <Note tone="quiet" live="polite">
            {text.previewIncomplete}
          </Note>
        ) : error !== null ? (
          <ErrorNote error={error} />
        ) : preview === undefined ? null : preview.count === 0 ? (
          <Note tone="warning" live="polite" title={text.previewNobody} />
        ) : (
          <Note tone="info" live="polite" title={text.previewCount(format.number(preview.count))}>
            <Text size="sm">
              {preview.contacts.slice(0, SHOWN).map((contact) => contact.name).join(' · ')}
              {preview.count > SHOWN ? ` · ${text.previewMore(format.number(preview.count - SHOWN))}` : ''}
            </Text>
          </Note>
        )}
      </div>
    </Stack>
  );
}
