// The gate closes: what runs or waits is ended, and a new preview is asked for. In: an account
// under its lock, who did it, and why in words. Out: an unmade plan that is due. Nothing is
// written before it is approved [R1]; what runs stops at its next safe point [R32].

import { sql } from 'kysely';
import { changeAccount, tellWatchers } from '../store/account.ts';
import type { Account } from '../store/account.ts';
import type { Tx } from '../store/open.ts';
import { beginPlan, endUnfinishedRuns, markRejected, markReplaced } from '../store/plan.ts';

export async function beginPreview(tx: Tx, account: Account, by: string, why: string): Promise<void> {
  await endWhatWaits(tx, account.id, by, why);
  await beginPlan(tx, account.id, 'preview');
  await changeAccount(tx, account.id, {
    state: 'previewing', stateText: '', currentPlan: null, progress: { phase: 'Waiting to begin', done: 0 }, told: null, pausedUntil: null, nextCycleAt: new Date(), setupSerial: account.setupSerial + 1,
  });
  await tellWatchers(tx, account.id, 'reports');
}

/** Reports that wait are replaced, those that are being made are given up, and what was approved is not taken up again. */
export async function endWhatWaits(tx: Tx, accountId: string, by: string, why: string): Promise<void> {
  await markReplaced(tx, accountId, null);
  const { rows } = await sql<{ id: string }>`select id from plan where account_id = ${accountId} and digest is null and failed is null and rejected_at is null`.execute(tx);
  for (const { id } of rows) await markRejected(tx, id, by);
  await endUnfinishedRuns(tx, accountId, why);
}
