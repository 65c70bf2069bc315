// Import and export from a terminal. In: an API client and a file. Out: what came in and
// what did not, line by line with the reason. Never here: parsing of a file.

import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { importReportAnswer, setListAnswer } from '../http/contract/office.ts';
import { saveAnswer } from './api-client.ts';
import type { ApiClient } from './api-client.ts';
import type { Output } from './sync-commands.ts';
import { CommandTrouble } from './trouble.ts';

export interface ImportFlags {
  readonly format?: string;
  readonly set?: string;
  readonly dryRun: boolean;
  readonly json: boolean;
}

export async function importFile(client: ApiClient, output: Output, file: string, flags: ImportFlags): Promise<void> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw new CommandTrouble(`The file ${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)}).`, 'Check its name and that this user may read it.');
  }
  const query = new URLSearchParams({ dryRun: String(flags.dryRun) });
  if (flags.format !== undefined) query.set('format', flags.format);
  if (flags.set !== undefined) query.set('setId', await findSet(client, flags.set));
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(bytes)]), basename(file));
  const report = importReportAnswer.parse(await (await client.fetch('POST', `/api/import?${query}`, form)).json());
  if (flags.json) return output.line(JSON.stringify(report));
  output.line(`${report.dryRun ? 'Would come in' : 'Came in'}: ${report.contacts} contacts, ${report.activities} activities, ${report.tasks} tasks.`);
  for (const { line, name, reason, remedy, effect } of report.problems) output.line(`Line ${line}${name === undefined ? '' : ` (${name})`}: ${effect}. ${reason} ${remedy}`);
}

const exports = { vcard: 'contacts.vcf', csv: 'contacts.csv', icalendar: 'calendar.ics' } as const;

export async function exportFile(client: ApiClient, output: Output, file: string, flags: { format: keyof typeof exports; set?: string }): Promise<void> {
  const query = new URLSearchParams();
  if (flags.set !== undefined) query.set('setId', await findSet(client, flags.set));
  await saveAnswer(await client.fetch('GET', `/api/export/${exports[flags.format]}?${query}`), file);
  output.line(`Saved ${file}`);
}

async function findSet(client: ApiClient, wanted: string): Promise<string> {
  const { sets } = await client.ask('GET', '/api/sets', setListAnswer);
  const found = sets.find(({ id, name }) => id === wanted || name.toLowerCase() === wanted.toLowerCase());
  if (found) return found.id;
  throw new CommandTrouble(`There is no SET "${wanted}".`, `Choose one of: ${sets.map(({ name }) => name).join(', ') || '(there are none)'}.`);
}
