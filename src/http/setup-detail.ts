// The Setup Detail as its page shows it. In: an account. Out: the contract's answer, with
// every state in words and with its remedy. Reads only.

import { sql } from 'kysely';
import { listSets } from '../office/sets.ts';
import { getUser } from '../office/users.ts';
import type { Account } from '../store/account.ts';
import type { Sql } from '../store/open.ts';
import { loadPlanRow } from '../store/plan.ts';
import { kinds } from '../core/item.ts';
import { delegatedMark } from '../store/account.ts';
import { googleGroupName, grantedKinds } from '../work/account-context.ts';
import type { SetupDetail } from './contract/sync.ts';

const partOf = { contact: 'contacts', event: 'calendar', task: 'tasks' } as const;

export function missingParts(account: Account): ('contacts' | 'calendar' | 'tasks')[] {
  if (account.googleTokens === null) return [];
  const granted = grantedKinds(account);
  return kinds.filter((kind) => !granted.includes(kind)).map((kind) => partOf[kind]);
}

export async function setupDetailOf(db: Sql, account: Account, connectTrouble?: string): Promise<SetupDetail> {
  const user = await getUser(db, account.userId);
  const sets = await listSets(db, account.officeId);
  const { rows } = await sql<{ total: number; withoutEnd: number }>`
    select count(*)::int as total, count(*) filter (where range_until is null)::int as "withoutEnd"
    from activity where owner_id = ${account.userId}::uuid and deleted_at is null and status <> 'canceled' and jsonb_array_length(recurrence) > 0`.execute(db);
  const current = account.currentPlan === null ? undefined : await loadPlanRow(db, account.currentPlan);
  const waiting = account.state === 'active' || account.state === 'paused by brake' ? (current?.asked ?? 0) : 0;
  return {
    user: { fullName: user.fullName, email: user.email },
    options: account.options,
    locked: account.options.runSynchronization,
    googleGroupName,
    google: { connected: account.googleTokens !== null, account: account.googleEmail ?? undefined, missing: missingParts(account), delegated: account.googleTokens === delegatedMark, accessEndsAt: account.googleAccessEndsAt?.toISOString(), trouble: connectTrouble },
    sets: sets.map((set) => ({ id: set.id, name: set.name, members: set.memberCount })),
    recurringActivities: rows[0] ?? { total: 0, withoutEnd: 0 },
    state: account.state,
    stateText: stateInWords(account),
    pausedUntil: account.pausedUntil?.toISOString(),
    progress: account.progress ?? undefined,
    lastCycle: account.lastCycleAt === null ? undefined : { at: account.lastCycleAt.toISOString(), operations: account.lastCycleOperations },
    waiting,
    currentReport: account.currentPlan ?? undefined,
  };
}

export function stateInWords(account: Account): string {
  switch (account.state) {
    case 'off':
      return 'The synchronization is off. Select Run Synchronization and save to make a preview.';
    case 'previewing':
      return 'The Preview Report is being made. Nothing is written. You will get an e-mail and an alert when it is ready.';
    case 'preview ready':
      return 'The Preview Report is ready. Open it, then approve or reject it. Nothing has been written yet.';
    case 'initial sync':
      return 'The initial synchronization is running.';
    case 'active':
      return account.stateText === '' ? 'The synchronization is active.' : account.stateText;
    case 'needs reconnect':
      return `${account.stateText} Nothing is lost and nothing was deleted; what changes meanwhile is synchronized afterwards.`.trim();
    case 'paused by brake':
      return `The synchronization has stopped before harm: ${account.stateText} Open the current report and decide.`;
    case 'paused by Google':
      return `Google has asked us to wait. The synchronization goes on by itself. ${account.stateText}`.trim();
    case 'failed':
      return `${account.stateText} It is tried again by itself; to begin anew, deselect Run Synchronization and save.`.trim();
    default:
      return account.state satisfies never;
  }
}
