// The doors of the Setup Detail and of the office's setup. In: ids and parsed bodies. Out:
// answers of the contract. Google is asked outside of any transaction. Never here: a change
// of somebody's running synchronization without a preview.

import { canonicalJson } from '../core/hash.ts';
import { fieldsOf } from '../core/field.ts';
import { kinds } from '../core/item.ts';
import { defaultPolicy } from '../core/policy.ts';
import { applyChoice } from '../core/policy-choice.ts';
import { beginPreview } from '../cycle/begin-preview.ts';
import { ensureAccount, firstChoice, listAccounts, loadAccount } from '../store/account.ts';
import type { Account, ChosenCalendar } from '../store/account.ts';
import { addAudit } from '../store/audit.ts';
import { effectiveSetup, isWithdrawn } from '../store/effective-setup.ts';
import { loadOfficeSetup, saveOfficeSetup, settingNames } from '../store/office-setup.ts';
import type { OfficeSetup } from '../store/office-setup.ts';
import type { Sql, Store } from '../store/open.ts';
import { findOpenGate } from '../store/plan.ts';
import { withTransaction } from '../store/transaction.ts';
import type { AccountDoors } from '../work/account-context.ts';
import { compareOfficeSetups, tellChanges } from '../work/setup-audit.ts';
import type { Calendar, OfficeSetupAnswer } from './contract/setup.ts';
import type { SetupDetail } from './contract/sync.ts';
import type { SyncDoors } from './doors.ts';
import { AppError } from './errors.ts';
import { readWanted, returnToFormer, saveSetup } from './save-setup.ts';
import { effectivePolicyOf, fieldChoices } from './setup-rules.ts';

export interface SetupDoorsOptions {
  readonly store: Store;
  readonly accounts: AccountDoors;
  /** The TYPEs of entries that an administrator may choose for each side. */
  readonly offeredTypes: OfficeSetupAnswer['types'];
  syncSoon(accountId: string): Promise<void>;
  detail(userId: string): Promise<SetupDetail>;
}

type SetupDoors = Pick<SyncDoors, 'setupDetail' | 'saveSetup' | 'useFormerSetup' | 'calendars' | 'officeSetup' | 'saveOfficeSetup' | 'officeSetupEffect'>;

export function createSetupDoors({ store, accounts, offeredTypes, syncSoon, detail }: SetupDoorsOptions): SetupDoors {
  const { db } = store;

  const calendarsOf = async (account: Account): Promise<Calendar[]> => {
    if (account.googleTokens === null) throw new AppError('not-connected', { field: 'calendarId' });
    try {
      return [...(await accounts.calendars(account))];
    } catch (error) {
      throw troubleOf(error);
    }
  };

  return {
    setupDetail: detail,

    async saveSetup(userId, body, by) {
      const account = await ensureAccount(db, userId);
      const asks = body.runSynchronization && body.activities !== 'none' && (!account.options.runSynchronization || body.change === true);
      const shownIds = body.shownCalendars ?? [];
      const calendars = asks && (body.calendarId !== undefined || shownIds.length > 0) ? await calendarsOf(account) : [];
      const calendar = asks && body.calendarId !== undefined ? chooseCalendar(calendars, body.calendarId) : undefined;
      const shown = asks ? shownIds.map((id) => chooseShown(calendars, id, calendar)) : [];
      // The main one by its id is the main one: it is kept without.
      const wanted = readWanted(calendar === 'main' ? { ...body, calendarId: undefined } : body, calendar === 'main' ? undefined : calendar, shown);
      if (await withTransaction(store, (tx) => saveSetup(tx, account.id, wanted, by))) await syncSoon(account.id);
      return detail(userId);
    },

    async useFormerSetup(userId, by) {
      const account = await ensureAccount(db, userId);
      await withTransaction(store, (tx) => returnToFormer(tx, account.id, by));
      await syncSoon(account.id);
      return detail(userId);
    },

    async calendars(userId) {
      return calendarsOf(await ensureAccount(db, userId));
    },

    async officeSetup(officeId) {
      return answerOf(await loadOfficeSetup(db, officeId), offeredTypes);
    },

    async officeSetupEffect(officeId, wanted) {
      refuseImpossible(wanted);
      return { users: (await concernedBy(db, officeId, await loadOfficeSetup(db, officeId), wanted)).length };
    },

    async saveOfficeSetup(officeId, wanted, by) {
      refuseImpossible(wanted);
      const concerned = await withTransaction(store, async (tx) => {
        const before = await loadOfficeSetup(tx, officeId);
        const found = await concernedBy(tx, officeId, before, wanted);
        await saveOfficeSetup(tx, officeId, wanted, by);
        const changes = compareOfficeSetups(before, wanted);
        const asked = found.length === 0 ? '' : `. ${found.length} running ${found.length === 1 ? 'synchronization gets' : 'synchronizations get'} a new preview`;
        if (changes.length > 0) await addAudit(tx, { officeId, kind: 'office setup', by, text: `Setup of the office: ${tellChanges(changes)}${asked}`, details: { changes, accounts: found } });
        for (const id of found) await beginPreview(tx, await loadAccount(tx, id, 'for update'), by, 'Stopped: the office changed the setup. The next preview shows what is left.');
        return found;
      });
      for (const id of concerned) await syncSoon(id);
      return answerOf(wanted, offeredTypes);
    },
  };
}

function chooseCalendar(calendars: readonly Calendar[], id: string): ChosenCalendar | 'main' {
  const found = calendars.find((calendar) => calendar.id === id || (id === 'primary' && calendar.primary));
  if (found === undefined) throw new AppError('calendar-not-found', { field: 'calendarId' });
  if (!found.writable) throw new AppError('calendar-read-only', { field: 'calendarId', message: `You may only read the calendar ${found.name} (${found.role}).` });
  return found.primary ? 'main' : { id: found.id, name: found.name, role: found.role };
}

function chooseShown(calendars: readonly Calendar[], id: string, chosen: ChosenCalendar | 'main' | undefined): ChosenCalendar {
  const found = calendars.find((calendar) => calendar.id === id);
  if (found === undefined) throw new AppError('calendar-not-found', { field: 'shownCalendars', message: `The calendar ${id} is not among those of your Google account.` });
  const isChosen = chosen === undefined || chosen === 'main' ? found.primary : chosen.id === id;
  if (isChosen) throw new AppError('invalid', { field: 'shownCalendars', message: `Activities are synchronized with the calendar ${found.name} already.`, remedy: 'Take it off the calendars that are only shown.' });
  return { id: found.id, name: found.name, role: found.role };
}

/** Trouble at Google, told in the words of the one error table. */
function troubleOf(error: unknown): unknown {
  if (!(error instanceof Error) || error.name !== 'ReplicaError') return error;
  const { kind, what } = error as Error & { kind?: string; what?: string };
  if (kind === 'reauthorise') return new AppError('not-connected', { field: 'calendarId', message: 'Google no longer lets SmartOffice reach your account.', remedy: 'Connect your Google account again.', cause: error });
  if (kind === 'forbidden' && what === 'api') return new AppError('google-unreachable', { field: 'calendarId', message: error.message, remedy: 'Try again when your administrator has done so.', cause: error });
  if (kind === 'forbidden') return new AppError('scope-missing', { field: 'calendarId', message: 'Google was not allowed to show the list of your calendars.', cause: error });
  return new AppError('google-unreachable', { field: 'calendarId', cause: error });
}

/** Accounts that run and for which something else would hold than holds now [R31]. */
async function concernedBy(db: Sql, officeId: string, before: OfficeSetup, after: OfficeSetup): Promise<readonly string[]> {
  const form = (account: Account, office: OfficeSetup): string => {
    const { options, policy } = effectiveSetup(account, office);
    return canonicalJson([options, applyChoice(defaultPolicy, policy)]);
  };
  const running = (await listAccounts(db, officeId)).filter(({ options }) => options.runSynchronization);
  const concerned: string[] = [];
  for (const account of running) {
    const isPreviewing = account.state === 'previewing' || account.state === 'preview ready' || (await findOpenGate(db, account.id)) !== undefined;
    if (isPreviewing && form(account, before) !== form(account, after)) concerned.push(account.id);
  }
  return concerned;
}

function refuseImpossible(wanted: OfficeSetup): void {
  const defaults: Readonly<Record<string, unknown>> = { ...wanted.defaults.options, ...wanted.defaults.policy };
  for (const name of settingNames) {
    const value = defaults[name];
    if (value === undefined || typeof value === 'object') continue;
    if (isWithdrawn(wanted, name, value)) throw new AppError('invalid', { field: `withdrawn.${name}`, message: `The default of ${name} is not offered.`, remedy: 'Choose another default, or offer it again.' });
  }
}

function answerOf(setup: OfficeSetup, types: OfficeSetupAnswer['types']): OfficeSetupAnswer {
  return {
    setup: setup as OfficeSetupAnswer['setup'],
    standard: effectivePolicyOf(defaultPolicy),
    standardOptions: { contacts: firstChoice.contacts, activities: firstChoice.activities, recurring: firstChoice.recurring },
    fields: fieldChoices(kinds, fieldsOf),
    types,
  };
}
