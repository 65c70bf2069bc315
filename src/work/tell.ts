// Tells a person what happened: one mail and one alert from the same words, stored in the
// transaction of the fact, each unless the person does not want it [R35]. Never twice for the
// same plan; for trouble the caller holds `told`.

import * as letters from '../mail/templates.ts';
import type { Message } from '../mail/templates.ts';
import { addAlert, addMail } from '../store/notice.ts';
import { noteTold, waysOf } from '../store/notice-choice.ts';
import type { Tx } from '../store/open.ts';
import type { AccountPerson } from '../store/at-work.ts';

export type Notice =
  | { readonly kind: 'preview ready'; readonly planId: string }
  | { readonly kind: 'undo ready'; readonly planId: string }
  | { readonly kind: 'initial complete'; readonly planId: string }
  | { readonly kind: 'brake'; readonly planId: string; readonly whys: readonly string[] }
  | { readonly kind: 'drift'; readonly planId?: string; readonly why: string }
  | { readonly kind: 'reconnect'; readonly why: string }
  | { readonly kind: 'paused'; readonly until: Date; readonly why: string }
  | { readonly kind: 'calendar gone'; readonly why: string }
  | { readonly kind: 'calendar access'; readonly why: string }
  | { readonly kind: 'failed'; readonly why: string }
  | { readonly kind: 'unreachable'; readonly why: string }
  | { readonly kind: 'doubt'; readonly why: string };

export interface Told {
  readonly accountId: string;
  readonly person: AccountPerson;
  readonly publicUrl: string;
}

const setupPath = '/setup/google';

export async function tell(tx: Tx, told: Told, notice: Notice): Promise<void> {
  const path = 'planId' in notice && notice.planId !== undefined ? `${setupPath}/reports/${notice.planId}${notice.kind === 'initial complete' ? '.run' : ''}` : setupPath;
  const { subject, text, html, alert } = await compose(notice, new URL(path, told.publicUrl).href, told);
  const about = 'planId' in notice ? notice.planId : undefined;
  if (!(await noteTold(tx, told.accountId, { kind: notice.kind, about, text: alert.text }))) return;
  const ways = await waysOf(tx, told.accountId, notice.kind);
  if (ways.mail) await addMail(tx, told.accountId, { to: told.person.email, subject, text, html });
  if (ways.alert) await addAlert(tx, told.accountId, { kind: notice.kind, title: alert.title, text: alert.text, link: path });
}

function compose(notice: Notice, link: string, told: Told): Promise<Message> {
  switch (notice.kind) {
    case 'preview ready':
      return letters.previewReady({ link, overview: new URL(setupPath, told.publicUrl).href });
    case 'undo ready':
      return letters.undoPreviewReady({ link });
    case 'drift':
      return letters.drifted({ link, why: notice.why });
    case 'initial complete':
      return letters.initialComplete({ link });
    case 'brake':
      return letters.pausedByBrake({ link, brakes: notice.whys });
    case 'reconnect':
      return letters.needsReconnect({ link, why: notice.why });
    case 'paused':
      return letters.pausedByGoogle({ link, until: notice.until, locale: told.person.locale, zone: told.person.zone, why: notice.why });
    case 'calendar gone':
      return letters.calendarGone({ link, why: notice.why });
    case 'calendar access':
      return letters.calendarAccess({ link, why: notice.why });
    case 'failed':
      return letters.failed({ link, why: notice.why });
    case 'unreachable':
      return letters.unreachable({ link, why: notice.why });
    case 'doubt':
      return letters.readingDoubted({ link, why: notice.why });
    default:
      return notice satisfies never;
  }
}
