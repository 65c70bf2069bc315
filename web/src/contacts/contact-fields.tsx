// All fields of a contact, in groups. In: the draft, the office's lists of choices, errors by
// field. Out: a changed draft. The fields that never leave SmartOffice are marked as such.

import { NativeSelect, Text, Textarea, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useFormat } from '../format.ts';
import { Icon } from '../icons.tsx';
import type { Choices, Contact } from '../office-api.ts';
import { Section } from '../shared/page.tsx';
import { commonText } from '../text/common.ts';
import { contactText as text } from '../text/office.ts';
import type { Draft, TextField } from './draft.ts';
import { AddressEntries, PlainEntries } from './entries-editor.tsx';

type FieldsProps = {
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
  readonly choices: Choices | undefined;
  readonly contact: Contact | undefined;
  readonly errorAt: (path: string) => string | undefined;
};

const none: readonly string[] = [];

export function ContactFields({ draft, onChange, choices, contact, errorAt }: FieldsProps) {
  const format = useFormat();
  const months = useMemo(() => {
    const name = new Intl.DateTimeFormat(format.locale, { month: 'long', timeZone: 'UTC' });
    return Array.from({ length: 12 }, (_, month) => ({ value: String(month + 1), label: name.format(new Date(Date.UTC(2024, month, 1))) }));
  }, [format.locale]);
  const setText = (field: TextField, value: string) => onChange({ ...draft, texts: { ...draft.texts, [field]: value } });
  const input = (field: TextField, label: string, autoComplete = 'off') => (
    <TextInput label={label} value={draft.texts[field]} onChange={(event) => setText(field, event.currentTarget.value)} error={errorAt(field)} autoComplete={autoComplete} />
  );
  const select = (field: TextField, label: string, data: readonly string[]) => (
    <NativeSelect label={label} value={draft.texts[field]} onChange={(event) => setText(field, event.currentTarget.value)} data={[{ value: '', label: commonText.none }, ...data.map((value) => ({ value, label: value }))]} error={errorAt(field)} />
  );
  const birthday = (part: keyof Draft['birthday'], value: string) => onChange({ ...draft, birthday: { ...draft.birthday, [part]: value } });
  return (
    <>
      <Section title={text.section.name} id="contact-name">
        <div className="two">
          {input('prefix', text.prefix)}
          {input('givenName', text.givenName)}
          {input('middleName', text.middleName)}
          {input('familyName', text.familyName)}
          {input('suffix', text.suffix)}
          {input('nickname', text.nickname)}
        </div>
      </Section>
      <Section title={text.section.work} id="contact-work">
        <div className="two">
          {input('company', text.company)}
          {input('department', text.department)}
          {input('jobTitle', text.jobTitle)}
        </div>
      </Section>
      <Section title={text.section.phones} id="contact-phones">
        <PlainEntries part="phones" inputType="tel" list={draft.phones} types={choices?.phoneTypes ?? none} onChange={(phones) => onChange({ ...draft, phones })} errorAt={errorAt} />
      </Section>
      <Section title={text.section.emails} id="contact-emails">
        <PlainEntries part="emails" inputType="email" list={draft.emails} types={choices?.emailTypes ?? none} onChange={(emails) => onChange({ ...draft, emails })} errorAt={errorAt} />
      </Section>
      <Section title={text.section.addresses} id="contact-addresses">
        <AddressEntries list={draft.addresses} types={choices?.addressTypes ?? none} onChange={(addresses) => onChange({ ...draft, addresses })} errorAt={errorAt} />
      </Section>
      <Section title={text.section.urls} id="contact-urls">
        <PlainEntries part="urls" inputType="url" list={draft.urls} types={choices?.urlTypes ?? none} onChange={(urls) => onChange({ ...draft, urls })} errorAt={errorAt} />
      </Section>
      <Section title={text.section.more} id="contact-more">
        <div className="two">
          <NativeSelect label={text.birthMonth} value={draft.birthday.month} onChange={(event) => birthday('month', event.currentTarget.value)} data={[{ value: '', label: commonText.none }, ...months]} error={errorAt('birthday.month') ?? errorAt('birthday')} />
          <TextInput label={text.birthDay} inputMode="numeric" value={draft.birthday.day} onChange={(event) => birthday('day', event.currentTarget.value)} error={errorAt('birthday.day')} />
          <TextInput label={text.birthYear} inputMode="numeric" value={draft.birthday.year} onChange={(event) => birthday('year', event.currentTarget.value)} error={errorAt('birthday.year')} />
        </div>
        <Textarea mt="sm" label={text.notes} autosize minRows={3} maxRows={14} value={draft.texts.notes} onChange={(event) => setText('notes', event.currentTarget.value)} error={errorAt('notes')} />
      </Section>
      <Section title={text.section.office} id="contact-office">
        <p className="private-mark">
          <Icon name="lock" size={16} />
          {text.private}
        </p>
        <div className="two">
          {select('clientStatus', text.clientStatus, choices?.clientStatuses ?? none)}
          {select('clientType', text.clientType, choices?.clientTypes ?? none)}
          {input('taxId', text.taxId)}
          {input('source', text.source)}
        </div>
      </Section>
      {contact === undefined ? null : (
        <Section title={text.section.sets} id="contact-sets">
          {contact.sets.length === 0 ? (
            <Text size="sm">{text.noSets}</Text>
          ) : (
            <ul className="effects">
              {contact.sets.map((set) => (
                <li key={set.id}>
                  <Link to="/sets/$setId" params={{ setId: set.id }} className="link">
                    {set.name}
                  </Link>
                </li>
              ))}
            </ul>
          )}
        </Section>
      )}
    </>
  );
}
