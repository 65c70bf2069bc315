// In: an e-mail address. Out: an account with what every Google account has from the start:
// a primary calendar, the system contact groups and the task list "My Tasks".
// Never here: seeded content (doors/seed.ts).
import { createHash } from 'node:crypto';
import { addToList } from './calendar/calendar-routes.ts';
import { createCalendar } from './calendar/records.ts';
import { createContactStore } from './people/records.ts';
import { addTaskList, createTaskStore } from './tasks/records.ts';
import { nextStamp } from './world.ts';
import type { Account, World } from './world.ts';

export interface NewAccount {
  readonly email: string;
  readonly name?: string | undefined;
  readonly sub?: string | undefined;
  readonly password?: string | undefined;
  readonly country?: string | undefined;
  readonly timeZone?: string | undefined;
  readonly administrator?: boolean | undefined;
}

function makeSubject(email: string): string {
  // 21 digits, as Google's account ids are, and the same for the same address.
  return `1${(BigInt(`0x${createHash('sha256').update(email).digest('hex').slice(0, 18)}`) % 10n ** 20n).toString().padStart(20, '0')}`;
}

export function createAccount(world: World, given: NewAccount): Account {
  const email = given.email.toLowerCase();
  const account: Account = {
    email,
    sub: given.sub ?? makeSubject(email),
    name: given.name ?? email.split('@')[0] ?? email,
    password: given.password,
    country: given.country ?? 'US',
    calendarList: new Map(),
    isAdministrator: given.administrator === true,
    stamp: nextStamp(world),
    contacts: createContactStore(),
    tasks: createTaskStore(),
  };
  world.accounts.set(email, account);
  const calendar = createCalendar(world, { id: email, owner: email, isPrimary: true, summary: email, timeZone: given.timeZone ?? 'America/New_York' });
  addToList(world, account, calendar);
  addTaskList(world, account.tasks, 'My Tasks');
  return account;
}
