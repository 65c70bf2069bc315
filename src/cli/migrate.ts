// Commands that work on the database itself, with or without a running product. In:
// options. Out: words about what was done. Never here: a migration; the store has them.

import { z } from 'zod';
import { readConfig } from '../config.ts';
import type { Environment, Overrides } from '../config.ts';
import { migrateStore } from '../store/migrate.ts';
import { openStore } from '../store/open.ts';
import type { Store } from '../store/open.ts';
import { prepareDataFolder } from './data-folder.ts';
import { addPerson } from './people.ts';
import type { NewPerson } from './people.ts';
import { CommandTrouble } from './trouble.ts';

export async function migrate(environment: Environment, overrides: Overrides): Promise<void> {
  await withStore(environment, overrides, async (store, done) => {
    process.stdout.write(done.length === 0 ? `Nothing to do: ${store.description} is up to date.\n` : `${done.map((name) => `Applied ${name}`).join('\n')}\n`);
  });
}

const zone = z.string().refine((name) => {
  try {
    return Temporal.Now.zonedDateTimeISO(name) !== undefined;
  } catch {
    return false;
  }
});

export async function addUser(environment: Environment, overrides: Overrides, person: NewPerson): Promise<void> {
  if (!z.email().safeParse(person.email).success) throw new CommandTrouble(`"${person.email}" is not an e-mail address.`, 'Give --email the address that the person signs in with.');
  if (!zone.safeParse(person.zone).success) throw new CommandTrouble(`"${person.zone}" is not a time zone.`, 'Give --zone a name such as America/New_York.');
  if (!/^[A-Z]{2}$/.test(person.country)) throw new CommandTrouble(`"${person.country}" is not a country.`, 'Give --country two capital letters such as US.');
  if (person.password !== undefined && person.password.length < 10) throw new CommandTrouble('The password is too short.', 'Take ten characters or more, or leave --password out and one is made.');
  await withStore(environment, overrides, async (store) => {
    const { user, password } = await addPerson(store.db, person);
    const shown = person.password === undefined ? ` with the password ${password} (shown only now)` : '';
    process.stdout.write(`${user.fullName} can sign in as ${user.email}${shown}.\n`);
  });
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
