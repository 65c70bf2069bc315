// The command change-password. In: the present password by the options of every command, the
// new one as an option or as a line of the standard input. Out: the password changed, and
// this terminal signed in with it. Never here: a password on the screen.

import { text } from 'node:stream/consumers';
import { readClientConfig } from '../config.ts';
import type { Environment } from '../config.ts';
import { openClient } from './api-client.ts';
import type { ClientFlags } from './api-client.ts';
import type { Output } from './sync-commands.ts';
import { CommandTrouble } from './trouble.ts';

export async function changePassword(environment: Environment, flags: ClientFlags & { readonly new?: string }, output: Output): Promise<void> {
  const { password: current } = readClientConfig(environment, flags);
  if (current === undefined) throw new CommandTrouble('The present password is missing.', 'Set SMARTOFFICE_SYNC_PASSWORD, or give --password.');
  const client = await openClient(environment, flags);
  const password = flags.new ?? (await text(process.stdin)).split('\n')[0]?.replace(/\r$/, '') ?? '';
  await client.fetch('PUT', '/api/session/password', JSON.stringify({ current, password }), 'application/json');
  output.line('Your password was changed. Your other sessions have ended.');
}
