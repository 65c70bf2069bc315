// The Setup Detail as its page shows it. In: an account. Out: the contract's answer, with
// every state in words and with its remedy. Reads only.

import { sql } from 'kysely';
import { listSets } from '../office/sets.ts';
import { getUser } from '../office/users.ts';
import { delegatedMark } from '../store/account.ts';
import type { Account } from '../store/account.ts';
import { withOffice } from '../store/effective-setup.ts';
import { loadOfficeSetup } from '../store/office-setup.ts';
import type { OfficeSetup } from '../store/office-setup.ts';
import type { Sql } from '../store/open.ts';
import { loadPlanRow } from '../store/plan.ts';
import { kinds } from '../core/item.ts';
import { googleGroupName, grantedKinds, policyOf } from '../work/account-context.ts';
import type { AccountDoors } from '../work/account-context.ts';
import { compareSettings, settingsInWords } from '../work/setup-words.ts';
import type { SettingWords } from '../work/setup-words.ts';
import type { SetupDetail } from './contract/sync.ts';
import { todayOf } from './account-today.ts';
import { rulesOf } from './setup-rules.ts';

const partOf = { contact: 'contacts', event: 'calendar', task: 'tasks' } as const;

export function missingParts(account: Account): ('contacts' | 'calendar' | 'tasks')[] {
  if (account.googleTokens === null) return [];
  const granted = grantedKinds(account);
  return kinds.filter((kind) => !granted.includes(kind)).map((kind) => partOf[kind]);
}

export async function setupDetailOf(db: Sql, doors: AccountDoors, chosen: Account, connectTrouble?: string): Promise<SetupDetail> {
  const office = await loadOfficeSetup(db, chosen.officeId);
  const account = withOffice(chosen, office);
  const user = await getUser(db, account.userId);
  const sets = await listSets(db, account.officeId);
  const { rows } = await sql<{ total: number; withoutEnd: number }>`
    select count(*)::int as total, count(*) filter (where range_until is null)::int as "withoutEnd"
    from activity where owner_id = ${account.userId}::uuid and deleted_at is null and status <> 'canceled' and jsonb_array_length(recurrence) > 0`.execute(db);
  const current = account.currentPlan === null ? undefined : await loadPlanRow(db, account.currentPlan);
  const waiting = account.state === 'active' || account.state === 'calendar read-only' || account.state === 'paused by brake' ? (current?.asked ?? 0) : 0;
  const possible = await sql<{ count: number }>`
    select count(*)::int as count from activity_participant p join activity a on a.id = p.activity_id left join contact c on c.id = p.contact_id
    where a.owner_id = ${account.userId}::uuid and a.deleted_at is null and a.status <> 'canceled' and not p.organizer
      and (a.range_until is null or a.range_until > now())
      and (p.email is not null or exists (select 1 from contact_email e where e.contact_id = c.id))`.execute(db);
  return {
    user: { fullName: user.fullName, email: user.email },
    options: account.options as SetupDetail['options'],
    locked: account.options.runSynchronization,
    googleGroupName,
    google: { connected: account.googleTokens !== null, account: account.googleEmail ?? undefined, missing: missingParts(account), delegated: account.googleTokens === delegatedMark, accessEndsAt: account.googleAccessEndsAt?.toISOString(), trouble: connectTrouble },
    sets: sets.map((set) => ({ id: set.id, name: set.name, members: set.memberCount })),
    recurringActivities: rows[0] ?? { total: 0, withoutEnd: 0 },
    possibleInvitations: possible.rows[0]?.count ?? 0,
    calendar: account.calendar ?? undefined,
    shownCalendars: account.shownCalendars.map((calendar) => ({ ...calendar })),
    policy: rulesOf(chosen, office),
    former: await formerOf(doors, chosen, office),
    state: account.state,
    stateText: stateInWords(account),
    pausedUntil: account.state === 'paused by Google' ? account.pausedUntil?.toISOString() : undefined,
    progress: account.progress ?? undefined,
    lastCycle: account.lastCycleAt === null ? undefined : { at: account.lastCycleAt.toISOString(), operations: account.lastCycleOperations },
    ...(account.options.runSynchronization ? { nextCycleAt: account.nextCycleAt?.toISOString(), ...(await todayOf(db, account, user.zone)) } : {}),
    waiting,
    currentReport: account.currentPlan ?? undefined,
  };
}

/** The setup approved last, where another one is chosen now: what using it again would change. */
async function formerOf(doors: AccountDoors, chosen: Account, office: OfficeSetup): Promise<SetupDetail['former']> {
  const approved = chosen.approvedSetup;
  if (approved === null) return undefined;
  const words = async (of: Pick<Account, 'options' | 'policy'>): Promise<readonly SettingWords[]> => {
    const account = withOffice({ ...chosen, ...of }, office);
    const person = await doors.person(account.userId);
    return settingsInWords({ account, person, policy: policyOf(account, office, person), setName: await doors.setName(account), groupName: googleGroupName, missing: [] });
  };
  const settings = compareSettings(await words(approved), await words(chosen)).filter(({ was }) => was !== undefined);
  return settings.length === 0 ? undefined : { settings: settings.map((setting) => ({ ...setting })) };
}

export function stateInWords(account: Account): string {
  switch (account.state) {
    case 'off':
      return 'The synchronization is off. Select Run Synchronization and save to make a preview.';
    case 'previewing':
      return 'The Preview Report is being made. Nothing is written. You will get an e-mail and an alert when it is ready.';
    case 'preview ready':
      return 'The Preview Report is available for review. Open it, then approve or reject it. Nothing has been written yet.';
    case 'initial sync':
      return 'The initial synchronization is running.';
    case 'active':
      return account.stateText === '' ? 'The synchronization is active.' : account.stateText;
    case 'needs reconnect':
      return `${account.stateText} Nothing is lost and nothing was deleted; what changes meanwhile is synchronized afterwards.`.trim();
    case 'paused by brake':
      return `The synchronization has stopped before harm: ${account.stateText} Open the current report and decide.`;
    case 'paused by Google':
      return `Google has asked us to wait; there is nothing that you need to do. ${account.stateText}`.trim();
    case 'calendar gone':
      return `${account.stateText} Choose another calendar, make a new one in Google and choose that, or stop the synchronization. Whatever you choose, a preview comes first.`;
    case 'calendar read-only':
      return account.stateText;
    case 'failed':
      return `${account.stateText} It is tried again by itself; to begin anew, deselect Run Synchronization and save.`.trim();
    default:
      return account.state satisfies never;
  }
}
