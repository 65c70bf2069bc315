// The office's contacts as a replica of one account. In: the account and its SET. Out: every
// contact of the office, in scope while it is a member of the SET. `member` is the row in the
// SET and nothing else: leaving never deletes. Office-only fields (tax id, client status,
// client type, source) are never read here and stay as they are when a contact is written.

import { sql } from 'kysely';
import type { AddressEntry, ContactItem, Entry } from '../../core/item.ts';
import { readContactRecords } from '../../office/contact-record.ts';
import type { ContactEntry, ContactRecord } from '../../office/contact-record.ts';
import { insertContacts, markContactDeleted, rewriteContact } from '../../office/contact-write.ts';
import type { ContactFields, EntryFields } from '../../office/contact-write.ts';
import type { OfficeChange } from '../../office/change.ts';
import { changeMembers } from '../../office/set-members.ts';
import type { Sql } from '../../store/open.ts';
import { ReplicaError } from '../replica.ts';
import type { Replica } from '../replica.ts';
import type { OfficeAccount } from './account.ts';
import { tokenOf, wordOf } from './entry-type.ts';
import type { TypedList } from './entry-type.ts';
import { replicaOfRows } from './rows.ts';
import type { Wanted } from './rows.ts';

export function officeContacts(db: Sql, account: OfficeAccount): Replica {
  const setId = account.setId;

  function list(from: Sql, wanted: Wanted): Promise<ContactRecord[]> {
    return readContactRecords(from, sql`c.office_id = ${account.officeId} and ${condition(wanted)}`, setId);
  }

  function condition(wanted: Wanted) {
    if (wanted === 'all') return sql`c.deleted_at is null`;
    if ('ids' in wanted) return sql`c.id = any(${wanted.ids}::uuid[])`;
    if ('createdFor' in wanted) return sql`c.created_for = ${wanted.createdFor}`;
    return sql`(c.rev > ${wanted.since}::bigint
      or c.id in (select m.contact_id from set_member m where m.set_id = ${setId ?? null}::uuid and m.rev > ${wanted.since}::bigint))`;
  }

  const isMember = (row: ContactRecord): boolean => row.sets.some((set) => set.id === setId);

  async function setKind(from: Sql): Promise<'plain' | 'filtered' | undefined> {
    const { rows } = await sql<{ kind: 'plain' | 'filtered' }>`
      select kind from office_set where id = ${setId ?? null}::uuid and office_id = ${account.officeId} and deleted_at is null`.execute(from);
    return rows[0]?.kind;
  }

  /** Only a plain SET takes members; those of a filtered one follow its rule. */
  async function setMembers(change: OfficeChange, ids: readonly string[], member: boolean): Promise<boolean> {
    if (setId === undefined || (await setKind(change.tx)) !== 'plain') return false;
    await changeMembers(change, setId, member ? ids : [], member ? [] : ids);
    return true;
  }

  return replicaOfRows<'contact', ContactRecord>(db, account, {
    kind: 'contact',
    scope: setId ?? '',
    list,
    isGone: (row) => row.deleted,
    // Entering and leaving the SET changes the item, so it changes the version as well.
    versionOf: (row) => (row.memberRev !== undefined && BigInt(row.memberRev) > BigInt(row.version) ? row.memberRev : row.version),
    revisedOf: (row) => row.updatedAt,
    inScope: isMember,
    toItem: (row) => contactItemOf(row, isMember(row)),

    async insert(change, created) {
      await insertContacts(change, created.map(({ id, createdFor, item }) => ({ id, createdFor, fields: contactFieldsOf(item) })));
      const members = created.filter(({ item }) => item.member === true).map(({ id }) => id);
      if (members.length > 0) await setMembers(change, members, true);
    },

    async rewrite(change, row, item, changes) {
      const restore = changes === 'restore';
      const wanted = item.member === true;
      const moves = restore || wanted !== isMember(row);
      const onlyMoves = !restore && changes.every((one) => one.field === 'member');
      if (!onlyMoves) await rewriteContact(change, row, { ...officeOnly(row), ...contactFieldsOf(item) });
      const taken = moves && (await setMembers(change, [row.id], wanted));
      if (moves && !taken && onlyMoves) return 'The SET is filtered: its members follow its rule in SmartOffice';
      return undefined;
    },

    remove: (change, row) => markContactDeleted(change, row.id),

    async check(from) {
      if (setId === undefined || (await setKind(from)) !== undefined) return;
      throw new ReplicaError('gone', 'The SET that is synchronized was deleted in SmartOffice. Choose another SET in the Setup Detail.');
    },
  });
}

/** Its members stand in the order of canonical texts: none has to be put in order for one. */
export function contactItemOf(row: ContactRecord, member: boolean): ContactItem {
  return {
    addresses: row.addresses.length === 0 ? undefined : row.addresses.map((one): AddressEntry => ({ ...itemEntry('addresses', one), value: one.value })),
    birthday: row.birthday,
    company: row.company,
    department: row.department,
    emails: itemEntries('emails', row.emails),
    familyName: row.familyName,
    givenName: row.givenName,
    jobTitle: row.jobTitle,
    kind: 'contact',
    member: member ? true : undefined,
    middleName: row.middleName,
    nickname: row.nickname,
    notes: row.notes,
    phones: itemEntries('phones', row.phones),
    prefix: row.prefix,
    suffix: row.suffix,
    urls: itemEntries('urls', row.urls),
  };
}

function itemEntry(list: TypedList, entry: Pick<ContactEntry, 'id' | 'type' | 'preferred'>) {
  const type = tokenOf(list, entry.type);
  return entry.preferred ? { id: entry.id, preferred: true, type } : { id: entry.id, type };
}

function itemEntries(list: TypedList, entries: readonly ContactEntry[]): readonly Entry[] | undefined {
  return entries.length === 0 ? undefined : entries.map((one) => ({ ...itemEntry(list, one), value: one.value }));
}

export function contactFieldsOf(item: ContactItem): ContactFields {
  return {
    prefix: item.prefix,
    givenName: item.givenName,
    middleName: item.middleName,
    familyName: item.familyName,
    suffix: item.suffix,
    nickname: item.nickname,
    company: item.company,
    department: item.department,
    jobTitle: item.jobTitle,
    birthday: item.birthday,
    notes: item.notes,
    phones: rowEntries('phones', item.phones),
    emails: rowEntries('emails', item.emails),
    addresses: rowEntries('addresses', item.addresses),
    urls: rowEntries('urls', item.urls),
  };
}

function rowEntries<T>(list: TypedList, entries: readonly { id?: string; value: T; type: string; preferred?: boolean }[] = []): EntryFields<T>[] {
  return entries.map((entry) => ({ id: entry.id, value: entry.value, type: wordOf(list, entry.type), preferred: entry.preferred }));
}

/** What an item has no place for and a rewrite must keep. */
function officeOnly(row: ContactRecord): Pick<ContactRecord, 'clientStatus' | 'clientType' | 'taxId' | 'source'> {
  return { clientStatus: row.clientStatus, clientType: row.clientType, taxId: row.taxId, source: row.source };
}
