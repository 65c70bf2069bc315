// What the audit says of a changed setup. In: the setup before and after, of a person or of
// an office. Out: the settings that are not the same, old and new. Never here: a setting that
// nobody changed.

import type { Account } from '../store/account.ts';
import { effectiveSetup, policyFrom, withOffice } from '../store/effective-setup.ts';
import type { OfficeSetup } from '../store/office-setup.ts';
import { googleGroupName } from './account-context.ts';
import { partInWords, valueInWords } from './office-setup-words.ts';
import { settingsInWords } from './setup-words.ts';

export interface SettingChange {
  readonly setting: string;
  readonly from: string;
  readonly to: string;
}

/** As the Setup Detail calls them; `setNames` by id. */
export function compareSetups(before: Account, after: Account, office: OfficeSetup, setNames: ReadonlyMap<string, string>): readonly SettingChange[] {
  const [was, is] = [before, after].map((account) => {
    const held = withOffice(account, office);
    const words = settingsInWords({
      account: held,
      person: { fullName: '', email: '' },
      policy: policyFrom(effectiveSetup(account, office), { country: '', zone: 'UTC' }),
      setName: setNames.get(held.options.setId ?? ''),
      groupName: googleGroupName,
      missing: [],
    });
    return new Map([['Run Synchronization', account.options.runSynchronization ? 'Selected' : 'Not selected'], ...words.map(({ label, value }) => [label, value] as const)]);
  }) as [Map<string, string>, Map<string, string>];
  return changesBetween(was, is);
}

/** Part by part: an office decides defaults, locks, what is offered, and guidance. */
export function compareOfficeSetups(before: OfficeSetup, after: OfficeSetup): readonly SettingChange[] {
  const [was, is] = [before, after].map((setup) => new Map(flatten(setup).map(([path, value]) => [partInWords(path), valueInWords(path, value)] as const))) as [Map<string, string>, Map<string, string>];
  return changesBetween(was, is);
}

function flatten(value: unknown, path = ''): [string, string][] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.length === 0 ? [] : [[path, value.map(String).sort().join(', ')]];
  if (typeof value !== 'object') return [[path, String(value)]];
  return Object.entries(value).flatMap(([name, member]) => flatten(member, path === '' ? name : `${path}.${name}`));
}

function changesBetween(was: ReadonlyMap<string, string>, is: ReadonlyMap<string, string>): readonly SettingChange[] {
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((setting) => {
    const [from, to] = [was.get(setting) ?? 'not set', is.get(setting) ?? 'not set'];
    return from === to ? [] : [{ setting, from, to }];
  });
}

/** "Run Synchronization: Not selected → Selected; …" */
export function tellChanges(changes: readonly SettingChange[]): string {
  return changes.map(({ setting, from, to }) => `${setting}: ${from} → ${to}`).join('; ');
}
