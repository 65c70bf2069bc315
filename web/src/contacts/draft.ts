// A contact while it is edited. In: a contact of the office. Out: the input that saves it,
// without empty texts. Entries keep their ids, so that TYPE and preferred stay with them.

import type { Contact, ContactInput } from '../office-api.ts';

export type PlainEntry = { readonly key: string; readonly id?: string | undefined; readonly value: string; readonly type: string; readonly preferred: boolean };
export type Address = { street?: string | undefined; extended?: string | undefined; city?: string | undefined; region?: string | undefined; postalCode?: string | undefined; country?: string | undefined };
export type AddressEntry = Omit<PlainEntry, 'value'> & { readonly value: Address };

export const textFields = ['prefix', 'givenName', 'middleName', 'familyName', 'suffix', 'nickname', 'company', 'department', 'jobTitle', 'notes', 'clientStatus', 'clientType', 'taxId', 'source'] as const;
export type TextField = (typeof textFields)[number];

export type Draft = {
  readonly texts: Readonly<Record<TextField, string>>;
  readonly birthday: { readonly year: string; readonly month: string; readonly day: string };
  readonly phones: readonly PlainEntry[];
  readonly emails: readonly PlainEntry[];
  readonly urls: readonly PlainEntry[];
  readonly addresses: readonly AddressEntry[];
};

let made = 0;
export function newKey(): string {
  made += 1;
  return `new-${made}`;
}

function entries(list: readonly { id: string; value: string; type: string; preferred: boolean }[] | undefined): PlainEntry[] {
  return (list ?? []).map((entry) => ({ ...entry, key: entry.id }));
}

export function toDraft(contact: Contact | undefined): Draft {
  return {
    texts: Object.fromEntries(textFields.map((field) => [field, contact?.[field] ?? ''])) as Record<TextField, string>,
    birthday: { year: contact?.birthday?.year?.toString() ?? '', month: contact?.birthday?.month.toString() ?? '', day: contact?.birthday?.day.toString() ?? '' },
    phones: entries(contact?.phones),
    emails: entries(contact?.emails),
    urls: entries(contact?.urls),
    addresses: (contact?.addresses ?? []).map((entry) => ({ ...entry, key: entry.id })),
  };
}

const plain = ({ id, value, type, preferred }: PlainEntry) => ({ ...(id === undefined ? {} : { id }), value: value.trim(), type, preferred });

/** Lines left empty are not sent: an empty line is a line that was not filled in, no mistake. */
export function toInput(draft: Draft): ContactInput {
  const input: Record<string, unknown> = {};
  for (const field of textFields) if (draft.texts[field].trim() !== '') input[field] = draft.texts[field].trim();
  const { year, month, day } = draft.birthday;
  if (month !== '' || day.trim() !== '' || year.trim() !== '') input['birthday'] = { ...(year.trim() === '' ? {} : { year: Number(year) }), month: Number(month), day: Number(day) };
  for (const list of ['phones', 'emails', 'urls'] as const) input[list] = draft[list].filter((entry) => entry.value.trim() !== '').map(plain);
  input['addresses'] = draft.addresses
    .filter((entry) => Object.values(entry.value).some((part) => (part ?? '').trim() !== ''))
    .map(({ id, value, type, preferred }) => ({
      ...(id === undefined ? {} : { id }),
      value: Object.fromEntries(Object.entries(value).filter(([, part]) => (part ?? '').trim() !== '')),
      type,
      preferred,
    }));
  return input as ContactInput;
}

/** One entry is preferred at most: choosing one takes it from the others. */
export function prefer<Entry extends { readonly key: string; readonly preferred: boolean }>(list: readonly Entry[], key: string | undefined): Entry[] {
  return list.map((entry) => ({ ...entry, preferred: entry.key === key }));
}
