// Writing contacts inside a change of the office. In: whole contacts (lists included) or
// the fields to replace. Out: rows that carry the change's number. Entries keep their rows
// where their id is given and known, so that preferred and TYPE stay with them.
// Never here: checks of what a person typed (input.ts) or of versions (contacts.ts).

import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { BirthDate, PostalAddress } from '../core/item.ts';
import type { OfficeChange } from './change.ts';
import { listName } from './contact-record.ts';
import type { ContactRecord } from './contact-record.ts';
import { refreshFilteredSets } from './set-members.ts';
import { foldText, searchText } from './text.ts';

export interface EntryFields<T = string> {
  readonly id?: string | undefined;
  readonly value: T;
  readonly type: string;
  readonly preferred?: boolean | undefined;
}

export interface ContactFields {
  readonly prefix?: string | undefined;
  readonly givenName?: string | undefined;
  readonly middleName?: string | undefined;
  readonly familyName?: string | undefined;
  readonly suffix?: string | undefined;
  readonly nickname?: string | undefined;
  readonly company?: string | undefined;
  readonly department?: string | undefined;
  readonly jobTitle?: string | undefined;
  readonly birthday?: BirthDate | undefined;
  readonly notes?: string | undefined;
  readonly phones?: readonly EntryFields[] | undefined;
  readonly emails?: readonly EntryFields[] | undefined;
  readonly addresses?: readonly EntryFields<{ readonly [K in keyof PostalAddress]: PostalAddress[K] | undefined }>[] | undefined;
  readonly urls?: readonly EntryFields[] | undefined;
  readonly clientStatus?: string | undefined;
  readonly clientType?: string | undefined;
  readonly taxId?: string | undefined;
  readonly source?: string | undefined;
}

export interface NewContact {
  readonly id?: string | undefined;
  readonly createdFor?: string | undefined;
  readonly fields: ContactFields;
}

const entryTables = { phones: 'contact_phone', emails: 'contact_email', urls: 'contact_url' } as const;
type EntryList = keyof typeof entryTables;
const entryLists: readonly EntryList[] = ['phones', 'emails', 'urls'];

/** Any number of contacts in a handful of statements. */
export async function insertContacts(change: OfficeChange, contacts: readonly NewContact[]): Promise<readonly string[]> {
  if (contacts.length === 0) return [];
  const rows = contacts.map((contact) => ({ ...columnsOf(contact.fields), id: contact.id ?? randomUUID(), created_for: contact.createdFor ?? null }));
  await sql`
    insert into contact (id, office_id, rev, created_for, prefix, given_name, middle_name, family_name, suffix, nickname, company, department, job_title,
      birth_year, birth_month, birth_day, notes, client_status, client_type, tax_id, source, sort_name, search_text)
    select id, ${change.officeId}, ${change.rev}, created_for, prefix, given_name, middle_name, family_name, suffix, nickname, company, department, job_title,
      birth_year, birth_month, birth_day, notes, client_status, client_type, tax_id, source, sort_name, search_text
    from jsonb_populate_recordset(null::contact, ${JSON.stringify(rows)}::jsonb)`.execute(change.tx);
  const ids = rows.map((row) => row.id);
  for (const list of entryLists) {
    await insertEntries(change, list, contacts.flatMap((contact, index) => entryRows(ids[index] as string, contact.fields[list] ?? [])));
  }
  await insertAddresses(change, contacts.flatMap((contact, index) => addressRows(ids[index] as string, contact.fields.addresses ?? [])));
  await refreshFilteredSets(change, ids);
  return ids;
}

/** Replaces the contact's fields; a list that is the same entry for entry is not touched. */
export async function rewriteContact(change: OfficeChange, present: ContactRecord, fields: ContactFields): Promise<void> {
  const row = columnsOf(fields);
  await sql`
    update contact c set
      prefix = n.prefix, given_name = n.given_name, middle_name = n.middle_name, family_name = n.family_name, suffix = n.suffix,
      nickname = n.nickname, company = n.company, department = n.department, job_title = n.job_title,
      birth_year = n.birth_year, birth_month = n.birth_month, birth_day = n.birth_day, notes = n.notes,
      client_status = n.client_status, client_type = n.client_type, tax_id = n.tax_id, source = n.source,
      sort_name = n.sort_name, search_text = n.search_text,
      rev = ${change.rev}, updated_at = now(), deleted_at = null
    from jsonb_populate_record(null::contact, ${JSON.stringify(row)}::jsonb) n
    where c.id = ${present.id}`.execute(change.tx);
  for (const list of entryLists) {
    const rows = entryRows(present.id, fields[list] ?? [], present[list]);
    if (sameRows(rows, entryRows(present.id, present[list], present[list]))) continue;
    await sql`delete from ${sql.table(entryTables[list])} where contact_id = ${present.id}`.execute(change.tx);
    await insertEntries(change, list, rows);
  }
  const addresses = addressRows(present.id, fields.addresses ?? [], present.addresses);
  if (!sameRows(addresses, addressRows(present.id, present.addresses, present.addresses))) {
    await sql`delete from contact_address where contact_id = ${present.id}`.execute(change.tx);
    await insertAddresses(change, addresses);
  }
  await refreshFilteredSets(change, [present.id]);
}

/** The row stays, so that an undo can bring it back under the same id. */
export async function markContactDeleted(change: OfficeChange, id: string): Promise<void> {
  await sql`update contact set deleted_at = now(), updated_at = now(), rev = ${change.rev} where id = ${id}`.execute(change.tx);
  await refreshFilteredSets(change, [id]);
}

function columnsOf(fields: ContactFields) {
  const text = (value: string | undefined): string | null => (value === undefined || value.trim() === '' ? null : withoutNul(value));
  return {
    prefix: text(fields.prefix),
    given_name: text(fields.givenName),
    middle_name: text(fields.middleName),
    family_name: text(fields.familyName),
    suffix: text(fields.suffix),
    nickname: text(fields.nickname),
    company: text(fields.company),
    department: text(fields.department),
    job_title: text(fields.jobTitle),
    birth_year: fields.birthday?.year ?? null,
    birth_month: fields.birthday?.month ?? null,
    birth_day: fields.birthday?.day ?? null,
    notes: text(fields.notes),
    client_status: text(fields.clientStatus),
    client_type: text(fields.clientType),
    tax_id: text(fields.taxId),
    source: text(fields.source),
    sort_name: foldText(listName(fields)),
    search_text: searchText(
      [
        [fields.givenName, fields.middleName, fields.familyName].filter(Boolean).join(' '),
        fields.nickname, fields.company, fields.jobTitle,
        ...(fields.emails ?? []).map((one) => one.value),
        ...(fields.addresses ?? []).map((one) => one.value.city),
      ],
      (fields.phones ?? []).map((one) => one.value),
    ),
  };
}

/** PostgreSQL holds every character but this one. */
function withoutNul(text: string): string {
  return text.replaceAll('\u0000', '');
}

interface EntryRow {
  readonly id: string;
  readonly contact_id: string;
  readonly position: number;
  readonly type: string;
  readonly preferred: boolean;
}

/** An id counts only where the contact already has such an entry: ids of another side are not ours. */
function baseRow(contactId: string, entry: EntryFields<unknown>, position: number, taken: Set<string>): EntryRow {
  const keep = entry.id !== undefined && taken.delete(entry.id);
  return { id: keep ? (entry.id as string) : randomUUID(), contact_id: contactId, position, type: entry.type, preferred: entry.preferred === true };
}

function entryRows(contactId: string, entries: readonly EntryFields[], present: readonly { readonly id: string }[] = []) {
  const taken = new Set(present.map((entry) => entry.id));
  return entries.map((entry, position) => ({ ...baseRow(contactId, entry, position, taken), value: withoutNul(entry.value) }));
}

function addressRows(contactId: string, entries: NonNullable<ContactFields['addresses']>, present: readonly { readonly id: string }[] = []) {
  const taken = new Set(present.map((entry) => entry.id));
  return entries.map((entry, position) => ({
    ...baseRow(contactId, entry, position, taken),
    street: entry.value.street ?? null,
    extended: entry.value.extended ?? null,
    city: entry.value.city ?? null,
    region: entry.value.region ?? null,
    postal_code: entry.value.postalCode ?? null,
    country: entry.value.country ?? null,
  }));
}

function sameRows(left: readonly unknown[], right: readonly unknown[]): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

async function insertEntries(change: OfficeChange, list: EntryList, rows: readonly EntryRow[]): Promise<void> {
  if (rows.length === 0) return;
  const table = sql.table(entryTables[list]);
  await sql`
    insert into ${table} (id, contact_id, position, type, value, preferred)
    select id, contact_id, position, type, value, preferred
    from jsonb_populate_recordset(null::${table}, ${JSON.stringify(rows)}::jsonb)`.execute(change.tx);
}

async function insertAddresses(change: OfficeChange, rows: readonly EntryRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into contact_address (id, contact_id, position, type, street, extended, city, region, postal_code, country, preferred)
    select id, contact_id, position, type, street, extended, city, region, postal_code, country, preferred
    from jsonb_populate_recordset(null::contact_address, ${JSON.stringify(rows)}::jsonb)`.execute(change.tx);
}
