// Brings a file into the office. In: bytes of a vCard, iCalendar or CSV file, and the person
// who imports. Out: a report of what was taken and what was not, line by line. Everything
// taken is written in one change; a dry run writes nothing. Contacts that the office holds
// already, equal in every part, are not made twice, nor are activities and tasks.

import { sql } from 'kysely';
import type { Sql } from '../../store/open.ts';
import type { Owner } from '../activities.ts';
import { insertActivities } from '../activity-write.ts';
import { changeOffice } from '../change.ts';
import { listName, readContactRecords } from '../contact-record.ts';
import { insertContacts } from '../contact-write.ts';
import { OfficeError } from '../errors.ts';
import type { ActivityInput, ContactInput, TaskInput } from '../input.ts';
import { changeMembers } from '../set-members.ts';
import { getSet } from '../sets.ts';
import { insertTasks } from '../tasks.ts';
import { foldText } from '../text.ts';
import { partActivities, partTasks } from './already-there.ts';
import { readCsv } from './csv-read.ts';
import { decodeText, detectFormat } from './decode-text.ts';
import { readCalendar } from './ics-read.ts';
import type { FileEntry, FileFormat, ImportProblem, ImportReport } from './report.ts';
import { readVcards } from './vcard-read.ts';
import type { ReadContact } from './vcard-read.ts';

export interface ImportOptions {
  /** Absent: told from the content. */
  readonly format?: FileFormat | undefined;
  readonly dryRun?: boolean | undefined;
  /** A plain SET into which the contacts are put. */
  readonly setId?: string | undefined;
  /** For times without a zone: the importer's. */
  readonly zone: string;
}

interface Content {
  readonly contacts: readonly ReadContact[];
  readonly activities: readonly FileEntry<ActivityInput>[];
  readonly tasks: readonly FileEntry<TaskInput>[];
  readonly problems: readonly ImportProblem[];
}

export async function importFile(db: Sql, owner: Owner, bytes: Uint8Array, options: ImportOptions): Promise<ImportReport> {
  if (bytes.length === 0) throw new OfficeError('invalid', 'The file is empty.', 'Export it from the other program again.', 'file');
  const decoded = decodeText(bytes);
  const format = options.format ?? detectFormat(decoded.text);
  const content = readContent(format, decoded.text, options.zone);
  if (options.setId !== undefined) await assertPlainSet(db, owner.officeId, options.setId);
  const { fresh, known } = await partByKnown(db, owner.officeId, content.contacts);
  const activities = await partActivities(db, owner.userId, content.activities);
  const tasks = await partTasks(db, owner.userId, content.tasks);
  const there = [...known, ...activities.known, ...tasks.known];
  const problems = [...decoded.problems, ...content.problems, ...there].sort((left, right) => left.line - right.line);
  const counts = { contacts: fresh.length, activities: activities.fresh.length, tasks: tasks.fresh.length };
  if (counts.contacts + counts.activities + counts.tasks === 0 && problems.length === 0) {
    throw new OfficeError('invalid', 'There is nothing in the file that could be imported.', 'Check that it is the right file, and export it from the other program again.', 'file');
  }
  if (options.dryRun !== true && counts.contacts + counts.activities + counts.tasks > 0) await write(db, owner, fresh, activities.fresh, tasks.fresh, options.setId);
  return { format, dryRun: options.dryRun === true, ...counts, alreadyThere: there.length, problems };
}

function readContent(format: FileFormat, text: string, zone: string): Content {
  const none = { contacts: [], activities: [], tasks: [] };
  switch (format) {
    case 'vcard':
      return { ...none, ...readVcards(text) };
    case 'icalendar':
      return { ...none, ...readCalendar(text, zone) };
    case 'csv':
      return { ...none, ...readCsv(text) };
    default:
      return format satisfies never;
  }
}

async function write(db: Sql, owner: Owner, contacts: readonly ReadContact[], activities: readonly FileEntry<ActivityInput>[], tasks: readonly FileEntry<TaskInput>[], setId: string | undefined): Promise<void> {
  await changeOffice(db, owner, async (change) => {
    const ids = await insertContacts(change, contacts.map(({ input }) => ({ fields: input })));
    if (setId !== undefined && ids.length > 0) await changeMembers(change, setId, ids, []);
    await insertActivities(change, activities.map(({ input, uid }) => ({ ownerId: owner.userId, importUid: uid, fields: input })));
    await insertTasks(change, tasks.map(({ input, uid }) => ({ ownerId: owner.userId, importUid: uid, fields: input })));
  });
}

async function assertPlainSet(db: Sql, officeId: string, setId: string): Promise<void> {
  const set = await getSet(db, officeId, setId);
  if (set.kind !== 'plain') throw new OfficeError('invalid', `The SET "${set.name}" is filtered: its members follow its rule.`, 'Choose a plain SET, or none.', 'setId');
}

/** The same file imported twice must not double the office. */
async function partByKnown(db: Sql, officeId: string, contacts: readonly ReadContact[]): Promise<{ fresh: ReadContact[]; known: ImportProblem[] }> {
  const names = [...new Set(contacts.map(({ input }) => foldText(listName(input))))];
  const present = names.length === 0 ? [] : await readContactRecords(db, sql`c.office_id = ${officeId} and c.deleted_at is null and c.sort_name = any(${names}::text[])`);
  const seen = new Map(present.map((record) => [contentOf(record as unknown as ContactInput), 'The office holds this contact already.']));
  const fresh: ReadContact[] = [];
  const known: ImportProblem[] = [];
  for (const contact of contacts) {
    const content = contentOf(contact.input);
    const reason = seen.get(content);
    if (reason !== undefined) known.push({ line: contact.line, name: contact.name, reason, remedy: 'Nothing needs to be done.', effect: 'left out' });
    else fresh.push(contact);
    if (reason === undefined) seen.set(content, 'The same contact stands in the file before.');
  }
  return { fresh, known };
}

function contentOf(contact: ContactInput): string {
  const text = (value: string | undefined): string => (value ?? '').replace(/\r\n?/g, '\n').trim();
  const entries = (list: readonly { value: unknown; type: string }[] = []): unknown[] => list.map(({ value, type }) => [typeof value === 'string' ? value : Object.entries(value as object).filter(([, part]) => part !== undefined).sort(), type]);
  const { prefix, givenName, middleName, familyName, suffix, nickname, company, department, jobTitle, notes, birthday } = contact;
  return JSON.stringify([
    [prefix, givenName, middleName, familyName, suffix, nickname, company, department, jobTitle, notes].map(text),
    birthday === undefined ? '' : [birthday.year, birthday.month, birthday.day],
    entries(contact.phones), entries(contact.emails), entries(contact.addresses), entries(contact.urls),
  ]);
}
