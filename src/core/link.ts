// A link says that an office record and a Google record are the same thing, and what
// each side held when we last settled it. In: ids and items. Out: types only.
// A base is only ever set by settling an operation; it is never "refreshed".

import type { Item, Kind, RemoteId } from './item.ts';
import type { Privacy } from './policy.ts';
import type { Side } from './side.ts';

/** What one side held when we last settled. `gone`: settled as deleted there. */
export type Base =
  | { readonly version: string; readonly hash: string; readonly item: Item; readonly gone?: false }
  | { readonly gone: true };

export interface Link {
  readonly id: string;
  readonly kind: Kind;
  readonly ids: Readonly<Record<Side, RemoteId>>;
  readonly base: Readonly<Record<Side, Base>>;
  /**
   * Fields that were never settled since the first meeting, because the two sides
   * differed and nobody has chosen yet.
   */
  readonly open: readonly string[];
  /** Of an event: what the setup said of private activities when Google was told of it. */
  readonly privacy?: Privacy;
}

/** What we last read of one record: the mirror, as the pure rooms see it. */
export interface Seen {
  readonly id: RemoteId;
  readonly version: string;
  readonly hash: string;
  readonly item: Item;
  /** In the SET, in our group, in the chosen calendar: may be created on the other side. */
  readonly inScope: boolean;
  /** Id of the calendar that it is only shown from; absent: it is of the calendar that is synchronized. */
  readonly calendar?: string;
  /** Why this record must not be written or copied ("organized by …", "birthday"). */
  readonly readOnly?: string;
  /** Why this record takes no part at all; such a record is only reported. */
  readonly skipped?: string;
  /** Our marker found on the record: the other side's id. */
  readonly marker?: string;
  /** Its marker names a record of another account: somebody copied what we wrote there. */
  readonly copied?: boolean;
  /** iCalUID or the like: equal on both sides for the same thing. */
  readonly uid?: string;
  /** A colleague's record, in which the user takes part: paired, but never copied. */
  readonly invited?: boolean;
  /** Who else synchronizes this very record with a calendar of their own: the first of them. */
  readonly elsewhere?: Elsewhere;
  readonly gone?: boolean;
  /** Its link, where the other record of that was deleted: it may be paired anew. */
  readonly left?: string;
  /** When the side says that it was last changed, as epoch milliseconds. */
  readonly revised?: number;
}

/** A colleague's link to the same record, as it ranks beside one's own. */
export interface Elsewhere {
  /** The colleague's calendar lets the event be written. */
  readonly organizes: boolean;
  /** The record is the colleague's own. */
  readonly owns: boolean;
  /** Where nothing else tells: the one of the two that always comes first. */
  readonly before: boolean;
}

/** The side that was changed last, where both say when. */
export function newerOf(seen: Readonly<Record<Side, Seen>>): Side | undefined {
  const { office, google } = seen;
  if (office.revised === undefined || google.revised === undefined || office.revised === google.revised) return undefined;
  return office.revised > google.revised ? 'office' : 'google';
}
