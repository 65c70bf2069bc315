// The command rotate-key: every stored secret is sealed with the newest key, so that the
// older one can be thrown away. In: a SECRET_KEY of several, or the key of the data folder,
// which is made anew. Out: how many were sealed. Stopped half-way, it goes on where it was.
// Never here: a moment in which a stored secret has no key, or a key on the terminal.

import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { readConfig } from '../config.ts';
import type { Environment, Overrides } from '../config.ts';
import { makeSecretKey, openSecret, parseSecretKeys, sealSecret } from '../secret.ts';
import type { SecretKeys } from '../secret.ts';
import { delegatedMark } from '../store/account.ts';
import { migrateStore } from '../store/migrate.ts';
import { openStore } from '../store/open.ts';
import type { Sql, Store } from '../store/open.ts';
import { withTransaction } from '../store/transaction.ts';
import { assertKeyFits, prepareDataFolder, readSecretKeys } from './data-folder.ts';
import { CommandTrouble } from './trouble.ts';

export async function rotateKey(environment: Environment, overrides: Overrides): Promise<void> {
  const config = readConfig(environment, overrides);
  if (config.secretKey !== undefined && parseSecretKeys(config.secretKey).byId.size < 2) {
    throw new CommandTrouble('SECRET_KEY holds one key only.', 'Make another one (openssl rand -base64 32), set SECRET_KEY=NEW,OLD, start every process of the product again, then run this.');
  }
  await prepareDataFolder(config.dataFolder);
  const store = await openStore({ databaseUrl: config.databaseUrl, dataFolder: config.dataFolder, poolSize: 4 });
  try {
    await migrateStore(store);
    if (config.secretKey === undefined) await rotateFolderKey(store, config.dataFolder);
    else {
      const keys = parseSecretKeys(config.secretKey);
      await assertKeyFits(store.db, keys);
      say(await resealAll(store, keys), 'The older keys may now be left out of SECRET_KEY.');
    }
  } finally {
    await store.close();
  }
}

/** Both keys stand in the file until nothing is sealed with the old one. */
async function rotateFolderKey(store: Store, folder: string): Promise<void> {
  const present = await readSecretKeys(folder, undefined);
  await assertKeyFits(store.db, present);
  await refuseWhileRunning(store.db);
  const file = join(folder, 'secret-key');
  const held = (await readFile(file, 'utf8')).trim();
  // Two keys: it was stopped half-way and goes on.
  const both = present.byId.size > 1 ? held : `${makeSecretKey()},${held}`;
  await replaceFile(file, both);
  const keys = parseSecretKeys(both);
  await assertKeyFits(store.db, keys);
  const count = await resealAll(store, keys);
  await replaceFile(file, both.split(',')[0] ?? '');
  say(count, `The new key stands in ${file}: it belongs to your backup.`);
}

async function refuseWhileRunning(db: Sql): Promise<void> {
  const { rows } = await sql`select from pg_stat_activity where application_name = 'smartoffice-sync listen' and datname = current_database()`.execute(db);
  if (rows.length > 0) throw new CommandTrouble('The product is running and holds the present key.', 'Stop it, run this again, then start it. To go on meanwhile, set SECRET_KEY=NEW,OLD for every process instead.');
}

async function replaceFile(file: string, text: string): Promise<void> {
  const made = `${file}.${randomBytes(4).toString('hex')}`;
  await writeFile(made, `${text}\n`, { mode: 0o600, flush: true });
  await rename(made, file);
}

const atOnce = 200;

/** In parts, each its own transaction; what is sealed with the newest key already is left as it is. */
export async function resealAll(store: { readonly db: Sql }, keys: SecretKeys): Promise<number> {
  let count = 0;
  for (;;) {
    const done = await withTransaction(store, async (tx) => {
      const { rows } = await sql<{ id: string; box: string }>`
        select id, google_tokens as box from account
        where google_tokens is not null and google_tokens <> ${delegatedMark} and split_part(google_tokens, '.', 2) <> ${keys.current}
        order by id limit ${atOnce} for update`.execute(tx);
      for (const { id, box } of rows) {
        const purpose = `account:${id}|google`;
        await sql`update account set google_tokens = ${sealSecret(keys, openSecret(keys, box, purpose).plain, purpose)} where id = ${id}`.execute(tx);
      }
      return rows.length;
    });
    count += done;
    if (done < atOnce) break;
  }
  const attempts = await sql<{ state: string; accountId: string; box: string }>`select state, account_id as "accountId", sealed as box from connect_attempt where split_part(sealed, '.', 2) <> ${keys.current}`.execute(store.db);
  for (const { state, accountId, box } of attempts.rows) {
    const purpose = `connect:${accountId}`;
    await sql`update connect_attempt set sealed = ${sealSecret(keys, openSecret(keys, box, purpose).plain, purpose)} where state = ${state} and sealed = ${box}`.execute(store.db);
  }
  return count + attempts.rows.length;
}

function say(count: number, then: string): void {
  process.stdout.write(`${count === 1 ? '1 secret is' : `${count} secrets are`} sealed with the new key; what was sealed with it before stayed as it was.\n${then}\n`);
}
