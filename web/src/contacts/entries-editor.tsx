// Editors of the multi-valued parts of a contact: value, TYPE and preferred of each entry.
// In: entries and their types. Out: changed entries. Only one entry can be preferred.

import { ActionIcon, Button, Group, NativeSelect, Radio, TextInput } from '@mantine/core';
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { Icon } from '../icons.tsx';
import { contactText as text } from '../text/office.ts';
import { newKey, prefer, type Address, type AddressEntry, type PlainEntry } from './draft.ts';

type Shared<Entry> = { readonly list: readonly Entry[]; readonly types: readonly string[]; readonly onChange: (list: readonly Entry[]) => void; readonly errorAt: (path: string) => string | undefined };

function Frame<Entry extends { readonly key: string; readonly preferred: boolean }>({ list, onChange, title, addLabel, onAdd, children }: { readonly list: readonly Entry[]; readonly onChange: (list: readonly Entry[]) => void; readonly title: string; readonly addLabel: string; readonly onAdd: () => void; readonly children: ReactNode }) {
  const preferred = list.find((entry) => entry.preferred);
  const frame = useRef<HTMLDivElement>(null);
  const added = useRef(false);
  // Who adds an entry goes on typing in it.
  useEffect(() => {
    if (added.current) frame.current?.querySelector<HTMLElement>(':scope > :nth-last-child(2) input')?.focus();
    added.current = false;
  }, [list.length]);
  const add = () => {
    added.current = true;
    onAdd();
  };
  return (
    <div ref={frame} role="group" aria-label={title}>
      {children}
      <Group gap="xs" mt="sm">
        <Button variant="default" size="xs" leftSection={<Icon name="plus" size={14} />} onClick={add}>
          {addLabel}
        </Button>
        {preferred === undefined ? null : (
          <Button variant="subtle" size="xs" onClick={() => onChange(prefer(list, undefined))} aria-label={`${title}: ${text.clearPreferred}`}>
            {text.clearPreferred}
          </Button>
        )}
      </Group>
    </div>
  );
}

function Tail({ name, label, type, types, preferred, onType, onPrefer, onRemove }: { readonly name: string; readonly label: string; readonly type: string; readonly types: readonly string[]; readonly preferred: boolean; readonly onType: (type: string) => void; readonly onPrefer: () => void; readonly onRemove: () => void }) {
  const known = types.includes(type) ? types : [type, ...types];
  return (
    <>
      <NativeSelect label={text.type} aria-label={`${text.type}: ${label}`} value={type} data={[...known]} onChange={(event) => onType(event.currentTarget.value)} />
      <Radio name={name} label={text.preferred} aria-label={`${text.preferred}: ${label}`} checked={preferred} onChange={onPrefer} mb={8} />
      <ActionIcon variant="subtle" color="gray" size="lg" aria-label={text.removeEntry(label)} onClick={onRemove}>
        <Icon name="trash" />
      </ActionIcon>
    </>
  );
}

export function PlainEntries({ list, types, onChange, errorAt, part, inputType }: Shared<PlainEntry> & { readonly part: 'phones' | 'emails' | 'urls'; readonly inputType: 'tel' | 'email' | 'url' }) {
  const name = useId();
  const set = (key: string, change: Partial<PlainEntry>) => onChange(list.map((entry) => (entry.key === key ? { ...entry, ...change } : entry)));
  return (
    <Frame list={list} onChange={onChange} title={text.section[part]} addLabel={text.addEntry[part]} onAdd={() => onChange([...list, { key: newKey(), value: '', type: types[0] ?? 'Other', preferred: false }])}>
      {list.map((entry, index) => {
        const label = text.numbered(text.value[part], index + 1);
        return (
          <div className="entry" key={entry.key}>
            <TextInput label={label} type={inputType} value={entry.value} onChange={(event) => set(entry.key, { value: event.currentTarget.value })} error={errorAt(`${part}.${index}.value`)} />
            <Tail name={name} label={label} type={entry.type} types={types} preferred={entry.preferred} onType={(type) => set(entry.key, { type })} onPrefer={() => onChange(prefer(list, entry.key))} onRemove={() => onChange(list.filter((one) => one.key !== entry.key))} />
          </div>
        );
      })}
    </Frame>
  );
}

const lines = ['street', 'extended', 'city', 'region', 'postalCode', 'country'] as const;
const lineLabels: Readonly<Record<(typeof lines)[number], string>> = { street: text.street, extended: text.extended, city: text.city, region: text.region, postalCode: text.postalCode, country: text.country };

export function AddressEntries({ list, types, onChange, errorAt }: Shared<AddressEntry>) {
  const name = useId();
  const set = (key: string, change: Partial<AddressEntry>) => onChange(list.map((entry) => (entry.key === key ? { ...entry, ...change } : entry)));
  return (
    <Frame list={list} onChange={onChange} title={text.section.addresses} addLabel={text.addEntry.addresses} onAdd={() => onChange([...list, { key: newKey(), value: {} as Address, type: types[0] ?? 'Other', preferred: false }])}>
      {list.map((entry, index) => {
        const label = text.numbered('Address', index + 1);
        return (
          <div className="entry-block" key={entry.key} role="group" aria-label={label}>
            <div className="two">
              {lines.map((line) => (
                <TextInput key={line} label={lineLabels[line]} value={entry.value[line] ?? ''} onChange={(event) => set(entry.key, { value: { ...entry.value, [line]: event.currentTarget.value } })} error={errorAt(`addresses.${index}.value.${line}`)} />
              ))}
            </div>
            <Group gap="sm" align="flex-end" mt={8}>
              <Tail name={name} label={label} type={entry.type} types={types} preferred={entry.preferred} onType={(type) => set(entry.key, { type })} onPrefer={() => onChange(prefer(list, entry.key))} onRemove={() => onChange(list.filter((one) => one.key !== entry.key))} />
            </Group>
          </div>
        );
      })}
    </Frame>
  );
}
