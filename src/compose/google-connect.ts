// Connects an account to Google and back. In: the redirect of Google. Out: sealed tokens
// and the scopes that were granted. Another Google account than before opens the gate: what
// was known of the former one is forgotten, nothing is written anywhere [R17].

import { sql } from 'kysely';
import { z } from 'zod';
import type { Kind } from '../core/item.ts';
import { beginPreview } from '../cycle/begin-preview.ts';
import { withoutSecrets } from '../http/answer-errors.ts';
import type { GoogleConnect } from '../http/google-connect.ts';
import { finishConnect, revokeAccess, startConnect } from '../replica/google/oauth.ts';
import type { GoogleAddresses } from '../replica/google/addresses.ts';
import { openSecret, sealSecret } from '../secret.ts';
import type { SecretKeys } from '../secret.ts';
import { changeAccount, delegatedMark, isGoogleAccountTaken, loadAccount } from '../store/account.ts';
import type { Account } from '../store/account.ts';
import { addAudit } from '../store/audit.ts';
import type { Sql, Store } from '../store/open.ts';
import { endUnfinishedRuns, findUnfinishedPlans } from '../store/plan.ts';
import { withTransaction } from '../store/transaction.ts';
import { grantedKinds, isSelected } from '../work/account-context.ts';
import type { Delegation } from './delegation.ts';
import type { TokenVault } from './token-vault.ts';

export interface GoogleConnectOptions {
  readonly store: Store;
  readonly keys: SecretKeys;
  readonly vault: TokenVault;
  readonly google: { readonly clientId?: string; readonly clientSecret?: string; readonly addresses: GoogleAddresses };
  readonly publicUrl: URL;
  /** Before the access to an account is given up: nobody can stop its push channels afterwards. */
  stopChannels(account: Account): Promise<void>;
  readonly delegation?: Delegation;
  readonly log: (line: string) => void;
}

const attemptSchema = z.object({ verifier: z.string(), nonce: z.string(), by: z.string().optional() });
const attemptMinutes = 30;

export function createGoogleConnect({ store, keys, vault, google, publicUrl, stopChannels, delegation, log }: GoogleConnectOptions): GoogleConnect {
  const redirectUri = new URL('/api/google/callback', publicUrl).href;
  const { clientId } = google;

  /** Of who is disabled meanwhile it counts as run out: the browser may hold it longer than its session [R39]. */
  async function takeAttempt(state: string): Promise<({ accountId: string } & z.infer<typeof attemptSchema>) | undefined> {
    const { rows } = await sql<{ accountId: string; sealed: string }>`
      delete from connect_attempt c where state = ${state} and made_at > now() - make_interval(mins => ${attemptMinutes})
        and not exists (select from account a join app_user u on u.id = a.user_id where a.id = c.account_id and u.disabled_at is not null)
      returning account_id as "accountId", sealed`.execute(store.db);
    const row = rows[0];
    if (row === undefined) return undefined;
    return { accountId: row.accountId, ...attemptSchema.parse(JSON.parse(openSecret(keys, row.sealed, `connect:${row.accountId}`).plain)) };
  }

  return {
    covers: (user) => delegation?.covers(user.email) === true,

    async connectDelegated(account, user) {
      return delegation?.covers(user.email) === true ? delegation.connect(account, user) : undefined;
    },

    async start(account, user, by = nameOf(user)) {
      if (clientId === undefined) return { url: new URL('/setup/google?error=google-not-configured', publicUrl).href };
      const { url, state, verifier, nonce } = startConnect({ addresses: google.addresses, clientId, redirectUri, loginHint: account.googleEmail ?? user.email });
      await sql`delete from connect_attempt where made_at < now() - make_interval(mins => ${attemptMinutes})`.execute(store.db);
      await sql`
        insert into connect_attempt (state, account_id, sealed)
        values (${state}, ${account.id}, ${sealSecret(keys, JSON.stringify({ verifier, nonce, by }), `connect:${account.id}`)})`.execute(store.db);
      return { url };
    },

    async finish(callbackUrl) {
      const query = callbackUrl.searchParams;
      const state = query.get('state') ?? '';
      const attempt = await takeAttempt(state);
      if (attempt === undefined || clientId === undefined) return { error: 'connect-expired' };
      const outcome = await finishConnect({
        addresses: google.addresses,
        clientId,
        clientSecret: google.clientSecret,
        redirectUri,
        callback: { code: query.get('code') ?? undefined, state, error: query.get('error') ?? undefined },
        expected: { state, verifier: attempt.verifier, nonce: attempt.nonce },
      });
      switch (outcome.outcome) {
        case 'connected': {
          if (await isGoogleAccountTaken(store.db, attempt.accountId, outcome.sub)) return { userId: attempt.accountId, error: 'account-in-use' };
          const granted = outcome.grantedScopes;
          const former = await loadAccount(store.db, attempt.accountId);
          if (former.googleSubject !== null && former.googleSubject !== outcome.sub && former.googleTokens !== null) await stopChannels(former);
          const isTaken = await withTransaction(store, async (tx) => {
            const account = await loadAccount(tx, attempt.accountId, 'for update');
            // Asked again: another user may have connected it while this one was at it.
            if (await isGoogleAccountTaken(tx, account.id, outcome.sub)) return true;
            if (account.googleSubject !== null && account.googleSubject !== outcome.sub) await forgetFormerAccount(tx, account.id);
            await changeAccount(tx, account.id, {
              googleEmail: outcome.email,
              googleSubject: outcome.sub,
              googleTokens: vault.seal(account.id, outcome.tokens),
              googleScopes: granted,
              googleConnectedAt: new Date(),
              googleAccessEndsAt: outcome.accessEndsAt ?? null,
              ...(account.state === 'needs reconnect' && account.googleSubject === outcome.sub ? await resumed(tx, account.id) : {}),
            });
            await addAudit(tx, { officeId: account.officeId, userId: account.userId, kind: 'connect', by: attempt.by ?? 'unknown', text: tellConnected(account, outcome.email, outcome.sub), details: { google: outcome.email, scopes: granted } });
            if (account.googleSubject === outcome.sub && isWider(account, outcome.kinds)) await beginPreview(tx, account, attempt.by ?? 'unknown', 'Stopped: more was granted at Google. The next preview shows what is left.');
            return false;
          });
          return { userId: attempt.accountId, ...(isTaken ? { error: 'account-in-use' } : {}) };
        }
        case 'declined':
          return { userId: attempt.accountId, error: 'google-declined' };
        case 'invalid':
          return { userId: attempt.accountId, error: 'connect-expired' };
        case 'unreachable':
        case 'failed':
          log(`Connecting account ${attempt.accountId} to Google failed: ${outcome.why}`);
          return { userId: attempt.accountId, error: outcome.outcome === 'failed' ? 'google-refused' : 'google-unreachable' };
        default:
          return outcome satisfies never;
      }
    },

    async disconnect(account, by) {
      if (account.googleTokens !== null) await stopChannels(account);
      const tokens = account.googleTokens === delegatedMark ? undefined : await vault.of(account.id).load();
      // The links stay: connecting the same account again goes on where it was.
      await withTransaction(store, async (tx) => {
        await changeAccount(tx, account.id, { googleTokens: null, googleScopes: [] });
        if (account.googleTokens === null) return;
        await addAudit(tx, { officeId: account.officeId, userId: account.userId, kind: 'disconnect', by, text: `Disconnected the Google account ${account.googleEmail ?? ''}`.trimEnd(), details: { google: account.googleEmail } });
      });
      if (tokens === undefined || clientId === undefined) return;
      try {
        await revokeAccess({ ...google, clientId }, tokens);
      } catch (error) {
        // Disconnected all the same: nothing of it is kept here.
        log(`The access of account ${account.id} could not be given back to Google; its person can remove it at myaccount.google.com/permissions: ${withoutSecrets(String(error))}`);
      }
    },
  };
}

function nameOf(user: { readonly fullName: string; readonly email: string }): string {
  return `${user.fullName} (${user.email})`;
}

function tellConnected(before: Account, email: string, subject: string): string {
  const isOther = before.googleSubject !== null && before.googleSubject !== subject;
  return isOther ? `Connected another Google account: ${before.googleEmail ?? ''} → ${email}` : `Connected the Google account ${email}`;
}

async function resumed(tx: Sql, accountId: string) {
  const waiting = await findUnfinishedPlans(tx, accountId);
  return { state: waiting.length === 0 ? ('active' as const) : ('initial sync' as const), stateText: '', told: null, pausedUntil: null, nextCycleAt: new Date() };
}

/** More was granted than before, of what is selected: nobody has seen a preview of that. */
function isWider(account: Account, kinds: readonly Kind[]): boolean {
  const before = grantedKinds(account);
  return account.options.runSynchronization && kinds.some((kind) => !before.includes(kind) && isSelected(account, kind));
}

async function forgetFormerAccount(tx: Sql, accountId: string): Promise<void> {
  await endUnfinishedRuns(tx, accountId, 'Stopped: another Google account was connected.');
  await sql`delete from link where account_id = ${accountId}`.execute(tx);
  await sql`delete from mirror where account_id = ${accountId}`.execute(tx);
  await sql`delete from cursor where account_id = ${accountId}`.execute(tx);
  await sql`delete from parked where account_id = ${accountId}`.execute(tx);
  await sql`delete from look where account_id = ${accountId}`.execute(tx);
  const account = await loadAccount(tx, accountId);
  await changeAccount(tx, accountId, { googleGroup: null, currentPlan: null, state: 'off', stateText: '', nextCycleAt: null, pausedUntil: null, told: null, options: { ...account.options, runSynchronization: false, shownCalendars: undefined }, shownCalendars: [], linkedShown: [] });
}
