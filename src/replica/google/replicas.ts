// The three replicas of one Google account. In: a connection and the setup's choices.
// Out: contacts, one calendar, tasks. Nothing is asked of Google before the first read.

import type { Replica } from '../replica.ts';
import { openContacts } from './contact.ts';
import type { ContactReplica } from './contact.ts';
import type { GoogleConnection } from './connection.ts';
import { openEvents } from './event.ts';
import type { EventReplica } from './event.ts';
import { showBeside, showNone } from './shown-events.ts';
import { openTasks } from './task.ts';

export interface GoogleSetup {
  readonly connection: GoogleConnection;
  /** 'primary', or the id of another calendar of the account. */
  readonly calendarId: string;
  /** Calendars that are only shown, by id, each with its name. */
  readonly shown?: ReadonlyMap<string, string>;
  readonly groupId?: string;
  readonly groupName: string;
  /** ISO 3166 alpha-2, for phone numbers without a prefix. */
  readonly country: string;
  /** IANA zone of the user, for times that come without one. */
  readonly zone: string;
  /** How long Google's lists may lag behind a write of a contact: minutes, says Google. */
  readonly contactLagMs?: number;
}

export interface GoogleReplicas {
  readonly contact: ContactReplica;
  readonly event: EventReplica;
  readonly task: Replica;
}

function openCalendars({ connection, calendarId, shown, zone, country }: GoogleSetup): EventReplica {
  const open = (id: string): EventReplica => openEvents({ connection, calendarId: id, zone, context: { country } });
  if (shown === undefined || shown.size === 0) return showNone(open(calendarId));
  return showBeside(open(calendarId), calendarId, new Map([...shown.keys()].map((id) => [id, open(id)])), shown);
}

export function openGoogleReplicas(setup: GoogleSetup): GoogleReplicas {
  const context = { country: setup.country };
  const { connection } = setup;
  return {
    contact: openContacts({ connection, groupId: setup.groupId, groupName: setup.groupName, lagMs: setup.contactLagMs, zone: setup.zone, context }),
    event: openCalendars(setup),
    task: openTasks({ connection, context }),
  };
}
