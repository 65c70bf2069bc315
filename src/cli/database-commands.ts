// Commands that work on the database itself, with or without a running product. In:
// options. Out: words about what was done. Never here: a migration; the store has them.

import { readFile } from 'node:fs/promises';
import { parse as parseCsv } from 'csv-parse/sync';
import { z } from 'zod';
import { readConfig } from '../config.ts';
import type { Environment, Overrides } from '../config.ts';
import { isZone } from '../office/zone.ts';
import { migrateStore } from '../store/migrate.ts';
import { openStore } from '../store/open.ts';
import type { Store } from '../store/open.ts';
import { prepareDataFolder } from './data-folder.ts';
import { addPerson, givePassword } from './people.ts';
import type { NewPerson } from './people.ts';
import { CommandTrouble } from './trouble.ts';

export async function migrate(environment: Environment, overrides: Overrides): Promise<void> {
  await withStore(environment, overrides, async (store, done) => {
    process.stdout.write(done.length === 0 ? `Nothing to do: ${store.description} is up to date.\n` : `${done.map((name) => `Applied ${name}`).join('\n')}\n`);
  });
}

export async function addUser(environment: Environment, overrides: Overrides, person: NewPerson): Promise<void> {
  checkPerson(person);
  await withStore(environment, overrides, (store) => addOne(store, person));
}

export async function setPassword(environment: Environment, overrides: Overrides, given: { readonly email: string; readonly password?: string }): Promise<void> {
  if (given.password !== undefined) checkPassword(given.password);
  await withStore(environment, overrides, async (store) => {
    const { user, password } = await givePassword(store.db, given.email, given.password);
    const shown = given.password === undefined ? `: ${password} (shown only now)` : '';
    process.stdout.write(`${user.fullName} has a new password${shown}. Whoever was signed in as ${user.email} is signed out.\n`);
  });
}

function checkPassword(password: string): void {
  if (password.length < 10) throw new CommandTrouble('The password is too short.', 'Take ten characters or more, or leave the password out and one is made.');
}

const columns = z.object({
  email: z.string(),
  name: z.string().min(1),
  role: z.enum(['user', 'administrator', '']).default('user'),
  password: z.string().optional(),
  office: z.string().optional(),
  zone: z.string().optional(),
  country: z.string().optional(),
  locale: z.string().optional(),
});

/** All of them are looked at before the first is added. */
export async function addUsers(environment: Environment, overrides: Overrides, file: string): Promise<void> {
  const people = readPeople(await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new CommandTrouble(`The file ${file} cannot be read (${error.code ?? error.message}).`, 'Check its name and that this user may read it.');
  }));
  await withStore(environment, overrides, async (store) => {
    for (const person of people) await addOne(store, person);
  });
}

function readPeople(text: string): NewPerson[] {
  const remedy = 'Give a first line with the columns email,name and if wished role, password, office, zone, country, locale; then a line for each person.';
  let rows: unknown[];
  try {
    rows = parseCsv(text, { bom: true, columns: true, skip_empty_lines: true, trim: true });
  } catch (error) {
    throw new CommandTrouble(`The file is not CSV: ${error instanceof Error ? error.message : String(error)}.`, remedy);
  }
  return rows.map((row, index) => {
    const read = columns.safeParse(row);
    if (!read.success) throw new CommandTrouble(`Person ${index + 1} of the file is not right at ${read.error.issues[0]?.path.join('.') ?? 'its columns'}.`, remedy);
    const { role, password, office, zone, country, locale, ...person } = read.data;
    const full: NewPerson = { ...person, role: role || 'user', password: password || undefined, office: office || undefined, zone: zone || Intl.DateTimeFormat().resolvedOptions().timeZone, country: country || 'US', locale: locale || 'en-US' };
    checkPerson(full);
    return full;
  });
}

function checkPerson(person: NewPerson): void {
  if (!z.email().safeParse(person.email).success) throw new CommandTrouble(`"${person.email}" is not an e-mail address.`, 'Give the address that the person signs in with.');
  if (!isZone(person.zone)) throw new CommandTrouble(`"${person.zone}" is not a time zone.`, 'Give the zone a name such as America/New_York.');
  if (!/^[A-Z]{2}$/.test(person.country)) throw new CommandTrouble(`"${person.country}" is not a country.`, 'Give the country as two capital letters such as US.');
  if (person.password !== undefined) checkPassword(person.password);
}

async function addOne(store: Store, person: NewPerson): Promise<void> {
  const { user, password } = await addPerson(store.db, person);
  const shown = person.password === undefined ? ` with the password ${password} (shown only now)` : '';
  process.stdout.write(`${user.fullName} can sign in as ${user.email}${shown}.\n`);
}

async function withStore(environment: Environment, overrides: Overrides, work: (store: Store, done: readonly string[]) => Promise<void>): Promise<void> {
  const config = readConfig(environment, overrides);
  if (config.databaseUrl === undefined) await prepareDataFolder(config.dataFolder);
  const store = await openStore({ databaseUrl: config.databaseUrl, dataFolder: config.dataFolder, poolSize: 4, log: (line) => process.stderr.write(`${line}\n`) });
  try {
    await work(store, await migrateStore(store));
  } finally {
    await store.close();
  }
}
