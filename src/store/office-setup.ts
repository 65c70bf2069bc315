// The table of what an office decides about the setup of its users: defaults, locks, what is
// not offered, and guidance. In and out: settings as a whole. Never here: who is concerned
// by a change; see effective-setup.ts for what it comes to for one account.

import { sql } from 'kysely';
import { policySettings } from '../core/policy-choice.ts';
import type { PolicyChoice } from '../core/policy-choice.ts';
import type { ActivityChoice } from './account.ts';
import type { Sql } from './open.ts';

export const settingNames = ['contacts', 'activities', 'recurring', ...policySettings] as const;
export type SettingName = (typeof settingNames)[number];

export interface OptionDefaults {
  readonly contacts?: 'none' | 'set' | undefined;
  readonly activities?: ActivityChoice | undefined;
  readonly recurring?: boolean | undefined;
}

export interface OfficeSetup {
  readonly defaults: { readonly options: OptionDefaults; readonly policy: PolicyChoice };
  /** Users cannot change these: the office's default holds. */
  readonly locked: readonly SettingName[];
  /** Values that are not offered, as text. */
  readonly withdrawn: { readonly [name in SettingName]?: readonly string[] | undefined };
  /** Shown beside the option, in the administrator's words. */
  readonly guidance: { readonly [name in SettingName]?: string | undefined };
}

/** Where an office has decided nothing: the guidance that its users know. */
export const firstOfficeSetup: OfficeSetup = {
  defaults: { options: {}, policy: {} },
  // The TYPE table concerns everybody's contacts: it is the administrator's.
  locked: ['types'],
  withdrawn: {},
  guidance: {
    contacts:
      'Contact Synchronization is not to be selected as Google to mobile device information exchange can cause preferred and TYPE choice to be changed within SmartOffice.\nGuidance is not to select Contact Synchronization',
    recurring:
      'This option enables the synchronization of recurring calendar activities. As entries made from Mobile devices and Google may not include an end date, this option is not encouraged.',
  },
};

export async function loadOfficeSetup(db: Sql, officeId: string): Promise<OfficeSetup> {
  const { rows } = await sql<{ settings: OfficeSetup }>`select settings from office_setup where office_id = ${officeId}::uuid`.execute(db);
  return rows[0]?.settings ?? firstOfficeSetup;
}

export async function saveOfficeSetup(db: Sql, officeId: string, settings: OfficeSetup, by: string): Promise<void> {
  await sql`
    insert into office_setup (office_id, settings, changed_by) values (${officeId}::uuid, ${JSON.stringify(settings)}::jsonb, ${by})
    on conflict (office_id) do update set settings = excluded.settings, changed_by = excluded.changed_by, changed_at = now()`.execute(db);
  // Who has never made a preview begins with the new defaults.
  await sql`
    update account set options = options || ${JSON.stringify(settings.defaults.options)}::jsonb
    where office_id = ${officeId}::uuid and not exists (select 1 from plan where plan.account_id = account.id)`.execute(db);
}
