// The table of accounts: one user's synchronization, its setup, state and connection.
// In and out: rows as the rooms use them. Never here: a decision about what comes next.

import { sql } from 'kysely';
import type { PolicyChoice } from '../core/policy-choice.ts';
import type { Sql } from './open.ts';

export type ActivityChoice = 'two-way' | 'to-google' | 'to-office' | 'none';

/** What a person set in the Setup Detail. */
export interface SetupChoice {
  readonly runSynchronization: boolean;
  readonly contacts: 'none' | 'set';
  readonly setId?: string;
  readonly activities: ActivityChoice;
  readonly recurring: boolean;
  /** Google calendar that activities are written to, by id; absent: the main one of the account. */
  readonly calendarId?: string;
  /** Google calendars whose events are only shown in the office, by id. */
  readonly shownCalendars?: readonly string[];
}

export const firstChoice: SetupChoice = { runSynchronization: false, contacts: 'none', activities: 'two-way', recurring: false };

export type AccountState = 'off' | 'previewing' | 'preview ready' | 'initial sync' | 'active' | 'needs reconnect' | 'paused by brake' | 'paused by Google' | 'calendar gone' | 'calendar read-only' | 'failed';

/** What a person needs to tell calendars apart; names alone do not. */
export interface ChosenCalendar {
  readonly id: string;
  readonly name: string;
  readonly role: string;
}

/** The setup whose preview was approved last: shown beside another one, and returned to. */
export interface ApprovedSetup {
  readonly options: SetupChoice;
  readonly policy: PolicyChoice;
  readonly settings: readonly { readonly label: string; readonly value: string }[];
}

/** Tasks wait for Google's next day, for every process. */
export interface TasksRest {
  readonly until: string;
  /** Approved plans of which nothing is left but tasks. */
  readonly plans: readonly string[];
}

export interface AccountProgress {
  readonly phase: string;
  readonly done: number;
  readonly total?: number;
}

export interface Account {
  readonly id: string;
  readonly userId: string;
  readonly officeId: string;
  readonly state: AccountState;
  readonly stateText: string;
  readonly pausedUntil: Date | null;
  readonly progress: AccountProgress | null;
  readonly options: SetupChoice;
  /** The person's own choice; what the office decides comes on top. */
  readonly policy: PolicyChoice;
  readonly calendar: ChosenCalendar | null;
  readonly linkedCalendar: string;
  /** Names and roles of the calendars shown, as Google said them last. */
  readonly shownCalendars: readonly ChosenCalendar[];
  /** The calendars shown that the mirror was read with. */
  readonly linkedShown: readonly string[];
  readonly approvedSetup: ApprovedSetup | null;
  readonly setupSerial: number;
  readonly currentPlan: string | null;
  readonly googleEmail: string | null;
  readonly googleSubject: string | null;
  readonly googleTokens: string | null;
  readonly googleScopes: readonly string[];
  readonly googleGroup: string | null;
  readonly googleConnectedAt: Date | null;
  /** When Google said that the access ends by itself. */
  readonly googleAccessEndsAt: Date | null;
  readonly nextCycleAt: Date | null;
  readonly lastCycleAt: Date | null;
  readonly lastCycleOperations: number;
  readonly told: string | null;
  readonly tasksRest: TasksRest | null;
  /** Of its user: nothing is read or written for them [R39]. */
  readonly isDisabled: boolean;
}

export const accountColumns = sql`
  id, user_id as "userId", office_id as "officeId", state, state_text as "stateText", paused_until as "pausedUntil",
  progress, options, policy, calendar, linked_calendar as "linkedCalendar", shown_calendars as "shownCalendars", linked_shown as "linkedShown", approved_setup as "approvedSetup", setup_serial as "setupSerial", current_plan as "currentPlan", google_email as "googleEmail", google_subject as "googleSubject",
  google_tokens as "googleTokens", google_scopes as "googleScopes", google_group as "googleGroup",
  google_connected_at as "googleConnectedAt", google_access_ends_at as "googleAccessEndsAt",
  next_cycle_at as "nextCycleAt", last_cycle_at as "lastCycleAt", last_cycle_operations as "lastCycleOperations", told, tasks_rest as "tasksRest",
  (select u.disabled_at is not null from app_user u where u.id = account.user_id) as "isDisabled"`;

/** Every user has an account from the first look at the Setup Detail on. */
export async function ensureAccount(db: Sql, userId: string): Promise<Account> {
  const known = await findAccount(db, userId);
  if (known !== undefined) return known;
  await sql`
    insert into account (id, user_id, office_id, options)
    select id::text, id, office_id, ${JSON.stringify(firstChoice)}::jsonb || coalesce((select settings->'defaults'->'options' from office_setup o where o.office_id = app_user.office_id), '{}') from app_user where id = ${userId}::uuid
    on conflict (user_id) do nothing`.execute(db);
  return loadAccount(db, userId);
}

export async function loadAccount(db: Sql, id: string, lock: 'for update' | 'no lock' = 'no lock'): Promise<Account> {
  const account = await findAccount(db, id, lock);
  if (account === undefined) throw new Error(`There is no account ${id}.`);
  return account;
}

async function findAccount(db: Sql, id: string, lock: 'for update' | 'no lock' = 'no lock'): Promise<Account | undefined> {
  const locking = lock === 'for update' ? sql`for update` : sql``;
  const { rows } = await sql<Account>`select ${accountColumns} from account where id = ${id} ${locking}`.execute(db);
  return rows[0];
}

/** The Google address that a user connected, if any; nothing is made by asking. */
export async function googleAddressOf(db: Sql, userId: string): Promise<string | undefined> {
  const { rows } = await sql<{ email: string | null }>`select google_email as email from account where user_id = ${userId}`.execute(db);
  return rows[0]?.email ?? undefined;
}

export async function listAccounts(db: Sql, officeId: string): Promise<readonly Account[]> {
  const { rows } = await sql<Account>`select ${accountColumns} from account where office_id = ${officeId}::uuid order by id`.execute(db);
  return rows;
}

export interface AccountChange {
  readonly state?: AccountState;
  readonly stateText?: string;
  readonly pausedUntil?: Date | null;
  readonly progress?: AccountProgress | null;
  readonly options?: SetupChoice;
  readonly policy?: PolicyChoice;
  readonly calendar?: ChosenCalendar | null;
  readonly linkedCalendar?: string;
  readonly shownCalendars?: readonly ChosenCalendar[];
  readonly linkedShown?: readonly string[];
  readonly approvedSetup?: ApprovedSetup | null;
  readonly setupSerial?: number;
  readonly currentPlan?: string | null;
  readonly googleEmail?: string | null;
  readonly googleSubject?: string | null;
  readonly googleTokens?: string | null;
  readonly googleScopes?: readonly string[];
  readonly googleGroup?: string | null;
  readonly googleConnectedAt?: Date | null;
  readonly googleAccessEndsAt?: Date | null;
  readonly nextCycleAt?: Date | null;
  readonly lastCycleAt?: Date;
  readonly lastCycleOperations?: number;
  readonly told?: string | null;
  readonly tasksRest?: TasksRest;
}

const columnOf: Readonly<Record<keyof AccountChange, string>> = {
  state: 'state',
  stateText: 'state_text',
  pausedUntil: 'paused_until',
  progress: 'progress',
  options: 'options',
  policy: 'policy',
  calendar: 'calendar',
  linkedCalendar: 'linked_calendar',
  shownCalendars: 'shown_calendars',
  linkedShown: 'linked_shown',
  approvedSetup: 'approved_setup',
  setupSerial: 'setup_serial',
  currentPlan: 'current_plan',
  googleEmail: 'google_email',
  googleSubject: 'google_subject',
  googleTokens: 'google_tokens',
  googleScopes: 'google_scopes',
  googleGroup: 'google_group',
  googleConnectedAt: 'google_connected_at',
  googleAccessEndsAt: 'google_access_ends_at',
  nextCycleAt: 'next_cycle_at',
  lastCycleAt: 'last_cycle_at',
  lastCycleOperations: 'last_cycle_operations',
  told: 'told',
  tasksRest: 'tasks_rest',
};

/** Also tells every process that shows this account (see watchAccounts). */
export async function changeAccount(db: Sql, id: string, change: AccountChange): Promise<void> {
  const sets = (Object.keys(change) as (keyof AccountChange)[]).map((name) => {
    const value = change[name];
    const parameter =
      name === 'googleScopes' ? sql`${value as string[]}::text[]` : value !== null && typeof value === 'object' && !(value instanceof Date) ? sql`${JSON.stringify(value)}::jsonb` : sql`${value}`;
    return sql`${sql.ref(columnOf[name])} = ${parameter}`;
  });
  await sql`update account set ${sql.join([...sets, sql`changed_at = now()`])} where id = ${id}`.execute(db);
  await tellWatchers(db, id, 'setup');
}

/** Seed that keeps these advisory locks apart from all others in the database. */
const GOOGLE_ACCOUNT_SPACE = 13;

/** In the place of sealed tokens: the administrator's service account has access; nothing is kept for it. */
export const delegatedMark = 'delegated';

/** Two users on one Google account would synchronize two offices' calendars into each other. In a transaction: nobody else takes it before that ends. */
export async function isGoogleAccountTaken(db: Sql, accountId: string, subject: string): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${subject}, ${GOOGLE_ACCOUNT_SPACE}))`.execute(db);
  const { rows } = await sql`select 1 from account where google_subject = ${subject} and id <> ${accountId} and google_tokens is not null`.execute(db);
  return rows.length > 0;
}

export type Topic = 'setup' | 'reports' | 'alerts';

export async function tellWatchers(db: Sql, accountId: string, topic: Topic): Promise<void> {
  await sql`select pg_notify('account_changed', ${`${accountId} ${topic}`})`.execute(db);
}

/** Seconds until an account is looked at again: somebody at work, somebody away, nobody for a week. */
export interface Rhythm {
  readonly busy: number;
  readonly idle: number;
  readonly asleep: number;
}

/** Accounts whose next cycle is due, moved on so that no other process takes them too. In the night of a person only what they do themselves is followed soon. */
export async function takeDueAccounts(db: Sql, limit: number, rhythm: Rhythm, isNight: (zone: string) => boolean): Promise<readonly string[]> {
  const zones = await sql<{ zone: string }>`select distinct u.zone from account a join app_user u on u.id = a.user_id where a.next_cycle_at <= now() and u.disabled_at is null`.execute(db);
  const nights = zones.rows.map(({ zone }) => zone).filter(isNight);
  const { rows } = await sql<{ id: string }>`
    update account a set next_cycle_at = now() + make_interval(secs => case
      when seen.at > now() - interval '30 minutes' then ${rhythm.busy}::float8
      when seen.at > now() - interval '7 days' and not seen.sleeps then ${rhythm.idle}::float8
      else ${rhythm.asleep}::float8 end)
    from (
      select due.id, greatest(due.last_cycle_at, (select max(s.seen_at) from session s where s.user_id = due.user_id)) as at,
        exists (select from app_user u where u.id = due.user_id and u.zone = any(${nights}::text[])) as sleeps
      from (
        select id, user_id, last_cycle_at from account
        where next_cycle_at <= now() and not exists (select from app_user u where u.id = user_id and u.disabled_at is not null)
        order by next_cycle_at limit ${limit} for update skip locked) due
    ) seen
    where a.id = seen.id returning a.id`.execute(db);
  return rows.map((row) => row.id);
}
