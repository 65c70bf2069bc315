// Everything a setup decides about how a synchronization behaves. Read from the
// account's setup, passed to every pure function as an argument, never global.

import type { Kind } from './item.ts';
import type { Side } from './side.ts';

/** 'newest': the side that was changed last, where both say when; otherwise one asks. */
export type ConflictPolicy = 'ask' | Side | 'newest';
export type DeletionPolicy = 'ask' | 'follow' | 'never';

/** Which sides are written for a kind: both, or one of them only. */
export type Direction = 'both' | Side;
/** What Google is told of an activity that the office marks private. */
export type Privacy = 'skip' | 'busy only' | 'full' | 'full and private';

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
  /** More guests than this are not sent with one event: Google refuses many from small accounts. */
  readonly guestLimit: number;
  /** E-mail addresses of the user: nobody is invited to a meeting of one's own. */
  readonly own?: readonly string[];
  readonly direction: Readonly<Record<Kind, Direction>>;
  readonly privacy: Privacy;
  /** Google calendars whose events are only shown in the office, by id. */
  readonly shown?: readonly string[];
  /** Share of an approved plan, 0…1, that may have changed since its preview before a new one is asked for. */
  readonly driftShare: number;
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
  guestLimit: 200,
  direction: { contact: 'both', event: 'both', task: 'both' },
  privacy: 'full and private',
  driftShare: 0.2,
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
