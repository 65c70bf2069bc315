// The commands that talk to a running product, as the command line describes them. In: the
// program. Out: commands on it. Never here: what they do.

import { Option } from 'commander';
import type { Command } from 'commander';
import type { Environment } from '../config.ts';
import type { ApiClient, ClientFlags } from './api-client.ts';
import type { Output } from './sync-commands.ts';

const output: Output = {
  line: (text) => void process.stdout.write(`${text}\n`),
  note: (text) => void process.stderr.write(`${text}\n`),
};

export function addClientCommands(program: Command, environment: Environment): void {
  const ownCommand = (usage: string, words: string): Command =>
    program
      .command(usage)
      .description(words)
      .option('--app <url>', 'address of the running product (SMARTOFFICE_SYNC_APP)')
      .option('--email <address>', 'sign in as (SMARTOFFICE_SYNC_EMAIL)')
      .option('--password <password>', 'better set SMARTOFFICE_SYNC_PASSWORD: others can see arguments')
      .option('--token-file <file>', 'where the token is kept between commands, readable by you alone');
  const command = (usage: string, words: string): Command => ownCommand(usage, words).option('--user <address>', 'act for this user of your office; administrators only');
  const open = async (flags: ClientFlags): Promise<ApiClient> => (await import('./api-client.ts')).openClient(environment, flags);
  const commands = () => import('./sync-commands.ts');
  const office = () => import('./office-commands.ts');
  const many = (value: string, before: readonly string[] = []): string[] => [...before, value];

  command('status', 'how the synchronization stands')
    .option('--json', 'for programs', false)
    .action(async (flags) => (await commands()).showStatus(await open(flags), output, flags.json));

  command('preview', 'save the Setup Detail with Run Synchronization selected and wait for the Preview Report')
    .option('--set <name>', 'synchronize the contacts of this SET')
    .option('--no-contacts', 'synchronize no contacts')
    .addOption(new Option('--activities <direction>', 'activities and tasks').choices(['two-way', 'to-google', 'to-office', 'none']))
    .option('--recurring', 'synchronize recurring activities')
    .option('--no-recurring', 'leave recurring activities alone')
    .action(async (flags) => (await commands()).makePreview(await open(flags), output, flags));

  command('report [id]', 'list the reports, or show one; showing a report opens it')
    .option('--pdf <file>', 'save the report as PDF; this opens it too')
    .option('--csv <file>', 'save its lines as CSV')
    .option('--json', 'for programs', false)
    .action(async (id: string | undefined, flags) => {
      const { listReports, showReport } = await commands();
      const client = await open(flags);
      await (id === undefined ? listReports(client, output, flags.json) : showReport(client, output, id, flags));
    });

  command('approve [id]', 'Approve Preview Synchronization, of the current report unless one is named')
    .option('--skip <unit>', 'not now (repeatable)', many)
    .option('--never <unit>', 'never (repeatable)', many)
    .option('--choose <conflict=alternative>', 'answer a question of the report (repeatable)', many)
    .option('--release <brake>', 'release a brake by its name (repeatable)', many)
    .option('--wait', 'wait for the initial synchronization', false)
    .action(async (id: string | undefined, flags) => (await commands()).approveReport(await open(flags), output, id, flags));

  command('reject [id]', 'Reject Preview Synchronization, of the current report unless one is named').action(async (id: string | undefined, flags) =>
    (await commands()).rejectReport(await open(flags), output, id),
  );

  command('sync-now', 'synchronize at once').action(async (flags) => (await commands()).syncNow(await open(flags), output));

  command('undo <id>', 'make an Undo Preview of a finished synchronization').action(async (id: string, flags) =>
    (await commands()).undoReport(await open(flags), output, id),
  );

  ownCommand('import <file>', 'bring in a vCard, iCalendar or CSV file')
    .addOption(new Option('--format <format>', 'without it: told from the file').choices(['vcard', 'icalendar', 'csv']))
    .option('--set <name>', 'put the contacts into this SET too')
    .option('--dry-run', 'say what would come in, and change nothing', false)
    .option('--json', 'for programs', false)
    .action(async (file: string, flags) => (await office()).importFile(await open(flags), output, file, flags));

  ownCommand('change-password', 'change your own password; it is read as one line from the standard input, unless --new is given')
    .option('--new <password>', 'the new password; others can see arguments')
    .action(async (flags) => (await import('./change-password.ts')).changePassword(environment, flags, output));

  ownCommand('export <file>', 'save the contacts of the office, or your own calendar')
    .addOption(new Option('--format <format>', 'what to save').choices(['vcard', 'csv', 'icalendar']).makeOptionMandatory())
    .option('--set <name>', 'only the contacts of this SET')
    .action(async (file: string, flags) => (await office()).exportFile(await open(flags), output, file, flags));
}
