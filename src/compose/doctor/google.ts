// The checks of Google without a person's account: client id and secret, service account,
// clock, notices, quota. In: what is configured. Out: findings. Never here: a code or token
// that could be worth anything; a made-up one shows what is wanted.

import { z } from 'zod';
import type { GoogleAddresses } from '../../replica/google/addresses.ts';
import type { Limits } from '../../replica/google/cost.ts';
import { delegatedScopes } from '../../replica/google/delegation.ts';
import { fetchFromGoogle } from '../../replica/google/transport.ts';
import { ReplicaError } from '../../replica/replica.ts';
import { readPushTally } from '../../store/channel.ts';
import type { Sql } from '../../store/open.ts';
import { sql } from 'kysely';
import { DelegationTrouble } from '../delegation.ts';
import type { Delegation } from '../delegation.ts';
import { ok, problem, said, warning } from './finding.ts';
import type { Finding } from './finding.ts';

const patience = 10_000;
const console_ = 'https://console.cloud.google.com/auth/clients';

export interface GoogleClient {
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly addresses: GoogleAddresses;
}

const refusal = z.looseObject({ error: z.string(), error_description: z.string().optional() });

/** A made-up code is refused as such only when id, secret and redirect address are accepted. */
export async function checkClient(google: GoogleClient, redirectUri: string, delegated: boolean): Promise<Finding> {
  const { clientId, clientSecret } = google;
  const guide = 'The guide docs/guide-google-cloud.md leads from nothing to the first sign-in.';
  if (clientId === undefined || clientSecret === undefined) {
    if (delegated) return ok('People are connected by the service account; there is no client for a consent of their own.');
    return problem('No Google client is configured: nobody can connect.', `Make an OAuth client of the type “Web application” at ${console_}.`, `Enter the redirect address ${redirectUri} there.`, 'Set GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET and start the product again.', guide);
  }
  let answer: Response;
  try {
    answer = await fetchFromGoogle(google.addresses.token, { method: 'POST', body: new URLSearchParams({ grant_type: 'authorization_code', code: 'made-up-by-the-doctor', client_id: clientId, client_secret: clientSecret, redirect_uri: redirectUri }), signal: AbortSignal.timeout(patience) });
  } catch (error) {
    return problem(`Google cannot be reached: ${said(error)}`, `See that this machine may reach ${new URL(google.addresses.token).host} (network, DNS, proxy, firewall).`);
  }
  const read = refusal.safeParse(await answer.json().catch(() => undefined));
  const error = read.success ? read.data.error : '';
  const isUnknownAddress = error === 'redirect_uri_mismatch' || (error === 'invalid_grant' && (await refusesAddress(google.addresses, clientId, redirectUri)));
  if (isUnknownAddress) return problem('Google knows the client, but not our redirect address.', `Open ${console_} and your client.`, `Under Authorised redirect URIs enter exactly: ${redirectUri}`, 'Save, and wait some minutes: Google says that it can take up to a few hours.');
  if (error === 'invalid_grant') return ok('Google accepts the client id, the secret and the redirect address.');
  if (error === 'invalid_client') return problem('Google does not accept the client id or the secret.', `Open ${console_} and compare GOOGLE_CLIENT_ID with the client there.`, 'If the secret is lost, add a new one there and set GOOGLE_CLIENT_SECRET to it.', 'Start the product again.');
  return warning(`Google answered something that is not expected here (${answer.status} ${error}).`, 'Try again in a few minutes; then see the Google Workspace status page.');
}

/** A made-up code may be refused before the address is looked at; the page on which people consent names an unknown address at once. */
async function refusesAddress(addresses: GoogleAddresses, clientId: string, redirectUri: string): Promise<boolean> {
  const page = new URL(addresses.auth);
  page.search = new URLSearchParams({ client_id: clientId, redirect_uri: redirectUri, response_type: 'code', scope: 'openid email' }).toString();
  // Browsers open it, not this machine: where it cannot be reached from here, nothing is known of it.
  const answer = await fetchFromGoogle(page.href, { redirect: 'manual', signal: AbortSignal.timeout(patience) }).catch(() => undefined);
  if (answer === undefined) return false;
  const text = await answer.text();
  const next = answer.headers.get('location');
  const reason = next === null ? '' : (new URL(next, page).searchParams.get('authError') ?? '');
  return [text, next ?? '', Buffer.from(reason, 'base64').toString()].some((part) => part.includes('redirect_uri_mismatch'));
}

export async function checkServiceAccount(open: () => Promise<Delegation | undefined>, emails: readonly string[]): Promise<Finding> {
  let delegation: Delegation | undefined;
  try {
    delegation = await open();
  } catch (error) {
    if (error instanceof DelegationTrouble) return problem(error.message, error.remedy);
    throw error;
  }
  if (delegation === undefined) return ok('No service account is configured: each person consents.');
  const { email, clientId } = delegation.serviceAccount;
  const covered = emails.filter((one) => delegation.covers(one));
  const authorise = ['Open admin.google.com as a super administrator.', 'Go to Security, Access and data control, API controls, Manage domain-wide delegation.', `Add the client id ${clientId} with these scopes: ${delegatedScopes.join(',')}`, 'Wait some minutes, then run this check again.'];
  const [first] = covered;
  if (first === undefined) return warning(`The service account ${email} can be read, but covers none of your users.`, 'Compare the e-mail addresses of the users with GOOGLE_DELEGATED_DOMAINS.');
  try {
    await delegation.sourceOf(first).current();
    return ok(`The service account ${email} may act for ${first}; it covers ${covered.length} users.`);
  } catch (error) {
    if (!(error instanceof ReplicaError)) throw error;
    return error.message.includes('Domain-wide delegation') ? problem(`The service account ${email} may not act for ${first}: nobody has authorised it for what is synchronized.`, ...authorise) : problem(said(error));
  }
}

export async function checkClock(addresses: GoogleAddresses, now: () => number): Promise<Finding> {
  const before = now();
  let answer: Response;
  try {
    answer = await fetchFromGoogle(addresses.certs, { signal: AbortSignal.timeout(patience) });
    await answer.arrayBuffer();
  } catch (error) {
    return warning(`Google's time could not be asked for: ${said(error)}`, 'See that this machine may reach Google.');
  }
  const google = Date.parse(answer.headers.get('date') ?? '');
  if (Number.isNaN(google)) return warning('Google did not say its time.');
  const off = Math.round((before - google) / 1000);
  const words = Math.abs(off) < 2 ? 'The clock of this machine agrees with Google’s.' : `The clock of this machine is ${Math.abs(off)} seconds ${off > 0 ? 'ahead of' : 'behind'} Google’s.`;
  const step = 'Let the machine set its clock by NTP (for example: timedatectl set-ntp true).';
  return Math.abs(off) > 60 ? problem(`${words} Sign-ins and service accounts are refused.`, step) : Math.abs(off) > 5 ? warning(words, step) : ok(words);
}

export async function checkWebhook(address: URL | undefined, db: Sql | undefined): Promise<Finding> {
  const polled = 'Google is asked for changes regularly instead; nothing is lost, it only takes longer.';
  if (address === undefined) return warning(`Google cannot tell of changes. ${polled}`, 'Make the product reachable from the internet over https and set PUBLIC_URL to that address.', 'Or set WEBHOOK_URL, if only notices shall come in there.');
  const heard = db === undefined ? '' : await wordsOfTally(db);
  const refused = db === undefined ? undefined : (await sql<{ why: string }>`select why from channel_pause where until > now() and not of_calendar order by until desc limit 1`.execute(db)).rows[0]?.why;
  if (refused !== undefined) return problem(`Google opens no channel to ${address.href}: ${refused}. ${polled}`, 'The address needs https with a certificate of a public authority, and the host must be reachable from the internet.', 'Set PUBLIC_URL or WEBHOOK_URL to such an address.');
  try {
    const answer = await fetch(address, { method: 'POST', redirect: 'manual', signal: AbortSignal.timeout(patience) });
    const body = refusalOfOurs.safeParse(await answer.json().catch(() => undefined));
    if (answer.status === 404 && body.success) return ok(`Google tells of changes at ${address.href}, which answers. ${heard}`.trim());
    return problem(`At ${address.href} something else answers (${answer.status}). ${polled}`, 'Let your proxy pass POST /api/google/push on to the product, without a sign-in of its own.');
  } catch (error) {
    return warning(`From this machine ${address.href} cannot be reached: ${said(error)}. From the internet it may be. ${heard}`, 'Open the address from another network; it must answer with 404 and JSON.', 'Check DNS, certificate, proxy and firewall.');
  }
}

const refusalOfOurs = z.looseObject({ code: z.literal('not-found'), remedy: z.string() });

async function wordsOfTally(db: Sql): Promise<string> {
  const rows = await readPushTally(db);
  const of = (...outcomes: string[]): number => rows.filter((row) => outcomes.includes(row.outcome)).reduce((sum, row) => sum + row.count, 0);
  const last = rows.find((row) => row.outcome === 'taken')?.lastAt;
  return `Notices so far: ${of('taken')} taken${last === undefined ? '' : `, the last at ${last.toISOString()}`}; ${of('forged', 'unknown', 'malformed')} refused.`;
}

export function checkQuota(limits: Limits): Finding {
  const tasks = limits.tasksPerProjectPerDay;
  const figures = `Calendar ${limits.calendarPerUserPerMinute} a minute for each user and ${limits.calendarPerProjectPerMinute} for all; People ${limits.peopleReadsPerMinute} reads and ${limits.peopleWritesPerMinute} writes a minute for each user; Tasks ${tasks} a day for all.`;
  if (limits.calendarPerUserPerMinute > 600 || limits.calendarPerProjectPerMinute > 10_000 || tasks > 50_000) {
    return warning(`More is used than Google gives by default. ${figures}`, 'Compare with the Google Cloud console: APIs & Services, the API, Quotas & System Limits. Above what stands there Google refuses.');
  }
  return ok(figures);
}
