// Tokens that signing in at the terminal left, one for each product address. In: a file
// name. Out: a token. Never here: a file that others can read, or a password.

import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { CommandTrouble } from './trouble.ts';

const kept = z.record(z.string(), z.object({ email: z.string(), token: z.string() }));
type Kept = z.infer<typeof kept>;

export interface KeptToken {
  readonly email: string;
  readonly token: string;
}

export async function readToken(file: string, app: string): Promise<KeptToken | undefined> {
  return (await readAll(file))[app];
}

export async function keepToken(file: string, app: string, token: KeptToken | undefined): Promise<void> {
  const { [app]: _, ...others } = await readAll(file);
  const next: Kept = token === undefined ? others : { ...others, [app]: token };
  const made = `${file}.${randomBytes(4).toString('hex')}`;
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(made, `${JSON.stringify(next)}\n`, { mode: 0o600 });
    await rename(made, file);
  } catch (error) {
    await rm(made, { force: true }).catch(() => undefined);
    throw new CommandTrouble(`The token file ${file} cannot be written (${(error as NodeJS.ErrnoException).code ?? String(error)}).`, 'Name another one with --token-file.');
  }
}

async function readAll(file: string): Promise<Kept> {
  let text: string;
  try {
    const { mode } = await stat(file);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) throw new CommandTrouble(`The token file ${file} can be read by others.`, `Run chmod 600 ${file}, or delete it and sign in again.`);
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    if (error instanceof CommandTrouble) throw error;
    throw new CommandTrouble(`The token file ${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)}).`, 'Name another one with --token-file.');
  }
  try {
    return kept.parse(JSON.parse(text));
  } catch {
    throw new CommandTrouble(`The token file ${file} is damaged.`, 'Delete it and sign in again with --email and --password.');
  }
}
