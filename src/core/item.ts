// The canonical record of a contact, an event (an office calls it an activity) and
// a task: plain JSON values, ISO strings for times, so that an item can be stored,
// hashed and compared. Adapters translate wire records into items; nothing here may
// know a wire format. Fields that must never leave the office (tax id, client
// status) have no place in an item at all.

export type Kind = 'contact' | 'event' | 'task';
export const kinds: readonly Kind[] = ['contact', 'event', 'task'];

/** An id given by a replica: opaque to us. */
export type RemoteId = string & { readonly __remoteId?: never };

/**
 * One value of a multi-valued field. `type` is a canonical token ('mobile', 'work',
 * 'home', 'workFax', … or 'custom'); `label` holds the text of a custom type. `id` is
 * the side's own id of the entry where it has one; it is not compared.
 */
export interface Entry {
  readonly id?: string;
  readonly value: string;
  readonly type: string;
  readonly label?: string;
  readonly preferred?: boolean;
}

export interface PostalAddress {
  readonly street?: string;
  readonly extended?: string;
  readonly city?: string;
  readonly region?: string;
  readonly postalCode?: string;
  readonly country?: string;
}

export interface AddressEntry {
  readonly id?: string;
  readonly value: PostalAddress;
  readonly type: string;
  readonly label?: string;
  readonly preferred?: boolean;
}

/** `year` is absent for a birthday whose year is not known. */
export interface BirthDate {
  readonly year?: number;
  readonly month: number;
  readonly day: number;
}

export interface ContactItem {
  readonly kind: 'contact';
  readonly prefix?: string;
  readonly givenName?: string;
  readonly middleName?: string;
  readonly familyName?: string;
  readonly suffix?: string;
  readonly nickname?: string;
  readonly company?: string;
  readonly department?: string;
  readonly jobTitle?: string;
  readonly birthday?: BirthDate;
  readonly notes?: string;
  readonly phones?: readonly Entry[];
  readonly emails?: readonly Entry[];
  readonly addresses?: readonly AddressEntry[];
  readonly urls?: readonly Entry[];
  /** In the SET (office) or in our contact group (Google). */
  readonly member?: boolean;
}

/** A date (all-day), or a wall clock time in a named IANA zone. */
export type When =
  | { readonly date: string }
  | { readonly local: string; readonly zone: string };

export interface Guest {
  readonly email: string;
  readonly name?: string;
  readonly response?: 'needsAction' | 'accepted' | 'declined' | 'tentative';
  readonly optional?: boolean;
  readonly organizer?: boolean;
}

/**
 * What one occurrence of a series does differently. `original` is its recurrence id:
 * the start that the rule gives it, as `YYYY-MM-DD` or as a UTC instant ending in Z.
 */
export interface Occurrence {
  readonly original: string;
  readonly cancelled?: boolean;
  readonly title?: string;
  readonly description?: string;
  readonly location?: string;
  readonly start?: When;
  readonly end?: When;
}

export interface EventItem {
  readonly kind: 'event';
  readonly title?: string;
  readonly description?: string;
  readonly location?: string;
  readonly start: When;
  /** Exclusive: for an all-day event the day after its last. */
  readonly end: When;
  readonly private?: boolean;
  /** false: shown as free. Absent means busy. */
  readonly busy?: boolean;
  /** Minutes before the start; absent: none of its own. */
  readonly reminder?: number;
  readonly guests?: readonly Guest[];
  /** Names of all participants. Google has no place for it but the text of the event. */
  readonly attending?: readonly string[];
  /** RRULE, RDATE and EXDATE lines of RFC 5545, without DTSTART. */
  readonly recurrence?: readonly string[];
  readonly occurrences?: readonly Occurrence[];
  /** Name of the Google calendar that it is only shown from: it may not be changed in the office. */
  readonly calendar?: string;
  /** Office only: type, sub-type and priority of the activity. */
  readonly activityType?: string;
  readonly activitySubType?: string;
  readonly priority?: string;
}

export interface TaskItem {
  readonly kind: 'task';
  readonly title?: string;
  readonly notes?: string;
  /** YYYY-MM-DD: all that Google keeps of a due time. */
  readonly dueDate?: string;
  /** Office only: HH:MM. */
  readonly dueTime?: string;
  readonly completed?: boolean;
  /** Office only. */
  readonly priority?: string;
}

export type Item = ContactItem | EventItem | TaskItem;
export type ItemOf<K extends Kind> = Extract<Item, { kind: K }>;

/** What a person would call this item in a list. */
export function nameOf(item: Item): string {
  switch (item.kind) {
    case 'contact': {
      const parts = [item.prefix, item.givenName, item.middleName, item.familyName, item.suffix];
      const full = parts.filter((part) => part !== undefined && part !== '').join(' ');
      return full || item.company || item.nickname || item.emails?.[0]?.value || item.phones?.[0]?.value || '(no name)';
    }
    case 'event':
    case 'task':
      return item.title || '(no title)';
    default:
      return item satisfies never;
  }
}
