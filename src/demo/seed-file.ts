// `--seed FILE`: what the Google accounts hold, in place of the demo's own. In: a file of
// JSON in the form of the simulator's POST /_sim/seed. Out: the seed; the demo adds its
// OAuth client. Never here: a half-read file.

import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { CommandTrouble } from '../cli/trouble.ts';

const seedFile = z.looseObject({ clients: z.array(z.looseObject({})).default([]), accounts: z.array(z.looseObject({ email: z.string() })).default([]) });
export type SeedFile = z.infer<typeof seedFile>;

const remedy = 'Give a file of JSON as the simulator takes it: {"accounts":[{"email":…,"calendars":[…],"people":[…],"taskLists":[…]}]}.';

export async function readSeedFile(path: string): Promise<SeedFile> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new CommandTrouble(`The seed ${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)}).`, 'Check its name and that this user may read it.');
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new CommandTrouble(`The seed ${path} is not JSON: ${error instanceof Error ? error.message : String(error)}.`, remedy);
  }
  const parsed = seedFile.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new CommandTrouble(`The seed ${path} is not right at ${issue?.path.join('.') || 'its top'}: ${issue?.message ?? ''}.`, remedy);
  }
  return parsed.data;
}
