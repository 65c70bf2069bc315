// Adds people to an office, many at once. In: lines as typed or pasted. Out: who was added,
// or what is wrong with which line. Never here: some of them added while a line is wrong, or
// a password kept anywhere but as its hash.

import { parse as parseCsv } from 'csv-parse/sync';
import { z } from 'zod';
import { makePassword } from '../office/password.ts';
import { addressHolder, createUser, getUser, isAddressTaken } from '../office/users.ts';
import { isZone } from '../office/zone.ts';
import { addAudit } from '../store/audit.ts';
import type { Sql, Store } from '../store/open.ts';
import { withTransaction } from '../store/transaction.ts';
import { mailInvitation } from '../work/invite.ts';
import type { AddedPeople, AddPeople } from './contract/people.ts';
import { AppError } from './errors.ts';

interface Line {
  readonly line: number;
  readonly email: string;
  readonly name: string;
  readonly role: string;
  readonly zone: string;
}

export interface AddingPeople {
  readonly officeId: string;
  readonly administrator: { readonly id: string; readonly by: string };
  readonly publicUrl: URL;
  readonly now: Date;
}

const mostPeople = 200;
const csvRow = z.object({ email: z.string().default(''), name: z.string().default(''), role: z.string().default(''), zone: z.string().default('') });

export async function addPeople(store: Store, wanted: AddPeople, to: AddingPeople): Promise<AddedPeople> {
  const lines = linesOf(wanted);
  if (lines.length === 0) throw new AppError('invalid', { field: 'people', message: 'Nobody is named.', remedy: 'Give a name and an e-mail address, or paste a table.' });
  if (lines.length > mostPeople) throw new AppError('invalid', { field: 'csv', message: `These are ${lines.length} people.`, remedy: `Add at most ${mostPeople} people at once.` });
  const problems = await problemsOf(store.db, lines);
  if (problems.length > 0) return { added: [], problems };
  const { country, locale } = await getUser(store.db, to.administrator.id);
  const add = withTransaction(store, async (tx) => {
    const added: AddedPeople['added'] = [];
    for (const line of lines) {
      const password = makePassword();
      const user = await createUser(tx, to.officeId, { fullName: line.name, email: line.email, role: line.role as 'user', zone: line.zone, country, locale, password });
      if (wanted.by === 'mail') await mailInvitation(tx, { userId: user.id, email: line.email, name: line.name }, invitingOf(to));
      await addAudit(tx, { officeId: to.officeId, userId: user.id, kind: 'add user', by: to.administrator.by, text: `${line.name} (${line.email}) was added as ${line.role}` });
      added.push({ userId: user.id, name: line.name, email: line.email, ...(wanted.by === 'mail' ? {} : { password }) });
    }
    return { added, problems: [] };
  });
  return add.catch(async (error: unknown) => {
    if (!isAddressTaken(error)) throw error;
    // Somebody else added one of them while the passwords were made: told as if it had been before.
    const now = await problemsOf(store.db, lines);
    if (now.length === 0) throw new AppError('stale', { remedy: 'Send it again. Nobody was added.', cause: error });
    return { added: [], problems: now };
  });
}

/** For who has lost the link or the password. What they sign in with now stays good until they choose anew. */
export async function inviteAgain(store: Store, userId: string, to: AddingPeople): Promise<void> {
  const { email, fullName } = await getUser(store.db, userId);
  await withTransaction(store, async (tx) => {
    await mailInvitation(tx, { userId, email, name: fullName }, invitingOf(to));
    await addAudit(tx, { officeId: to.officeId, userId, kind: 'invitation', by: to.administrator.by, text: `${fullName} (${email}) was mailed a link to choose a password` });
  });
}

const invitingOf = ({ administrator, publicUrl, now }: AddingPeople) => ({ by: administrator.by, publicUrl, now });

function linesOf({ people, csv, zone }: AddPeople): Line[] {
  const filled = (line: number, row: z.infer<typeof csvRow>): Line => ({ line, email: row.email.trim(), name: row.name.trim(), role: row.role.trim().toLowerCase() || 'user', zone: row.zone.trim() || zone });
  if (csv === undefined) return (people ?? []).map((row, index) => filled(index + 1, row));
  const remedy = 'Begin with a line of column names: email, name and if wished role and zone. Then a line for each person.';
  // A table copied from a spreadsheet has tabs.
  const delimiter = [',', ';', '\t'];
  try {
    const header = (names: string[]): string[] => names.map((name) => name.trim().toLowerCase());
    const rows = parseCsv(csv, { bom: true, columns: header, skip_empty_lines: true, trim: true, delimiter, relax_column_count: true, info: true }) as unknown as { info: { lines: number }; record: Record<string, string> }[];
    const [first] = rows;
    if (first !== undefined && !('email' in first.record && 'name' in first.record)) throw new AppError('invalid', { field: 'csv', message: 'The first line does not name the columns email and name.', remedy });
    return rows.map(({ info, record }) => filled(info.lines, csvRow.parse(record)));
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('invalid', { field: 'csv', message: 'The table could not be read.', remedy, cause: error });
  }
}

async function problemsOf(db: Sql, lines: readonly Line[]): Promise<AddedPeople['problems']> {
  const problems: AddedPeople['problems'] = [];
  const seen = new Map<string, number>();
  for (const { line, email, name, role, zone } of lines) {
    const say = (message: string): number => problems.push({ line, email, message });
    if (name === '') say('The name is missing.');
    if (name.length > 200) say('The name is longer than 200 characters.');
    if (role !== 'user' && role !== 'administrator') say(`“${role}” is no role. Write user or administrator.`);
    if (!isZone(zone)) say(`“${zone}” is not a time zone. Write a name such as America/New_York.`);
    if (!z.email().max(254).safeParse(email).success) {
      say(email === '' ? 'The e-mail address is missing.' : `“${email}” is not an e-mail address.`);
      continue;
    }
    const before = seen.get(email.toLowerCase());
    if (before !== undefined) say(`The same e-mail address stands in line ${before}.`);
    else {
      const holder = await addressHolder(db, email);
      if (holder !== undefined) say(holder.isDisabled ? 'A disabled user has this e-mail address. Enable that user instead.' : 'There is a user with this e-mail address already.');
    }
    seen.set(email.toLowerCase(), before ?? line);
  }
  return problems;
}
