// The folder that holds the private database, the secret key and built pages. In: its
// name. Out: the folder, open to its owner only, or a refusal that says what to change.
// Never here: a key shown, or a key made anew where one exists.

import { randomBytes } from 'node:crypto';
import { access, chmod, constants, link, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sql } from 'kysely';
import { makeSecretKey, openSecret, parseSecretKeys, sealSecret, SecretTrouble } from '../secret.ts';
import type { SecretKeys } from '../secret.ts';
import type { Sql } from '../store/open.ts';
import { CommandTrouble } from './trouble.ts';

const remedy = 'Choose another one with --data-folder or DATA_FOLDER, or give this user the right to write there.';

export async function prepareDataFolder(folder: string): Promise<void> {
  try {
    if (!(await makeFolder(folder))) {
      const found = await stat(folder);
      if (!found.isDirectory()) throw new CommandTrouble(`The data folder ${folder} is not a folder.`, remedy);
      // Tokens and the database stand in it; a folder of somebody else is left as it is.
      if (found.uid === process.getuid?.()) await chmod(folder, 0o700);
    }
    await access(folder, constants.W_OK | constants.X_OK);
    const probe = join(folder, `.probe-${randomBytes(4).toString('hex')}`);
    await writeFile(probe, '');
    await rm(probe);
  } catch (error) {
    if (error instanceof CommandTrouble) throw error;
    const { code } = error as NodeJS.ErrnoException;
    const why = { EACCES: 'may not be written by this user', EPERM: 'may not be written by this user', EROFS: 'is on a disk that can only be read', ENOSPC: 'is on a disk that is full', ENOTDIR: 'is below a file', ENOENT: 'cannot be made there' }[code ?? ''];
    if (why === undefined) throw error;
    throw new CommandTrouble(`The data folder ${folder} ${why}.`, remedy);
  }
}

/** mkdir's own `recursive` never ends below /proc. Answers whether it was made now. */
async function makeFolder(folder: string): Promise<boolean> {
  const make = (): Promise<boolean> => mkdir(folder, { mode: 0o700 }).then(() => true, ifCode('EEXIST', () => false));
  const parent = dirname(folder);
  return make().catch(ifCode('ENOENT', async () => {
    if (parent !== folder) await makeFolder(parent);
    return make();
  }));
}

function ifCode<T>(code: string, then: () => T) {
  return (error: NodeJS.ErrnoException): T => {
    if (error.code !== code) throw error;
    return then();
  };
}

/** The configured key, or the one in the folder, made at the first start. */
export async function readSecretKeys(folder: string, configured: string | undefined): Promise<SecretKeys> {
  if (configured !== undefined) return parseSecretKeys(configured);
  const file = join(folder, 'secret-key');
  const made = join(folder, `.secret-key-${randomBytes(4).toString('hex')}`);
  try {
    return parseSecretKeys(await readFile(file, 'utf8'));
  } catch (error) {
    if (error instanceof SecretTrouble) throw new CommandTrouble(`The secret key in ${file} cannot be used.`, 'Restore that file from a backup, or set SECRET_KEY.');
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  await writeFile(made, `${makeSecretKey()}\n`, { mode: 0o600, flush: true });
  try {
    // Of several processes that start at once, one key wins and the others take it.
    await link(made, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(made, { force: true });
  }
  return parseSecretKeys(await readFile(file, 'utf8'));
}

const CHECK = 'secret-check';

/** The key must be the one that the database was written with, or tokens stop opening one by one. */
export async function assertKeyFits(db: Sql, keys: SecretKeys): Promise<void> {
  const box = sealSecret(keys, 'opens', CHECK);
  await sql`insert into meta (key, value) values (${CHECK}, to_jsonb(${box}::text)) on conflict (key) do nothing`.execute(db);
  const { rows } = await sql<{ box: string }>`select value #>> '{}' as box from meta where key = ${CHECK}`.execute(db);
  try {
    const { old } = openSecret(keys, rows[0]?.box ?? '', CHECK);
    if (old) await sql`update meta set value = to_jsonb(${box}::text), set_at = now() where key = ${CHECK}`.execute(db);
  } catch (error) {
    if (!(error instanceof SecretTrouble)) throw error;
    throw new CommandTrouble(
      'The secret key is not the one that this database was written with.',
      'Give every process the same SECRET_KEY; after a change put the new key first and the old one after a comma.',
    );
  }
}
