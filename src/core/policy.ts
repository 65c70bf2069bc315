// Everything a setup decides about how a synchronization behaves. Read from the
// account's setup, passed to every pure function as an argument, never global.

import type { Kind } from './item.ts';
import type { Side } from './side.ts';

export type ConflictPolicy = 'ask' | 'office' | 'google';
export type DeletionPolicy = 'ask' | 'follow' | 'never';

export interface BrakeLimit {
  /** Share of the linked items of the kind, 0…1. */
  readonly share: number;
  readonly count: number;
}

export interface Policy {
  /** Kinds that are synchronized at all. */
  readonly kinds: readonly Kind[];
  readonly recurring: boolean;
  /** Country for phone numbers without a prefix (ISO 3166 alpha-2). */
  readonly country: string;
  /** Zone of the user: for times that come without one. */
  readonly zone: string;
  readonly conflict: ConflictPolicy;
  /** By field, where it differs from `conflict`; key is `kind.field`. */
  readonly conflictByField: Readonly<Record<string, ConflictPolicy>>;
  /** Key: kind and the side on which the record disappeared. */
  readonly deletion: Readonly<Record<Kind, Readonly<Record<Side, DeletionPolicy>>>>;
  readonly brakes: Readonly<Record<Kind, BrakeLimit>>;
  /** Office participants are sent to Google as guests. Off: guests on Google stay as they are. */
  readonly sendGuests: boolean;
  /** Canonical TYPE → the TYPE that a side has for it; a type not listed is kept as it is. */
  readonly types: Readonly<Record<Side, Readonly<Record<string, string>>>>;
}

export const defaultPolicy: Policy = {
  kinds: ['contact', 'event', 'task'],
  recurring: true,
  country: 'US',
  zone: 'America/New_York',
  conflict: 'ask',
  conflictByField: {},
  deletion: {
    contact: { office: 'ask', google: 'ask' },
    event: { office: 'ask', google: 'ask' },
    task: { office: 'ask', google: 'ask' },
  },
  brakes: {
    contact: { share: 0.25, count: 250 },
    event: { share: 0.1, count: 50 },
    task: { share: 0.75, count: 50 },
  },
  sendGuests: false,
  types: {
    office: {
      'phones.main': 'work',
      'phones.workMobile': 'mobile',
      'phones.workPager': 'pager',
      'phones.googleVoice': 'other',
      'phones.otherFax': 'workFax',
      'phones.custom': 'other',
      'emails.custom': 'other',
      'addresses.custom': 'other',
      'urls.custom': 'other',
      'urls.homePage': 'home',
      'urls.blog': 'other',
      'urls.profile': 'other',
      'urls.ftp': 'other',
      'urls.reservations': 'other',
      'urls.appInstallPage': 'other',
    },
    google: {},
  },
};
