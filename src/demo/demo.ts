// The demo: product, Google simulator and a seeded office, on free ports and in a folder
// that goes with it. In: options. Out: one line of JSON or plain words when ready; after
// the end nothing is left. Never here: a way to run that production does not have; only
// addresses and seeds differ.

import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isStartedByNpm, readConfig } from '../config.ts';
import type { Environment } from '../config.ts';
import { CommandTrouble } from '../cli/trouble.ts';
import { startProduct } from '../cli/product.ts';
import { untilAskedToStop } from '../cli/signals.ts';
import { ListenTrouble, openDoor } from '../http/listen.ts';
import { demoGoogleSeed } from '../office/demo-google.ts';
import { seedDemoOffice } from '../office/demo-seed.ts';
import type { SeededOffice } from '../office/demo-seed.ts';
import { playRoutes } from './play-routes.ts';
import { readSeedFile } from './seed-file.ts';
import { SeedRefused, startSimulatorProgram } from './simulator.ts';
import { makeTemporaryFolder, sweepAbandoned } from './temporary-folder.ts';

export interface DemoOptions {
  readonly appPort?: string;
  readonly googlePort?: string;
  readonly dataFolder?: string;
  readonly seed?: string;
  readonly json: boolean;
}

const APP_PORT = 4300;
const GOOGLE_PORT = 4310;

export async function demo(environment: Environment, options: DemoOptions): Promise<void> {
  const log = (line: string): void => void process.stderr.write(`${line}\n`);
  const stopping = untilAskedToStop(log, isStartedByNpm(environment));
  const file = options.seed === undefined ? undefined : await readSeedFile(options.seed);
  const endings: (() => Promise<unknown>)[] = [];
  try {
    const door = await nearPort(options.appPort, '--app-port', APP_PORT, (port) => openDoor('127.0.0.1', port));
    endings.push(() => door.close());
    const simulator = await nearPort(options.googlePort, '--google-port', GOOGLE_PORT, (port) => startSimulatorProgram(port, log));
    endings.push(() => simulator.stop());
    const temporary = options.dataFolder === undefined ? await makeTemporaryFolder() : undefined;
    if (temporary !== undefined) endings.push(() => rm(temporary, { recursive: true, force: true }));

    const client = { clientId: 'smartoffice-demo', clientSecret: randomBytes(16).toString('hex') };
    const config = readConfig(demoEnvironment(environment), {
      DATA_FOLDER: temporary ?? resolve(options.dataFolder ?? '.'),
      GOOGLE_BASE_URL: simulator.url,
      GOOGLE_CLIENT_ID: client.clientId,
      GOOGLE_CLIENT_SECRET: client.clientSecret,
    });
    const now = Temporal.Now.instant();
    const seed = file ?? demoGoogleSeed({ now });
    const clients = [
      ...(file?.clients ?? []),
      { client_id: client.clientId, client_secret: client.clientSecret, redirect_uris: [new URL('/api/google/callback', door.url).href] },
    ];
    const seeding = simulator.seed({ ...seed, clients }).catch((error: unknown) => {
      if (!(error instanceof SeedRefused) || options.seed === undefined) throw error;
      throw new CommandTrouble(`The simulator refused the seed ${options.seed}: ${error.message}.`, 'Correct what it names and start again.');
    });
    seeding.catch(() => undefined);
    let office: SeededOffice | undefined;
    const product = await startProduct(config, {
      log,
      door,
      demo: { google: simulator.url },
      routes: [playRoutes(simulator.url, seed.accounts.map(({ email }) => email))],
      beforeOpening: async (store) => {
        office = await seedDemoOffice(store.db, { now });
      },
    });
    // Stopped before the simulator, so that what it is writing still gets an answer.
    endings.push(() => product.stop());
    await seeding;
    say(options.json, product.url, simulator.url, office?.users ?? [], temporary ?? config.dataFolder, temporary !== undefined);
    const sweeping = sweepAbandoned(log);
    await stopping;
    await sweeping;
  } finally {
    for (let end = endings.pop(); end !== undefined; end = endings.pop()) {
      await end().catch((error: unknown) => log(`Something did not stop as it should: ${String(error)}`));
    }
  }
}

/** What belongs to a real installation must not reach the demo's data. */
function demoEnvironment(environment: Environment): Environment {
  const { LOG_LEVEL, POLL_SECONDS, SMTP_URL, MAIL_FROM, XDG_STATE_HOME, LOCALAPPDATA } = environment;
  return { LOG_LEVEL, POLL_SECONDS: POLL_SECONDS ?? '3', POLL_IDLE_SECONDS: POLL_SECONDS ?? '3', POLL_SHOWN_SECONDS: POLL_SECONDS ?? '15', SMTP_URL, MAIL_FROM, XDG_STATE_HOME, LOCALAPPDATA };
}

/** The port that was asked for, or nothing; without a wish the usual one, or any if that is taken. */
async function nearPort<T>(asked: string | undefined, option: string, usual: number, open: (port: number) => Promise<T>): Promise<T> {
  if (asked !== undefined) {
    const port = Number(asked);
    if (!/^\d+$/.test(asked) || port > 65_535) throw new CommandTrouble(`${option} cannot be "${asked}".`, 'It must be a number from 0 to 65535; 0 takes any free port.');
    return open(port);
  }
  try {
    return await open(usual);
  } catch (error) {
    if (error instanceof ListenTrouble && error.isTaken) return open(0);
    throw error;
  }
}

function say(json: boolean, app: string, google: string, users: SeededOffice['users'], folder: string, temporary: boolean): void {
  if (json) {
    const people = users.map(({ email, password, role, googleAccount }) => ({ email, password, role, googleAccount }));
    process.stdout.write(`${JSON.stringify({ ready: true, app, google, users: people })}\n`);
    return;
  }
  const lines = [
    '',
    'SmartOffice Synchronization for Google is ready.',
    '',
    `  Open in a browser      ${app}`,
    `  Google (simulated)     ${google}`,
    '',
    '  Sign in with',
    ...users.map(({ email, password, role, googleAccount }) => `    ${email.padEnd(26)} ${password.padEnd(18)} ${role}; Google account ${googleAccount}`),
    '',
    '  Then choose Setup, SmartOffice Synchronization for Google, and connect the Google account.',
    '',
    `Data: ${folder}${temporary ? ' (removed at the end)' : ''}`,
    'Press Ctrl+C to stop.',
    '',
  ];
  process.stdout.write(lines.join('\n'));
}
