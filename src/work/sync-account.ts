// The job of one account: does what is due for it, from preview to cycle, under its lock.
// In: an account and the doors to its replicas. Out: its next state, and who is told.
// Trouble at a replica becomes a state with a remedy [R13]; a bug is thrown and leaves the
// journal true, so that the next attempt goes on where this one stopped.

import { mayOnlyRead } from '../cycle/calendar-access.ts';
import { giveAllKeys } from '../cycle/candidates.ts';
import { Stopped } from '../cycle/context.ts';
import type { CycleContext } from '../cycle/context.ts';
import { makePreview, runApproved, runCycle } from '../cycle/cycle.ts';
import type { Drifted } from '../cycle/cycle.ts';
import { SourceDoubt } from '../cycle/pull.ts';
import { makeUndoPreview } from '../cycle/undo.ts';
import type { Plan } from '../core/plan.ts';
import { isTasksWait, ReplicaError, tasksWait } from '../replica/replica.ts';
import { changeAccount, loadAccount } from '../store/account.ts';
import type { Account, AccountState } from '../store/account.ts';
import { loadAtWork } from '../store/at-work.ts';
import { shownCalendars, withOffice } from '../store/effective-setup.ts';
import type { Store, Tx } from '../store/open.ts';
import { exchangeCalendar, exchangeShown } from '../store/parked.ts';
import { failPlan, findOpenGate, findUnfinishedPlans, findUnmadePlan, findWaitingPlans } from '../store/plan.ts';
import { withTransaction } from '../store/transaction.ts';
import { withFencedTransaction } from './lock.ts';
import type { AccountLock } from './lock.ts';
import { contextOf } from './account-context.ts';
import type { AccountDoors } from './account-context.ts';
import { describeReadOnly, toTrouble } from './account-trouble.ts';
import { describeAway } from './away.ts';
import type { Meter } from './meter.ts';
import { keepRest, tasksRest, withoutTasks, wordsOfRest } from './rest.ts';
import type { Rest } from './rest.ts';
import { prepareOpening } from './report-of.ts';
import { spareFor } from './spare.ts';
import type { SpareDeps } from './spare.ts';
import { tell } from './tell.ts';
import type { Told } from './tell.ts';
import { GaveWay } from './turn.ts';
import type { Turns } from './turn.ts';

export interface SyncDeps {
  readonly store: Store;
  readonly doors: AccountDoors;
  readonly now: () => Date;
  /** Seconds until an active account is looked at again. */
  readonly pollSeconds: number;
  /** Multiplies every wait after trouble with Google. */
  readonly waitFactor: number;
  readonly publicUrl: string;
  /** Between loads of whole accounts and everything else; without it each runs to its end. */
  readonly turns?: Turns;
  readonly meter?: Meter;
  /** What cycles may leave out at Google; absent: nothing. */
  readonly spare?: SpareDeps;
  readonly log: (line: string) => void;
}

export async function syncAccount(deps: SyncDeps, accountId: string, lock: AccountLock): Promise<void> {
  const loaded = await loadAtWork(deps.store.db, accountId);
  const account = withOffice(loaded.chosen, loaded.office);
  // Paused where it is, and taken up again when the person is enabled [R39].
  if (account.isDisabled) return;
  if (!account.options.runSynchronization) {
    if (account.state !== 'off') await changeAccount(deps.store.db, accountId, { state: 'off', stateText: '', nextCycleAt: null, progress: null });
    return;
  }
  if (account.state === 'paused by Google' && account.pausedUntil !== null && account.pausedUntil > deps.now()) return;
  const due = await whatIsDue(deps, account);
  if (due === undefined) return;
  const write: CycleContext['write'] = (fn) => withFencedTransaction(deps.store, lock, fn);
  const turn = deps.turns?.begin(due.do !== 'cycle');
  const began = performance.now();
  let end = 'failed';
  try {
    await takeChosenCalendars(account, write);
    const replicas = await deps.doors.openReplicas(account, loaded.person);
    const context = contextOf(deps.store, deps.doors, loaded, replicas, write, lock.signal);
    const spared = due.do === 'cycle' && deps.spare !== undefined ? await spareFor(deps.store.db, account, deps.spare) : undefined;
    end = await doWhatIsAllowed(deps, account, due, { ...context, giveWay: turn?.giveWay, spared });
  } catch (error) {
    end = error instanceof Stopped ? 'stopped' : error instanceof GaveWay ? 'gave way' : error instanceof ReplicaError ? error.kind : error instanceof SourceDoubt ? 'doubt' : 'failed';
    if (error instanceof Stopped) return;
    if (error instanceof GaveWay) throw error;
    await settleTrouble(deps, account, due, write, error);
  } finally {
    turn?.end();
    deps.meter?.add('cycles', { due: due.do, end });
    deps.meter?.add('cycle_seconds', { due: due.do }, (performance.now() - began) / 1000);
  }
}

/** When the day's allowance for tasks is spent, contacts and activities go on without them, also in the middle of a plan. */
async function doWhatIsAllowed(deps: SyncDeps, account: Account, due: Due, context: CycleContext): Promise<string> {
  if (due.do === 'preview' || due.do === 'undo preview') return doDue(deps, account, due, context, '');
  const { db } = deps.store;
  const keep = (rest: Rest): Promise<void> => context.write((tx) => changeAccount(tx, account.id, { tasksRest: keepRest(rest) }));
  let rest = tasksRest(account, deps.now().getTime());
  if (rest === undefined) {
    try {
      return await doDue(deps, account, due, context, '');
    } catch (error) {
      if (!isTasksWait(error)) throw error;
      const now = deps.now().getTime();
      rest = { until: now + ((error.until ?? now + 60_000) - now) * deps.waitFactor, plans: new Set() };
      await keep(rest);
    }
  }
  const { until } = rest;
  if (due.do === 'approved') {
    try {
      return await doDue(deps, account, due, { ...context, resting: { kind: 'task', until } }, '');
    } catch (error) {
      if (!isTasksWait(error)) throw error;
      // What else the plan has was brought to its end; the tasks of it are taken up where they were left.
      await keep({ until, plans: new Set([...rest.plans, due.planId]) });
    }
  }
  const gate = due.do === 'cycle' ? due.gate : await findOpenGate(db, account.id);
  if (gate === undefined) throw tasksWait(until);
  return doDue(deps, account, { do: 'cycle', gate }, withoutTasks(context), wordsOfRest(until, await deps.doors.person(account.userId)));
}

/** In the job and nowhere else: nobody reads or writes for the former calendars meanwhile [R33]. */
async function takeChosenCalendars(account: Account, write: CycleContext['write']): Promise<void> {
  if (account.options.activities === 'none') return;
  const wanted = account.options.calendarId ?? 'primary';
  const shown = shownCalendars(account.options);
  const isOther = wanted !== account.linkedCalendar;
  const showsOthers = shown.join(' ') !== account.linkedShown.join(' ');
  if (!isOther && !showsOthers) return;
  await write(async (tx) => {
    if (isOther) await exchangeCalendar(tx, account.id, account.linkedCalendar, wanted);
    // A cursor holds all calendars: with another one beside them each is read from its beginning.
    if (showsOthers || shown.length > 0) await exchangeShown(tx, account.id, account.linkedShown, shown);
  });
}

/** The setup was changed, or the person disabled [R39], while the job worked: what it found is no longer said of the account, and nobody is told. */
async function isOutdated(tx: Tx, account: Account): Promise<boolean> {
  const now = await loadAccount(tx, account.id, 'for update');
  return now.setupSerial !== account.setupSerial || !now.options.runSynchronization || now.isDisabled;
}

type Due = { readonly do: 'preview'; readonly planId: string } | { readonly do: 'undo preview'; readonly planId: string } | { readonly do: 'approved'; readonly planId: string } | { readonly do: 'cycle'; readonly gate: string };

async function whatIsDue(deps: SyncDeps, account: Account): Promise<Due | undefined> {
  const { unmade, unfinished: begun, gate } = await findWaitingPlans(deps.store.db, account.id);
  if (unmade?.purpose === 'preview') return { do: 'preview', planId: unmade.id };
  // A plan of which only tasks are left that rest keeps nothing else waiting.
  const resting = tasksRest(account, deps.now().getTime())?.plans;
  const unfinished = begun.find((planId) => resting?.has(planId) !== true);
  if (unfinished !== undefined) return { do: 'approved', planId: unfinished };
  if (unmade?.purpose === 'undo') return { do: 'undo preview', planId: unmade.id };
  const waits: readonly AccountState[] = ['off', 'preview ready', 'previewing', 'paused by brake'];
  if (waits.includes(account.state)) return undefined;
  // No state lets anything be written for a setup whose preview nobody approved [R1].
  return gate === undefined ? undefined : { do: 'cycle', gate };
}

async function doDue(deps: SyncDeps, account: Account, due: Due, context: CycleContext, stateText: string): Promise<string> {
  switch (due.do) {
    case 'preview': {
      const told = await toldOf(deps, account);
      const plan = await makePreview(context, due.planId, (tx) => tell(tx, told, { kind: 'preview ready', planId: due.planId }));
      await prepareFirstLook(deps, account.id, due.planId, plan);
      return 'made';
    }
    case 'undo preview': {
      const told = await toldOf(deps, account);
      await makeUndoPreview(context, due.planId, (tx) => tell(tx, told, { kind: 'undo ready', planId: due.planId }));
      await prepareFirstLook(deps, account.id, due.planId);
      return 'made';
    }
    case 'approved': {
      const result = await runApproved(context, due.planId);
      if (result !== undefined && 'drifted' in result) {
        await tellDrift(deps, account, context, result);
        return 'drifted';
      }
      deps.meter?.add('operations', {}, result?.summary.written ?? 0);
      const initial = result?.row.purpose === 'preview';
      await context.write(async (tx) => {
        if (await isOutdated(tx, account)) return;
        await changeAccount(tx, account.id, { state: 'active', stateText: '', progress: null, told: null, pausedUntil: null, lastCycleAt: deps.now(), lastCycleOperations: result?.summary.written ?? 0, nextCycleAt: deps.now() });
        if (initial) await tell(tx, await toldOf(deps, account), { kind: 'initial complete', planId: result.row.id });
      });
      // Now, while nobody waits; otherwise the first cycle with something new would.
      if (initial) await giveAllKeys(context);
      return 'written';
    }
    case 'cycle': {
      const end = await runCycle(context);
      if (end.end === 'brake') {
        await context.write(async (tx) => {
          if (await isOutdated(tx, account)) return;
          await changeAccount(tx, account.id, { state: 'paused by brake', stateText: end.whys.join(' '), told: end.planId });
          if (account.told !== end.planId) await tell(tx, await toldOf(deps, account), { kind: 'brake', planId: end.planId, whys: end.whys });
        });
        return end.end;
      }
      // A quiet cycle of a healthy account writes nothing at all.
      const away = describeAway(context);
      const closed = mayOnlyRead(context) ? describeReadOnly(account) : undefined;
      const state: AccountState = closed === undefined ? 'active' : 'calendar read-only';
      const why = [closed?.why, away?.words].filter((words) => words !== undefined).join(' ');
      const said = [stateText, why].filter((words) => words !== '').join(' ');
      const told = [closed?.key, away?.key].filter((key) => key !== undefined).join('; ') || null;
      if (end.end === 'quiet' && account.state === state && account.told === told && account.stateText === said) return end.end;
      if (end.end === 'written') deps.meter?.add('operations', {}, end.operations);
      await context.write(async (tx) => {
        if (await isOutdated(tx, account)) return;
        await changeAccount(tx, account.id, {
          state,
          stateText: said,
          told,
          progress: null,
          pausedUntil: null,
          ...(end.end === 'written' && end.operations > 0 ? { lastCycleAt: deps.now(), lastCycleOperations: end.operations } : {}),
        });
        if (told !== null && account.told !== told) await tell(tx, await toldOf(deps, account), { kind: 'calendar access', why });
        // The process that finished the initial synchronization ended before it could say so.
        if (account.state === 'initial sync' && (await findUnfinishedPlans(tx, account.id)).length === 0) await tell(tx, await toldOf(deps, account), { kind: 'initial complete', planId: due.gate });
      });
      return end.end;
    }
    default:
      return due satisfies never;
  }
}

/** The report is ready and told of: what fails here is no failure of it. */
async function prepareFirstLook(deps: SyncDeps, accountId: string, planId: string, plan?: Plan): Promise<void> {
  try {
    await prepareOpening(deps.store, deps.doors, accountId, planId, plan);
  } catch (error) {
    deps.log(`The report ${planId} is ready, but what is seen first of it could not be prepared; it is made when somebody opens it: ${String(error)}`);
  }
}

/** Told once: with the report that takes the place of the one that no longer fits. */
async function tellDrift(deps: SyncDeps, account: Account, context: CycleContext, { drifted, why, next }: Drifted): Promise<void> {
  const told = await toldOf(deps, account);
  if (drifted === 'preview' && next !== undefined) {
    const plan = await makePreview(context, next, (tx) => tell(tx, told, { kind: 'drift', planId: next, why }));
    await prepareFirstLook(deps, account.id, next, plan);
    return;
  }
  await context.write(async (tx) => {
    if (await isOutdated(tx, account)) return;
    await changeAccount(tx, account.id, { state: 'active', stateText: '', progress: null, nextCycleAt: deps.now() });
    await tell(tx, told, { kind: 'drift', ...(next === undefined ? {} : { planId: next }), why });
  });
}

async function toldOf(deps: SyncDeps, account: Account): Promise<Told> {
  return { accountId: account.id, person: await deps.doors.person(account.userId), publicUrl: deps.publicUrl };
}

/** Told once by mail and alert, not once a cycle; the work that waits is kept. */
async function settleTrouble(deps: SyncDeps, account: Account, due: Due, write: CycleContext['write'], error: unknown): Promise<void> {
  const trouble = toTrouble(deps, account, error);
  if (trouble === undefined) {
    if (due.do === 'preview' || due.do === 'undo preview') deps.log(`Making a report for account ${account.id} failed: ${String(error)}`);
    throw error;
  }
  await write(async (tx) => {
    if (await isOutdated(tx, account)) return;
    await changeAccount(tx, account.id, { ...trouble.change, progress: null, told: trouble.key });
    if (trouble.notice !== undefined && account.told !== trouble.key) await tell(tx, await toldOf(deps, account), trouble.notice);
  });
}

/** The last attempt at a report failed for good: the person is told and the setup unlocked, unless they have changed it since. */
export async function giveUpReport(deps: SyncDeps, accountId: string, why: string): Promise<void> {
  const failed = await findUnmadePlan(deps.store.db, accountId);
  if (failed === undefined) return;
  await withTransaction(deps.store, async (tx) => {
    const account = await loadAccount(tx, accountId, 'for update');
    if ((await findUnmadePlan(tx, accountId))?.id !== failed.id) return;
    await failPlan(tx, failed.id, why);
    const unlocked = { state: 'off', stateText: '', nextCycleAt: null, options: { ...account.options, runSynchronization: false } } as const;
    await changeAccount(tx, accountId, { progress: null, ...(failed.purpose === 'preview' ? unlocked : {}) });
    await tell(tx, await toldOf(deps, account), { kind: 'failed', why });
  });
}
