// The doctor: looks at everything that a synchronization needs, and says what to do. In:
// what is configured, and the store if there is one. Out: a report of checks in the order
// in which an administrator sets things up. Changes nothing, and tells no secret.

import { sql } from 'kysely';
import type { DoctorReport } from '../../http/contract/doctor.ts';
import type { Limits } from '../../replica/google/cost.ts';
import { openGoogleConnection } from '../../replica/google/connection.ts';
import type { SecretKeys } from '../../secret.ts';
import type { Account } from '../../store/account.ts';
import type { Store } from '../../store/open.ts';
import { delegatedSource } from '../account-doors.ts';
import { openDelegation } from '../delegation.ts';
import type { Delegation, DelegationConfig } from '../delegation.ts';
import { createTokenVault } from '../token-vault.ts';
import { checkApis, checkConsent, checkGrants, connectedAccounts } from './accounts.ts';
import { check, ok, toReport } from './finding.ts';
import { checkClient, checkClock, checkQuota, checkServiceAccount, checkWebhook } from './google.ts';
import type { GoogleClient } from './google.ts';
import { checkAddress, checkDatabase, checkDisk, checkKey, checkMail, checkZones } from './here.ts';

export interface DoctorInput {
  readonly publicUrl: URL;
  readonly isPublicUrlConfigured: boolean;
  readonly pushAddress?: URL;
  readonly google: GoogleClient;
  readonly delegation?: DelegationConfig;
  readonly mail: { readonly smtpUrl?: string; readonly from: string };
  readonly limits: Limits;
  readonly dataFolder: string;
  readonly zones: { readonly version: string; readonly fresh: boolean };
  readonly keys?: SecretKeys;
  /** Absent where there is no database yet. */
  readonly store?: Store;
  readonly now?: () => number;
}

export async function examine(input: DoctorInput): Promise<DoctorReport> {
  const now = input.now ?? ((): number => Date.now());
  const { google, store, keys } = input;
  const simulated = !new URL(google.addresses.calendar).hostname.endsWith('googleapis.com');
  const migrated = store !== undefined && (await sql<{ there: boolean }>`select to_regclass('push_tally') is not null as there`.execute(store.db).then(({ rows }) => rows[0]?.there === true, () => false));
  const db = migrated ? store.db : undefined;
  // Read within the checks that need them: where they cannot be read, those checks say so.
  const accounts = async (): Promise<readonly Account[]> => (db === undefined ? [] : connectedAccounts(db));
  const emails = async (): Promise<readonly string[]> => (db === undefined ? [] : (await sql<{ email: string }>`select email from app_user where disabled_at is null order by created_at`.execute(db)).rows.map(({ email }) => email));
  const redirect = new URL('/api/google/callback', input.publicUrl).href;
  const open = (): Promise<Delegation | undefined> => (store === undefined ? Promise.resolve(undefined) : openDelegation(input.delegation, store, google.addresses));
  const delegation = await open().catch(() => undefined);
  const connect = (account: Account) =>
    openGoogleConnection({ ...google, clientId: google.clientId ?? '', tokens: createTokenVault(store as Store, keys as SecretKeys).of(account.id), source: delegatedSource(account, delegation), timeoutMs: 15_000, waitFactor: 0.1 });
  const checks = await Promise.all([
    check('configuration', 'Configuration', () => ok(simulated ? `Every value can be used. Google is simulated at ${new URL(google.addresses.calendar).origin}.` : 'Every value can be used.')),
    check('address', 'Public address and redirect address', () => checkAddress(input.publicUrl, input.isPublicUrlConfigured, simulated)),
    check('client', 'Google client id and secret', () => checkClient(google, redirect, input.delegation !== undefined)),
    check('service-account', 'Service account of an organization', async () => checkServiceAccount(open, await emails())),
    check('apis', 'Enabled APIs', async () => checkApis(keys === undefined ? [] : await accounts(), connect)),
    check('consent', 'State of the application at Google', async () => checkConsent(await accounts(), new Date(now()))),
    check('grants', 'Connected accounts and their permissions', async () => checkGrants(await accounts())),
    check('clock', 'Clock', () => checkClock(google.addresses, now)),
    check('zones', 'Time zones', () => checkZones(input.zones)),
    check('quota', 'Quota', () => checkQuota(input.limits)),
    check('webhook', 'Notices of Google', () => checkWebhook(input.pushAddress, db)),
    check('mail', 'Mail', () => checkMail(input.mail)),
    check('database', 'Database', () => checkDatabase(store)),
    check('disk', 'Disk space', () => checkDisk(input.dataFolder)),
    check('key', 'Secret key', () => checkKey(keys, db)),
  ]);
  return toReport(checks, new Date(now()));
}
