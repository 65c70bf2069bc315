// The only reader of the environment. In: environment variables and the options of the
// command line, which go before them. Out: a Config in which everything is checked, or a
// ConfigTrouble that names the variable and the remedy.
// Never here: a file or an address opened; a value of a secret in a message.

import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { addressesAt, googleAddresses } from './replica/google/addresses.ts';
import type { GoogleAddresses } from './replica/google/addresses.ts';
import { defaultLimits } from './replica/google/cost.ts';
import type { Limits } from './replica/google/cost.ts';
import { SecretTrouble, parseSecretKeys } from './secret.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

const ownMachine = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** What this process was started with. A proxy named in it leads to Google, never to a simulator on this machine. */
export function presentEnvironment(): Environment {
  const { NO_PROXY = '', no_proxy = '' } = process.env;
  // The libraries that send to Google read one or the other first.
  process.env['NO_PROXY'] = process.env['no_proxy'] = [NO_PROXY, no_proxy, ...ownMachine].filter((names) => names !== '').join(',');
  return process.env;
}

export function isStartedByNpm(environment: Environment): boolean {
  return environment['npm_lifecycle_event'] !== undefined;
}

export interface GoogleConfig {
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly addresses: GoogleAddresses;
}

export interface Config {
  readonly databaseUrl?: string;
  readonly dataFolder: string;
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
  /** Without it: host and port. */
  readonly publicUrl?: URL;
  /** Where Google sends its notices of changes; absent: Google is only polled. */
  readonly pushAddress?: URL;
  readonly trustProxy: boolean | string;
  readonly google: GoogleConfig;
  /** A service account of an organization: the key or its file, and whom it covers. */
  readonly delegation?: { readonly key: string; readonly domains: readonly string[] };
  readonly mail: { readonly smtpUrl?: string; readonly from: string };
  /** Without it a key is made once and kept in the data folder. */
  readonly secretKey?: string;
  readonly pollSeconds: number;
  /** For accounts at which nobody is at work. */
  readonly pollIdleSeconds: number;
  /** For calendars of whose changes Google tells. */
  readonly pollWatchedSeconds: number;
  /** For calendars that are only shown. */
  readonly pollShownSeconds: number;
  readonly limits: Limits;
  /** Who holds it may read GET /metrics; without it nobody may. */
  readonly metricsToken?: string;
  /** Multiplies every wait after trouble with Google; 1 but in tests. */
  readonly waitFactor: number;
  readonly logLevel: LogLevel;
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

export const DEFAULT_PORT = 4300;

/** Refusals that a person reads at the terminal: what is wrong and what to do. */
export class ConfigTrouble extends Error {
  readonly remedy: string;

  constructor(what: string, remedy: string) {
    super(`${what} ${remedy}`);
    this.name = 'ConfigTrouble';
    this.remedy = remedy;
  }
}

const address = z.url({ protocol: /^https?$/ });
const port = z.coerce.number().int().min(0).max(65_535);
const units = z.coerce.number().int().min(0).max(1_000_000_000);
const limitWords = 'It must be a whole number of requests, as the quota page of your Google Cloud project shows it; 0 for no limit.';

/** What each variable must be; shown when it is not. */
const variables = {
  DATABASE_URL: { schema: z.string().regex(/^(postgres|postgresql|socket):/), must: 'It must look like postgresql://user:password@host:5432/database. Leave it out to use the private database in the data folder.' },
  DATA_FOLDER: { schema: z.string().min(1), must: 'It must name a folder that can be written.' },
  HOST: { schema: z.string().regex(/^[\w.:[\]-]+$/), must: 'It must be a host name or address, e.g. 127.0.0.1, or 0.0.0.0 for every network.' },
  PORT: { schema: port, must: 'It must be a number from 0 to 65535; 0 takes any free port.' },
  PUBLIC_URL: { schema: address, must: 'It must be the address at which browsers reach the product, e.g. https://sync.example.com.' },
  WEBHOOK_URL: { schema: z.union([z.literal('off'), address]), must: 'It must be the https address at which Google reaches the product, or "off". An http address of this machine is taken for a Google simulator only.' },
  TRUST_PROXY: { schema: z.string().min(1), must: 'It must be "true", or the addresses of your proxies with commas between them.' },
  GOOGLE_CLIENT_ID: { schema: z.string().min(1), must: 'It is the OAuth client id from the Google Cloud console.' },
  GOOGLE_CLIENT_SECRET: { schema: z.string().min(1), must: 'It is the OAuth client secret from the Google Cloud console.' },
  GOOGLE_SERVICE_ACCOUNT_KEY: { schema: z.string().min(1), must: 'It must be the JSON key file of a service account, or the name of that file.' },
  GOOGLE_DELEGATED_DOMAINS: { schema: z.string().regex(/^[\w.-]+(\s*,\s*[\w.-]+)*$/), must: 'It must be domains with commas between them, e.g. example.com,example.org.' },
  GOOGLE_BASE_URL: { schema: address, must: 'It must be the address of a Google simulator, e.g. http://127.0.0.1:4400. Leave it out to use Google.' },
  GOOGLE_AUTH_URL: { schema: address, must: 'It must be an address that starts with http.' },
  GOOGLE_TOKEN_URL: { schema: address, must: 'It must be an address that starts with http.' },
  GOOGLE_REVOKE_URL: { schema: address, must: 'It must be an address that starts with http.' },
  GOOGLE_USERINFO_URL: { schema: address, must: 'It must be an address that starts with http.' },
  GOOGLE_CERTS_URL: { schema: address, must: 'It must be an address that starts with http.' },
  GOOGLE_CALENDAR_URL: { schema: address, must: 'It must be an address that starts with http.' },
  GOOGLE_PEOPLE_URL: { schema: address, must: 'It must be an address that starts with http.' },
  GOOGLE_TASKS_URL: { schema: address, must: 'It must be an address that starts with http.' },
  SMTP_URL: { schema: z.url({ protocol: /^smtps?$/ }), must: 'It must look like smtp://user:password@host:587. Leave it out to keep mail in the product.' },
  MAIL_FROM: { schema: z.string().regex(/^[^\r\n]*@[^\r\n]+$/), must: 'It must be an e-mail address, e.g. "SmartOffice <sync@example.com>".' },
  SECRET_KEY: { schema: z.string().min(1), must: 'It must be 32 bytes in base64 (openssl rand -base64 32); after a change put the new key first and the old one after a comma.' },
  POLL_SECONDS: { schema: z.coerce.number().min(1).max(86_400), must: 'It must be a number of seconds from 1 to 86400.' },
  POLL_IDLE_SECONDS: { schema: z.coerce.number().min(1).max(86_400), must: 'It must be a number of seconds from 1 to 86400.' },
  POLL_WATCHED_SECONDS: { schema: z.coerce.number().min(1).max(86_400), must: 'It must be a number of seconds from 1 to 86400.' },
  POLL_SHOWN_SECONDS: { schema: z.coerce.number().min(1).max(86_400), must: 'It must be a number of seconds from 1 to 86400.' },
  QUOTA_CALENDAR_USER_MINUTE: { schema: units, must: limitWords },
  QUOTA_CALENDAR_PROJECT_MINUTE: { schema: units, must: limitWords },
  QUOTA_PEOPLE_READS_MINUTE: { schema: units, must: limitWords },
  QUOTA_PEOPLE_WRITES_MINUTE: { schema: units, must: limitWords },
  QUOTA_PEOPLE_WRITES_DAY: { schema: units, must: limitWords },
  QUOTA_PEOPLE_DELETES_MINUTE: { schema: units, must: limitWords },
  QUOTA_PEOPLE_GROUP_READS_MINUTE: { schema: units, must: limitWords },
  QUOTA_PEOPLE_GROUP_WRITES_MINUTE: { schema: units, must: limitWords },
  QUOTA_TASKS_PROJECT_DAY: { schema: units, must: limitWords },
  METRICS_TOKEN: { schema: z.string().regex(/^[\x21-\x7e]{16,}$/), must: 'It must have at least 16 characters without spaces (openssl rand -hex 32). Leave it out to answer nobody.' },
  GOOGLE_WAIT_FACTOR: { schema: z.coerce.number().min(0.000_001).max(1), must: 'It must be a number from 0.000001 to 1; leave it out but in tests.' },
  LOG_LEVEL: { schema: z.enum(logLevels), must: `It must be one of ${logLevels.join(', ')}.` },
} as const;

type Variable = keyof typeof variables;
/** What the command line gives, by the variable that it goes before. */
export type Overrides = { readonly [name in Variable]?: string };

export function readConfig(environment: Environment, overrides: Overrides = {}): Config {
  const read = <name extends Variable>(name: name): z.output<(typeof variables)[name]['schema']> | undefined => {
    const given = overrides[name] ?? environment[name];
    if (given === undefined || given.trim() === '') return undefined;
    const parsed = variables[name].schema.safeParse(given.trim());
    if (!parsed.success) throw new ConfigTrouble(`${sourceOf(name, overrides)} cannot be used${isSecret(name) ? '' : ` ("${given}")`}.`, variables[name].must);
    return parsed.data as z.output<(typeof variables)[name]['schema']>;
  };

  const clientId = read('GOOGLE_CLIENT_ID');
  const clientSecret = read('GOOGLE_CLIENT_SECRET');
  if ((clientId === undefined) !== (clientSecret === undefined)) {
    const missing = clientId === undefined ? 'GOOGLE_CLIENT_ID' : 'GOOGLE_CLIENT_SECRET';
    throw new ConfigTrouble(`${missing} is missing.`, 'Set both GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET, or neither.');
  }
  const secretKey = read('SECRET_KEY');
  if (secretKey !== undefined) assertSecretKey(secretKey);
  const base = read('GOOGLE_BASE_URL');
  const serviceAccountKey = read('GOOGLE_SERVICE_ACCOUNT_KEY');
  const delegatedDomains = read('GOOGLE_DELEGATED_DOMAINS');
  if (delegatedDomains !== undefined && serviceAccountKey === undefined) throw new ConfigTrouble('GOOGLE_SERVICE_ACCOUNT_KEY is missing.', 'Set it, or leave out GOOGLE_DELEGATED_DOMAINS.');
  const publicUrl = read('PUBLIC_URL');
  const trustProxy = read('TRUST_PROXY');
  const pushAddress = pushAddressOf(read('WEBHOOK_URL'), publicUrl, base);
  return {
    databaseUrl: read('DATABASE_URL'),
    dataFolder: resolve(read('DATA_FOLDER') ?? defaultDataFolder(environment)),
    host: (read('HOST') ?? '127.0.0.1').replace(/^\[(.*)\]$/, '$1'),
    port: read('PORT') ?? DEFAULT_PORT,
    publicUrl: publicUrl === undefined ? undefined : new URL(publicUrl),
    pushAddress,
    trustProxy: trustProxy === undefined || trustProxy === 'false' ? false : trustProxy === 'true' ? true : trustProxy,
    google: {
      clientId,
      clientSecret,
      addresses: {
        ...(base === undefined ? googleAddresses : addressesAt(base)),
        ...given({
          auth: read('GOOGLE_AUTH_URL'),
          token: read('GOOGLE_TOKEN_URL'),
          revoke: read('GOOGLE_REVOKE_URL'),
          userinfo: read('GOOGLE_USERINFO_URL'),
          certs: read('GOOGLE_CERTS_URL'),
          calendar: read('GOOGLE_CALENDAR_URL'),
          people: read('GOOGLE_PEOPLE_URL'),
          tasks: read('GOOGLE_TASKS_URL'),
        }),
      },
    },
    delegation: serviceAccountKey === undefined ? undefined : { key: serviceAccountKey, domains: (delegatedDomains ?? '').toLowerCase().split(/[\s,]+/).filter((domain) => domain !== '') },
    mail: { smtpUrl: read('SMTP_URL'), from: read('MAIL_FROM') ?? 'SmartOffice Synchronization <no-reply@localhost>' },
    secretKey,
    pollSeconds: read('POLL_SECONDS') ?? 30,
    pollIdleSeconds: read('POLL_IDLE_SECONDS') ?? 300,
    pollWatchedSeconds: read('POLL_WATCHED_SECONDS') ?? 300,
    pollShownSeconds: read('POLL_SHOWN_SECONDS') ?? 900,
    limits: {
      calendarPerUserPerMinute: read('QUOTA_CALENDAR_USER_MINUTE') ?? defaultLimits.calendarPerUserPerMinute,
      calendarPerProjectPerMinute: read('QUOTA_CALENDAR_PROJECT_MINUTE') ?? defaultLimits.calendarPerProjectPerMinute,
      peopleReadsPerMinute: read('QUOTA_PEOPLE_READS_MINUTE') ?? defaultLimits.peopleReadsPerMinute,
      peopleWritesPerMinute: read('QUOTA_PEOPLE_WRITES_MINUTE') ?? defaultLimits.peopleWritesPerMinute,
      peopleWritesPerDay: read('QUOTA_PEOPLE_WRITES_DAY') ?? defaultLimits.peopleWritesPerDay,
      peopleDeletesPerMinute: read('QUOTA_PEOPLE_DELETES_MINUTE') ?? defaultLimits.peopleDeletesPerMinute,
      peopleGroupReadsPerMinute: read('QUOTA_PEOPLE_GROUP_READS_MINUTE') ?? defaultLimits.peopleGroupReadsPerMinute,
      peopleGroupWritesPerMinute: read('QUOTA_PEOPLE_GROUP_WRITES_MINUTE') ?? defaultLimits.peopleGroupWritesPerMinute,
      tasksPerProjectPerDay: read('QUOTA_TASKS_PROJECT_DAY') ?? defaultLimits.tasksPerProjectPerDay,
    },
    metricsToken: read('METRICS_TOKEN'),
    waitFactor: read('GOOGLE_WAIT_FACTOR') ?? 1,
    logLevel: read('LOG_LEVEL') ?? 'warn',
  };
}

const pushPath = '/api/google/push';

/** Google takes https alone; a simulator on this machine also what stays on this machine. */
function pushAddressOf(webhook: string | undefined, publicUrl: string | undefined, googleBase: string | undefined): URL | undefined {
  if (webhook === 'off') return undefined;
  if (webhook === undefined) return publicUrl?.startsWith('https:') === true ? new URL(pushPath, publicUrl) : undefined;
  const url = new URL(webhook);
  const simulated = googleBase !== undefined && ownMachine.has(new URL(googleBase).hostname) && ownMachine.has(url.hostname);
  if (url.protocol !== 'https:' && !simulated) throw new ConfigTrouble(`WEBHOOK_URL cannot be used ("${webhook}").`, variables.WEBHOOK_URL.must);
  return url.pathname === '/' ? new URL(pushPath, url) : url;
}

/** The folder that lasts: where the platform keeps the state of programs. */
export function defaultDataFolder(environment: Environment, platform: NodeJS.Platform = process.platform): string {
  const name = 'smartoffice-sync';
  if (platform === 'win32') return join(environment['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), name);
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', name);
  return join(environment['XDG_STATE_HOME'] ?? join(homedir(), '.local', 'state'), name);
}

export interface ClientConfig {
  readonly app: string;
  readonly email?: string;
  readonly password?: string;
  readonly tokenFile: string;
}

/** What the commands that talk to a running product need. */
export function readClientConfig(
  environment: Environment,
  options: { readonly app?: string; readonly email?: string; readonly password?: string; readonly tokenFile?: string },
): ClientConfig {
  const app = options.app ?? environment['SMARTOFFICE_SYNC_APP'] ?? `http://127.0.0.1:${DEFAULT_PORT}`;
  if (!address.safeParse(app).success) {
    throw new ConfigTrouble(`"${app}" is not an address.`, 'Give --app or SMARTOFFICE_SYNC_APP the address of the product, e.g. http://127.0.0.1:4300.');
  }
  return {
    app: new URL(app).origin,
    email: options.email ?? environment['SMARTOFFICE_SYNC_EMAIL'],
    password: options.password ?? environment['SMARTOFFICE_SYNC_PASSWORD'],
    tokenFile: resolve(options.tokenFile ?? environment['SMARTOFFICE_SYNC_TOKEN_FILE'] ?? join(defaultDataFolder(environment), 'cli-token')),
  };
}

/** Only what was set: the rest keeps the default. */
function given(addresses: { readonly [name in keyof GoogleAddresses]?: string }): Partial<GoogleAddresses> {
  return Object.fromEntries(Object.entries(addresses).filter(([, address]) => address !== undefined));
}

function assertSecretKey(text: string): void {
  try {
    parseSecretKeys(text);
  } catch (error) {
    if (!(error instanceof SecretTrouble)) throw error;
    throw new ConfigTrouble('SECRET_KEY cannot be used.', variables.SECRET_KEY.must);
  }
}

function isSecret(name: Variable): boolean {
  return ['DATABASE_URL', 'GOOGLE_CLIENT_SECRET', 'GOOGLE_SERVICE_ACCOUNT_KEY', 'SMTP_URL', 'SECRET_KEY', 'METRICS_TOKEN'].includes(name);
}

function sourceOf(name: Variable, overrides: Overrides): string {
  return overrides[name] === undefined ? name : `The option --${name.toLowerCase().replaceAll('_', '-')}`;
}
