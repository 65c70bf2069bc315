// The checks of connected accounts: enabled APIs, what was granted, until when. In: the
// store and a way to Google. Out: findings. One account is used to ask each API once, for
// one record at most; of the others only what is stored is looked at.

import { sql } from 'kysely';
import { z } from 'zod';
import type { GoogleConnection } from '../../replica/google/connection.ts';
import { ReplicaError } from '../../replica/replica.ts';
import { grantedKinds, missingKinds } from '../../work/account-context.ts';
import { accountColumns, delegatedMark } from '../../store/account.ts';
import type { Account } from '../../store/account.ts';
import type { Sql } from '../../store/open.ts';
import { ok, problem, said, warning } from './finding.ts';
import type { Finding } from './finding.ts';

export async function connectedAccounts(db: Sql): Promise<readonly Account[]> {
  const { rows } = await sql<Account>`select ${accountColumns} from account where google_tokens is not null order by (state = 'active') desc, id`.execute(db);
  return rows;
}

const apis = [
  { api: 'calendar', kind: 'event', name: 'Google Calendar API', service: 'calendar-json.googleapis.com', call: 'calendarList.list', send: (google, options) => google.calendar.calendarList.list({ maxResults: 1, fields: 'kind' }, options) },
  { api: 'people', kind: 'contact', name: 'People API', service: 'people.googleapis.com', call: 'contactGroups.list', send: (google, options) => google.people.contactGroups.list({ pageSize: 1, groupFields: 'name' }, options) },
  { api: 'tasks', kind: 'task', name: 'Google Tasks API', service: 'tasks.googleapis.com', call: 'tasklists.list', send: (google, options) => google.tasks.tasklists.list({ maxResults: 1, fields: 'kind' }, options) },
] as const satisfies readonly (Pick<Parameters<GoogleConnection['ask']>[0], 'api' | 'call' | 'send'> & { kind: string; name: string; service: string })[];

const disabled = new Set(['accessNotConfigured', 'SERVICE_DISABLED']);

export async function checkApis(accounts: readonly Account[], connect: (account: Account) => GoogleConnection): Promise<Finding> {
  const account = accounts.find(({ state }) => state !== 'needs reconnect') ?? accounts[0];
  if (account === undefined) return warning('No account is connected, so it cannot be seen whether the three APIs are enabled.', 'In the Google Cloud console, under APIs & Services, Library, enable: Google Calendar API, People API, Google Tasks API.', 'Connect an account in the Setup Detail, then run this check again.');
  const connection = connect(account);
  const granted = grantedKinds(account);
  const steps: string[] = [];
  const seen: string[] = [];
  for (const { api, kind, name, service, call, send } of apis) {
    if (!granted.includes(kind)) continue;
    try {
      const told = await connection.ask({ api, call, units: 1, effect: 'read', answer: z.unknown(), send });
      if (told.ok) seen.push(name);
      else if (disabled.has(told.trouble.reason)) steps.push(`${name} is not enabled: open https://console.cloud.google.com/apis/library/${service} in your project and choose Enable. It can take some minutes.`);
      else steps.push(`${name} refused a request: ${said(told.trouble.message)} (${told.trouble.status} ${told.trouble.reason}).`);
    } catch (error) {
      if (!(error instanceof ReplicaError)) throw error;
      if (error.kind === 'wait') return warning(`${name} asks to wait: ${said(error)}`, 'Try again later.');
      return problem(`Google does not let us in for ${account.googleEmail ?? 'the account'}: ${said(error)}`, 'See the check of the accounts below; the person connects Google again in the Setup Detail.');
    }
  }
  if (steps.length > 0) return problem('Not every API that is needed answers.', ...steps);
  return ok(`Answered for ${account.googleEmail ?? 'an account'}: ${seen.join(', ') || 'nothing was granted'}.`);
}

const kindWords = { contact: 'contacts', event: 'calendar', task: 'tasks' } as const;
const shown = 8;

export function checkGrants(accounts: readonly Account[]): Finding {
  if (accounts.length === 0) return ok('No account is connected yet.');
  const lacking = accounts.flatMap((account) => {
    const missing = missingKinds(account);
    return missing.length === 0 ? [] : [`${account.googleEmail ?? account.id}: not granted: ${missing.map((kind) => kindWords[kind]).join(', ')}.`];
  });
  const lost = accounts.filter(({ state }) => state === 'needs reconnect').map((account) => `${account.googleEmail ?? account.id}: ${account.stateText}`);
  if (lost.length > 0) return problem(`${lost.length} of ${accounts.length} accounts must be connected again.`, ...limited([...lost, ...lacking]));
  if (lacking.length > 0) return warning(`${lacking.length} of ${accounts.length} accounts were not given every permission that their setup needs; the rest of it is synchronized.`, ...limited(lacking), 'These persons select Reconnect Google in the Setup Detail and leave all boxes ticked.');
  return ok(`${accounts.length} accounts are connected with every permission that their setup needs${delegatedWords(accounts)}.`);
}

function delegatedWords(accounts: readonly Account[]): string {
  const count = accounts.filter(({ googleTokens }) => googleTokens === delegatedMark).length;
  return count === 0 ? '' : `, ${count} of them by the service account`;
}

function limited(lines: readonly string[]): string[] {
  return lines.length <= shown ? [...lines] : [...lines.slice(0, shown), `… and ${lines.length - shown} more.`];
}

const publish = ['Open https://console.cloud.google.com/auth/audience in your project.', 'In a Google Workspace choose “Make internal”. Otherwise choose “Publish app”.', 'Then each person selects Reconnect Google once: accesses that were given before still end.'];

export function checkConsent(accounts: readonly Account[], now: Date): Finding {
  const limitedOnes = accounts.filter(({ googleAccessEndsAt }) => googleAccessEndsAt !== null);
  const next = limitedOnes.map(({ googleAccessEndsAt }) => googleAccessEndsAt?.getTime() ?? 0).sort((left, right) => left - right)[0];
  if (next !== undefined) {
    const words = `The application is in “Testing” at Google, which ends each access after seven days: ${limitedOnes.length} of ${accounts.length} accounts, the first on ${new Date(next).toISOString().slice(0, 10)}.`;
    return next < now.getTime() ? problem(words, ...publish) : warning(words, ...publish);
  }
  if (accounts.length === 0) return warning('Until somebody connects it cannot be seen whether the application is in “Testing” at Google, where each access ends after seven days.', ...publish.slice(0, 2));
  return ok('Google gave lasting access to every connected account.');
}
