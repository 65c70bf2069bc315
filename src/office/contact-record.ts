// A contact as the office holds it, and how it is read. In: a condition in SQL. Out: whole
// records, each read in one statement and so consistent in itself. Entries come in their
// order, with the ids of their rows and TYPE in the office's own words.
// Never here: writing.

import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { BirthDate, PostalAddress } from '../core/item.ts';
import type { Sql } from '../store/open.ts';
import { withoutNulls } from './text.ts';

export interface ContactEntry {
  readonly id: string;
  readonly value: string;
  readonly type: string;
  readonly preferred: boolean;
}

export interface ContactAddress {
  readonly id: string;
  readonly value: PostalAddress;
  readonly type: string;
  readonly preferred: boolean;
}

export interface ContactRecord {
  readonly id: string;
  /** The office's number of its last change, as text. */
  readonly version: string;
  readonly prefix?: string;
  readonly givenName?: string;
  readonly middleName?: string;
  readonly familyName?: string;
  readonly suffix?: string;
  readonly nickname?: string;
  readonly company?: string;
  readonly department?: string;
  readonly jobTitle?: string;
  readonly birthday?: BirthDate;
  readonly notes?: string;
  readonly phones: readonly ContactEntry[];
  readonly emails: readonly ContactEntry[];
  readonly addresses: readonly ContactAddress[];
  readonly urls: readonly ContactEntry[];
  readonly clientStatus?: string;
  readonly clientType?: string;
  readonly taxId?: string;
  readonly source?: string;
  readonly sets: readonly { readonly id: string; readonly name: string; readonly kind: 'plain' | 'filtered' }[];
  readonly createdFor?: string;
  /** The number of the last change of its membership in the SET asked for. */
  readonly memberRev?: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly deleted: boolean;
}

interface ContactRowRead {
  readonly birth_year: number | null;
  readonly birth_month: number | null;
  readonly birth_day: number | null;
  readonly record: { readonly [K in keyof ContactRecord]: ContactRecord[K] | null };
}

function entriesOf(table: string): RawBuilder<unknown> {
  return sql`(
    select coalesce(json_agg(json_build_object('id', e.id, 'value', e.value, 'type', e.type, 'preferred', e.preferred) order by e.position, e.id), '[]')
    from ${sql.table(table)} e where e.contact_id = c.id)`;
}

/** `where` speaks of the contact as `c`. */
export async function readContactRecords(db: Sql, where: RawBuilder<unknown>, setId?: string): Promise<ContactRecord[]> {
  const { rows } = await sql<ContactRowRead>`
    select c.birth_year, c.birth_month, c.birth_day, json_build_object(
      'id', c.id, 'version', c.rev::text,
      'prefix', c.prefix, 'givenName', c.given_name, 'middleName', c.middle_name, 'familyName', c.family_name, 'suffix', c.suffix,
      'nickname', c.nickname, 'company', c.company, 'department', c.department, 'jobTitle', c.job_title, 'notes', c.notes,
      'clientStatus', c.client_status, 'clientType', c.client_type, 'taxId', c.tax_id, 'source', c.source,
      'phones', ${entriesOf('contact_phone')},
      'emails', ${entriesOf('contact_email')},
      'urls', ${entriesOf('contact_url')},
      'addresses', (
        select coalesce(json_agg(json_build_object('id', e.id, 'type', e.type, 'preferred', e.preferred, 'value', json_strip_nulls(json_build_object(
          'city', e.city, 'country', e.country, 'extended', e.extended, 'postalCode', e.postal_code, 'region', e.region, 'street', e.street
        ))) order by e.position, e.id), '[]')
        from contact_address e where e.contact_id = c.id),
      'sets', (
        select coalesce(json_agg(json_build_object('id', s.id, 'name', s.name, 'kind', s.kind) order by s.name), '[]')
        from set_member m join office_set s on s.id = m.set_id
        where m.contact_id = c.id and m.removed_at is null and s.deleted_at is null),
      'memberRev', (select m.rev::text from set_member m where m.set_id = ${setId ?? null}::uuid and m.contact_id = c.id),
      'createdFor', c.created_for, 'createdAt', c.created_at, 'updatedAt', c.updated_at, 'deleted', c.deleted_at is not null
    ) as record
    from contact c
    where ${where}
    order by c.sort_name, c.id`.execute(db);
  return rows.map(({ record, ...birth }) => {
    const birthday = birthdayOf(birth);
    return birthday === undefined ? withoutNulls<ContactRecord>(record) : { ...withoutNulls<ContactRecord>(record), birthday };
  });
}

function birthdayOf(row: Omit<ContactRowRead, 'record'>): BirthDate | undefined {
  if (row.birth_month === null || row.birth_day === null) return undefined;
  const date = { day: row.birth_day, month: row.birth_month };
  return row.birth_year === null ? date : { ...date, year: row.birth_year };
}

/** "Doe, Jane" in lists; a company or an address where there is no name. */
export function listName(contact: {
  readonly prefix?: string | undefined;
  readonly givenName?: string | undefined;
  readonly middleName?: string | undefined;
  readonly familyName?: string | undefined;
  readonly suffix?: string | undefined;
  readonly nickname?: string | undefined;
  readonly company?: string | undefined;
  readonly emails?: readonly { readonly value: string }[] | undefined;
  readonly phones?: readonly { readonly value: string }[] | undefined;
}): string {
  const given = [contact.givenName, contact.middleName].filter((part) => part !== undefined && part !== '').join(' ');
  const family = [contact.familyName, contact.suffix].filter((part) => part !== undefined && part !== '').join(' ');
  const name = [family, given].filter((part) => part !== '').join(', ');
  return name || contact.company || contact.nickname || contact.emails?.[0]?.value || contact.phones?.[0]?.value || '(no name)';
}
