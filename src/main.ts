// The command line. In: arguments and the environment. Out: exit code 0, or 1 with what is
// wrong and the remedy, or 2 for a command line that cannot be read.
// Never here: what a command does; each loads its own file, so that --help starts nothing.

import { Command, CommanderError, Option } from 'commander';
import { addClientCommands } from './cli/client-commands.ts';
import { inWords } from './cli/trouble.ts';
import { presentEnvironment } from './config.ts';
import type { Overrides } from './config.ts';

const environment = presentEnvironment();

interface ServerFlags {
  readonly host?: string;
  readonly port?: string;
  readonly publicUrl?: string;
  readonly dataFolder?: string;
  readonly databaseUrl?: string;
}

function overridesOf(flags: ServerFlags): Overrides {
  return { HOST: flags.host, PORT: flags.port, PUBLIC_URL: flags.publicUrl, DATA_FOLDER: flags.dataFolder, DATABASE_URL: flags.databaseUrl };
}

function describeProgram(): Command {
  const program = new Command('smartoffice-sync')
    .description('SmartOffice Synchronization for Google: contacts, activities and tasks, both ways, after a preview that a person approves.')
    .exitOverride()
    .showHelpAfterError('Run it with --help to see what there is.')
    .allowExcessArguments(false);

  const dataFolder = new Option('--data-folder <folder>', 'where the private database and the secret key are kept');
  const databaseUrl = new Option('--database-url <url>', 'a PostgreSQL server in place of the private one');

  program
    .command('serve')
    .description('run the product; the environment configures Google, mail and more')
    .option('--host <address>', 'address to listen on')
    .option('--port <number>', 'port to listen on; 0 takes any free one')
    .option('--public-url <url>', 'address at which browsers reach the product')
    .addOption(dataFolder)
    .addOption(databaseUrl)
    .option('--json', 'one line of JSON when ready', false)
    .action(async (flags: ServerFlags & { json: boolean }) => {
      const { serve } = await import('./cli/serve.ts');
      await serve(environment, overridesOf(flags), flags);
    });

  program
    .command('demo')
    .description('run the product with a seeded office and a Google simulator beside it')
    .option('--app-port <number>', 'port of the product; 0 takes any free one')
    .option('--google-port <number>', 'port of the Google simulator; 0 takes any free one')
    .option('--data-folder <folder>', 'keep the data there; without it a temporary folder is removed at the end')
    .option('--seed <file>', 'what the Google accounts hold, in place of the usual seed')
    .option('--json', 'one line of JSON when ready', false)
    .action(async (flags: { json: boolean }) => {
      const { demo } = await import('./demo/demo.ts');
      await demo(environment, flags);
    });

  program
    .command('migrate')
    .description('bring the database to the state of this version; serve does it too')
    .addOption(dataFolder)
    .addOption(databaseUrl)
    .action(async (flags: ServerFlags) => {
      const { migrate } = await import('./cli/database-commands.ts');
      await migrate(environment, overridesOf(flags));
    });

  program
    .command('doctor')
    .description('check everything that a synchronization needs, and say what to do; changes nothing')
    .addOption(dataFolder)
    .addOption(databaseUrl)
    .option('--public-url <url>', 'address at which browsers reach the product')
    .option('--json', 'for programs', false)
    .action(async (flags: ServerFlags & { json: boolean }) => {
      const { doctor } = await import('./cli/doctor.ts');
      await doctor(environment, overridesOf(flags), flags);
    });

  program
    .command('rotate-key')
    .description('seal every stored secret with the newest key, so that the older one can be thrown away')
    .addOption(dataFolder)
    .addOption(databaseUrl)
    .action(async (flags: ServerFlags) => {
      const { rotateKey } = await import('./cli/rotate-key.ts');
      await rotateKey(environment, overridesOf(flags));
    });

  program
    .command('set-password')
    .description('give a person a new password at the machine of the product; their sessions end')
    .requiredOption('--email <address>')
    .option('--password <password>', 'without it one is made and shown once')
    .addOption(dataFolder)
    .addOption(databaseUrl)
    .action(async (flags) => {
      const { setPassword } = await import('./cli/database-commands.ts');
      await setPassword(environment, overridesOf(flags), flags);
    });

  program
    .command('add-user')
    .description('add a person who may sign in; the first one should be an administrator')
    .requiredOption('--email <address>')
    .requiredOption('--name <full name>')
    .addOption(new Option('--role <role>').choices(['user', 'administrator']).default('user'))
    .option('--password <password>', 'without it one is made and shown once')
    .option('--office <name>', 'office of the person; made when there is none of that name')
    .option('--zone <zone>', 'time zone, e.g. America/New_York', Intl.DateTimeFormat().resolvedOptions().timeZone)
    .option('--country <code>', 'country of phone numbers without a prefix', 'US')
    .option('--locale <locale>', 'how dates and numbers are written', 'en-US')
    .addOption(dataFolder)
    .addOption(databaseUrl)
    .action(async (flags) => {
      const { addUser } = await import('./cli/database-commands.ts');
      await addUser(environment, overridesOf(flags), flags);
    });

  program
    .command('add-users <file>')
    .description('add many people at once from a CSV file with the columns email and name, and if wished role, password, office, zone, country, locale')
    .addOption(dataFolder)
    .addOption(databaseUrl)
    .action(async (file: string, flags: ServerFlags) => {
      const { addUsers } = await import('./cli/database-commands.ts');
      await addUsers(environment, overridesOf(flags), file);
    });

  addClientCommands(program, environment);
  // Refusals of subcommands must come to us too.
  for (const command of program.commands) command.exitOverride().showHelpAfterError(`Run ${command.name()} --help to see what it takes.`);
  return program;
}

/** A pipe that was closed (| head) is no trouble of ours. */
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

try {
  await describeProgram().parseAsync(process.argv);
  process.exitCode ??= 0;
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    process.stderr.write(`${inWords(error)}\n`);
    process.exitCode = 1;
  }
}
