// What a person chose in the Setup Detail and has not saved. In: who it is and the setup as
// it stands. Out: the choices, kept in this window over the page of Google, a sign-in or a
// reload; never those of somebody else, and never on top of a setup that has changed since.

import type { SetupOptions } from '../../../src/http/contract/setup.ts';
import type { PolicyChoiceBody } from '../sync-types.ts';

export interface SetupDraft {
  readonly options: SetupOptions;
  readonly policy: PolicyChoiceBody | undefined;
  /** A setup that runs was unlocked to be changed. */
  readonly changing: boolean;
}

interface Standing {
  readonly email: string;
  readonly options: SetupOptions;
  readonly locked: boolean;
}

const key = (email: string) => `setup-draft:${email}`;
const stampOf = ({ options, locked }: Standing) => JSON.stringify([locked, options.runSynchronization, options.contacts, options.setId ?? '', options.activities, options.recurring, options.calendarId ?? '', options.shownCalendars ?? []]);

export function readDraft(standing: Standing): SetupDraft | undefined {
  try {
    const text = sessionStorage.getItem(key(standing.email));
    if (text === null) return undefined;
    const kept = JSON.parse(text) as { readonly stamp: string; readonly draft: SetupDraft };
    return kept.stamp === stampOf(standing) ? kept.draft : undefined;
  } catch {
    // Storage that is forbidden only means that leaving the page forgets the choices.
    return undefined;
  }
}

export function keepDraft(standing: Standing, draft: SetupDraft | undefined): void {
  try {
    if (draft === undefined) sessionStorage.removeItem(key(standing.email));
    else sessionStorage.setItem(key(standing.email), JSON.stringify({ stamp: stampOf(standing), draft }));
  } catch {
    // As above.
  }
}
