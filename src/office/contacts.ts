// The office's contacts, as its people use them. In: ids, input that was checked, the
// version that a person saw. Out: records and pages of rows; OfficeError where the record
// is gone or was changed meanwhile. Contacts belong to the office: every user sees all.

import { sql } from 'kysely';
import { z } from 'zod';
import type { Sql } from '../store/open.ts';
import { changeOffice } from './change.ts';
import type { Author, OfficeChange } from './change.ts';
import { listName, readContactRecords } from './contact-record.ts';
import type { ContactRecord } from './contact-record.ts';
import { insertContacts, markContactDeleted, rewriteContact } from './contact-write.ts';
import { notFound, stale } from './errors.ts';
import type { ContactInput } from './input.ts';
import { likePatterns, numberPattern, readPageMark, withoutNulls, writePageMark } from './text.ts';

export interface ContactListRow {
  readonly id: string;
  readonly version: string;
  readonly name: string;
  readonly company?: string;
  readonly jobTitle?: string;
  readonly phone?: string;
  readonly email?: string;
  readonly city?: string;
  readonly clientStatus?: string;
}

export interface ContactListQuery {
  readonly q?: string | undefined;
  readonly setId?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

interface ListRowRead {
  readonly sort_name: string;
  readonly row: { readonly [K in keyof ContactListRow]: ContactListRow[K] | null } & { readonly [K in 'givenName' | 'middleName' | 'familyName' | 'suffix' | 'nickname']: string | null };
}

/** One preferred entry of a list, or else the first. */
function leading(table: string, column: string) {
  return sql`(select e.${sql.ref(column)} from ${sql.table(table)} e where e.contact_id = c.id order by e.preferred desc, e.position limit 1)`;
}

const placeInList = z.tuple([z.string(), z.uuid()]);

export async function listContacts(db: Sql, officeId: string, query: ContactListQuery): Promise<{ contacts: ContactListRow[]; next?: string }> {
  const after = readPageMark(query.after, placeInList);
  const member = query.setId === undefined ? sql`true` : sql`exists (select from set_member m where m.set_id = ${query.setId} and m.contact_id = c.id and m.removed_at is null)`;
  const { rows } = await readListRows(
    db,
    sql`c.office_id = ${officeId} and c.deleted_at is null and ${member}
      and (c.search_text like all (${likePatterns(query.q)}::text[]) or c.search_text like ${numberPattern(query.q) ?? null}::text)
      and ${after === undefined ? sql`true` : sql`(c.sort_name, c.id) > (${after[0]}, ${after[1]}::uuid)`}`,
    query.limit + 1,
  );
  const contacts = rows.slice(0, query.limit).map(listRow);
  const last = rows[query.limit - 1];
  return rows.length > query.limit && last !== undefined ? { contacts, next: writePageMark([last.sort_name, last.row.id]) } : { contacts };
}

/** Rows for a list; `where` speaks of the contact as `c`. */
export function readListRows(db: Sql, where: ReturnType<typeof sql>, limit: number) {
  return sql<ListRowRead>`
    select c.sort_name, jsonb_build_object(
      'id', c.id, 'version', c.rev::text, 'company', c.company, 'jobTitle', c.job_title, 'clientStatus', c.client_status,
      'givenName', c.given_name, 'middleName', c.middle_name, 'familyName', c.family_name, 'suffix', c.suffix, 'nickname', c.nickname,
      'phone', ${leading('contact_phone', 'value')}, 'email', ${leading('contact_email', 'value')}, 'city', ${leading('contact_address', 'city')}
    ) as row
    from contact c where ${where}
    order by c.sort_name, c.id limit ${limit}`.execute(db);
}

export function listRow({ row }: ListRowRead): ContactListRow {
  const { givenName, middleName, familyName, suffix, nickname, ...rest } = withoutNulls<ContactListRow & { givenName?: string; middleName?: string; familyName?: string; suffix?: string; nickname?: string }>(row);
  const name = listName({
    givenName, middleName, familyName, suffix, nickname, company: rest.company,
    emails: rest.email === undefined ? [] : [{ value: rest.email }],
    phones: rest.phone === undefined ? [] : [{ value: rest.phone }],
  });
  return { ...rest, name };
}

/** Also a deleted one, which says so: for undo and for links from before. */
export async function findContact(db: Sql, officeId: string, id: string): Promise<ContactRecord | undefined> {
  return (await readContactRecords(db, sql`c.office_id = ${officeId} and c.id = ${id}`))[0];
}

export async function getContact(db: Sql, officeId: string, id: string): Promise<ContactRecord> {
  const record = await findContact(db, officeId, id);
  if (record === undefined || record.deleted) throw notFound('contact');
  return record;
}

export async function createContact(db: Sql, author: Author, input: ContactInput): Promise<ContactRecord> {
  return changeOffice(db, author, async (change) => {
    const [id] = await insertContacts(change, [{ fields: input }]);
    return getContact(change.tx, author.officeId, id as string);
  });
}

export async function updateContact(db: Sql, author: Author, id: string, version: string, input: ContactInput): Promise<ContactRecord> {
  return changeOffice(db, author, async (change) => {
    const present = await presentContact(change, id, version);
    await rewriteContact(change, present, input);
    return getContact(change.tx, author.officeId, id);
  });
}

export async function deleteContact(db: Sql, author: Author, id: string, version: string): Promise<void> {
  await changeOffice(db, author, async (change) => {
    await presentContact(change, id, version);
    await markContactDeleted(change, id);
  });
}

/** Read under the lock of the office: nobody can change it before we do. */
async function presentContact(change: OfficeChange, id: string, version: string): Promise<ContactRecord> {
  const present = await getContact(change.tx, change.officeId, id);
  if (present.version !== version) throw stale('contact');
  return present;
}
