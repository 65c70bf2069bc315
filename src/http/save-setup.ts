// Save of the Setup Detail: first time, while it runs, and back to the setup approved last.
// In: what a person chose. Out: the account with its new setup, and whether a preview has to
// be made. A choice is stored, never acted upon: only an approved preview lets it write [R32].

import { sql } from 'kysely';
import { canonicalJson } from '../core/hash.ts';
import { fieldsOf } from '../core/field.ts';
import { defaultPolicy } from '../core/policy.ts';
import { applyChoice, policySettings } from '../core/policy-choice.ts';
import type { PolicyChoice } from '../core/policy-choice.ts';
import { beginPreview, endWhatWaits } from '../cycle/begin-preview.ts';
import { changeAccount, loadAccount } from '../store/account.ts';
import type { Account, ChosenCalendar, SetupChoice } from '../store/account.ts';
import { addAudit } from '../store/audit.ts';
import { effectiveSetup, isWithdrawn } from '../store/effective-setup.ts';
import { findSetName } from '../office/sets.ts';
import { compareSetups, tellChanges } from '../work/setup-audit.ts';
import { loadOfficeSetup } from '../store/office-setup.ts';
import type { OfficeSetup, SettingName } from '../store/office-setup.ts';
import type { Tx } from '../store/open.ts';
import type { SetupSave } from './contract/setup.ts';
import { AppError } from './errors.ts';
import { missingParts } from './setup-detail.ts';

export interface Wanted {
  readonly choice: SetupChoice;
  readonly policy: PolicyChoice | undefined;
  readonly change: boolean;
  /** The calendar of the choice as Google described it now; undefined: the main one. */
  readonly calendar: ChosenCalendar | undefined;
  /** The calendars that are only shown, likewise. */
  readonly shown: readonly ChosenCalendar[];
}

export function readWanted({ policy, change, ...options }: SetupSave, calendar: ChosenCalendar | undefined, shown: readonly ChosenCalendar[]): Wanted {
  const ids = [...new Set(options.shownCalendars ?? [])].sort();
  const choice: SetupChoice = { ...options, setId: options.contacts === 'set' ? options.setId : undefined, shownCalendars: ids.length === 0 ? undefined : ids };
  return { choice, policy, change: change === true, calendar, shown };
}

/** As they were described last; one that nobody described since is known by its id. */
function describeShown({ shownCalendars = [] }: SetupChoice, known: readonly ChosenCalendar[]): readonly ChosenCalendar[] {
  return shownCalendars.map((id) => known.find((calendar) => calendar.id === id) ?? { id, name: id, role: 'reader' });
}

/** Answers whether a preview was begun. */
export async function saveSetup(tx: Tx, accountId: string, wanted: Wanted, by: string): Promise<boolean> {
  const present = await loadAccount(tx, accountId, 'for update');
  const office = await loadOfficeSetup(tx, present.officeId);
  const { choice } = wanted;
  if (present.options.runSynchronization && !choice.runSynchronization) {
    await stopIt(tx, present, by);
    await auditSetup(tx, present, office, by);
    return false;
  }
  refuseUndecidable(present, office, wanted);
  const policy = wanted.policy === undefined ? present.policy : withoutLocked(wanted.policy, office);
  const calendar = choice.calendarId === undefined ? null : (wanted.calendar ?? present.calendar);
  const shownCalendars = describeShown(choice, [...wanted.shown, ...present.shownCalendars]);
  const stored = { options: choice, policy, calendar, shownCalendars };
  if (present.options.runSynchronization) {
    if (!isOther(present, stored, office)) return false;
    if (!wanted.change) throw new AppError('setup-locked');
  }
  if (choice.runSynchronization) await refuseUnready(tx, present, { ...effectiveSetup(stored, office).options });
  await changeAccount(tx, accountId, stored);
  await auditSetup(tx, present, office, by);
  if (!choice.runSynchronization) return false;
  await beginPreview(tx, present, by, 'Stopped: the setup was changed. The next preview shows what is left.');
  return true;
}

/** Stops at the next safe point; links are kept for the next preview. */
async function stopIt(tx: Tx, present: Account, by: string): Promise<void> {
  await changeAccount(tx, present.id, { options: { ...present.options, runSynchronization: false }, state: 'off', stateText: '', currentPlan: null, progress: null, nextCycleAt: null, pausedUntil: null, told: null, setupSerial: present.setupSerial + 1 });
  await endWhatWaits(tx, present.id, by, 'Stopped: Run Synchronization was deselected. The next preview shows what is left.');
}

/** The setup that was approved last, with a preview of its own. */
export async function returnToFormer(tx: Tx, accountId: string, by: string): Promise<void> {
  const present = await loadAccount(tx, accountId, 'for update');
  const former = present.approvedSetup;
  if (former === null) throw new AppError('no-former-setup');
  const choice: SetupChoice = { ...former.options, runSynchronization: true };
  const office = await loadOfficeSetup(tx, present.officeId);
  const calendar = choice.calendarId === present.calendar?.id ? present.calendar : null;
  const stored = { options: choice, policy: former.policy, calendar, shownCalendars: describeShown(choice, present.shownCalendars) };
  await refuseUnready(tx, present, effectiveSetup(stored, office).options);
  await changeAccount(tx, accountId, stored);
  await auditSetup(tx, present, office, by);
  await beginPreview(tx, present, by, 'Stopped: the former setup is used again. The next preview shows what is left.');
}

/** Who changed which setting from what to what, in the transaction that changes it. */
async function auditSetup(tx: Tx, before: Account, office: OfficeSetup, by: string): Promise<void> {
  const after = await loadAccount(tx, before.id);
  const setNames = new Map<string, string>();
  for (const id of [before.options.setId, after.options.setId]) {
    const name = id === undefined ? undefined : await findSetName(tx, before.officeId, id);
    if (id !== undefined && name !== undefined) setNames.set(id, name);
  }
  const changes = compareSetups(before, after, office, setNames);
  if (changes.length === 0) return;
  await addAudit(tx, { officeId: before.officeId, userId: before.userId, kind: 'setup', by, text: `Setup Detail: ${tellChanges(changes)}`, details: { changes } });
}

function isOther(present: Account, stored: Pick<Account, 'options' | 'policy'>, office: OfficeSetup): boolean {
  const form = (one: Pick<Account, 'options' | 'policy'>): string => {
    const { options, policy } = effectiveSetup(one, office);
    return canonicalJson({ ...options, setId: options.contacts === 'set' ? options.setId : undefined, policy: applyChoice(defaultPolicy, policy) });
  };
  return form(present) !== form(stored);
}

const optionNames = ['contacts', 'activities', 'recurring'] as const;

/** What the office has locked or does not offer, and fields that do not exist. */
function refuseUndecidable(present: Account, office: OfficeSetup, { choice, policy = {} }: Wanted): void {
  const holds = effectiveSetup(present, office);
  for (const name of optionNames) {
    if (office.locked.includes(name) && choice[name] !== holds.options[name]) throw new AppError('setting-locked', { field: name });
    if (choice[name] !== holds.options[name] && isWithdrawn(office, name, choice[name])) throw new AppError('not-offered', { field: name });
  }
  const before = applyChoice(defaultPolicy, holds.policy);
  for (const name of policySettings) {
    if (policy[name] === undefined) continue;
    const isChanged = canonicalJson(applyChoice(before, { [name]: policy[name] })[name]) !== canonicalJson(before[name]);
    if (isChanged && office.locked.includes(name)) throw new AppError('setting-locked', { field: `policy.${name}` });
    if (isChanged && valuesIn(policy[name]).some((value) => isWithdrawn(office, name, value))) throw new AppError('not-offered', { field: `policy.${name}` });
  }
  for (const key of Object.keys(policy.conflictByField ?? {})) {
    const [kind = '', field = ''] = key.split('.');
    const known = fieldsOf[kind as keyof typeof fieldsOf]?.some((each) => each.name === field) === true;
    if (!known) throw new AppError('invalid', { field: `policy.conflictByField.${key}`, message: `There is no field ${key}.`, remedy: 'Choose a field from the list of the Setup Detail.' });
  }
}

function valuesIn(value: unknown): readonly unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(valuesIn) : [value];
}

function withoutLocked(policy: PolicyChoice, office: OfficeSetup): PolicyChoice {
  return Object.fromEntries(Object.entries(policy).filter(([name, value]) => value !== undefined && !office.locked.includes(name as SettingName)));
}

async function refuseUnready(tx: Tx, account: Account, choice: SetupChoice): Promise<void> {
  if (choice.contacts === 'none' && choice.activities === 'none') throw new AppError('nothing-selected', { field: 'activities' });
  if (choice.contacts === 'set') {
    if (choice.setId === undefined || choice.setId === '') throw new AppError('set-required', { field: 'setId' });
    const { rows } = await sql`select 1 from office_set where id::text = ${choice.setId} and office_id = ${account.officeId}::uuid and deleted_at is null`.execute(tx);
    if (rows.length === 0) throw new AppError('set-required', { field: 'setId', message: 'The SET chosen is no longer there.' });
  }
  if (account.googleTokens === null) throw new AppError('not-connected', { field: 'google' });
  const missing = missingParts(account);
  const left = [...(choice.contacts === 'none' ? [] : ['contacts' as const]), ...(choice.activities === 'none' ? [] : ['calendar' as const, 'tasks' as const])].filter((part) => !missing.includes(part));
  // What was granted goes on; what was not is shown as such.
  if (left.length === 0) throw new AppError('scope-missing', { field: 'google', message: `Google was not allowed to give access to: ${missing.join(', ')}.` });
}
