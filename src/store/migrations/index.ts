// What comes in: one file a migration, `NNNN-what-it-does.ts`, exporting its up().
// What goes out: the static list, in the order of its keys.
// Never here: a change to a migration that has been released. Add another one.

import type { Migration } from 'kysely/migration';
import { foundation } from './0001-foundation.ts';
import { office } from './0010-office.ts';
import { session } from './0015-session.ts';
import { sync } from './0020-sync.ts';
import { heldBack } from './0030-held-back.ts';
import { tally } from './0040-tally.ts';
import { unsettled } from './0050-unsettled.ts';
import { linkAnywhere } from './0060-link-anywhere.ts';
import { quota } from './0080-quota.ts';
import { channel } from './0100-channel.ts';
import { packedPlan } from './0110-packed-plan.ts';
import { decisions } from './0130-decisions.ts';
import { setup } from './0200-setup.ts';
import { standing } from './0210-standing.ts';
import { importUid } from './0220-import-uid.ts';
import { told } from './0230-told.ts';
import { invitation } from './0240-invitation.ts';
import { invited } from './0250-invited.ts';
import { answered } from './0260-answered.ts';
import { opening } from './0270-opening.ts';
import { shownCalendar } from './0280-shown-calendar.ts';
import { toldPrivacy } from './0290-told-privacy.ts';
import { seldom } from './0300-seldom.ts';
import { twins } from './0310-twins.ts';
import { leanMirror } from './0320-lean-mirror.ts';
import { twinsAtOnce } from './0330-twins-at-once.ts';
import { accountOffice } from './0340-account-office.ts';

export const migrations: Record<string, Migration> = {
  '0001-foundation': foundation,
  '0010-office': office,
  '0015-session': session,
  '0020-sync': sync,
  '0030-held-back': heldBack,
  '0040-tally': tally,
  '0050-unsettled': unsettled,
  '0060-link-anywhere': linkAnywhere,
  '0080-quota': quota,
  '0100-channel': channel,
  '0110-packed-plan': packedPlan,
  '0130-decisions': decisions,
  '0200-setup': setup,
  '0210-standing': standing,
  '0220-import-uid': importUid,
  '0230-told': told,
  '0240-invitation': invitation,
  '0250-invited': invited,
  '0260-answered': answered,
  '0270-opening': opening,
  '0280-shown-calendar': shownCalendar,
  '0290-told-privacy': toldPrivacy,
  '0300-seldom': seldom,
  '0310-twins': twins,
  '0320-lean-mirror': leanMirror,
  '0330-twins-at-once': twinsAtOnce,
  '0340-account-office': accountOffice,
};
