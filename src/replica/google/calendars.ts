// The calendars of an account, for the setup to choose one by its id. In: a connection.
// Out: what a person needs to tell them apart; two may have the same name. Never chosen
// by name: a colleague's shared calendar may be called the same.

import { z } from 'zod';
import type { GoogleConnection } from './connection.ts';

export interface CalendarChoice {
  readonly id: string;
  readonly name: string;
  readonly primary: boolean;
  /** 'owner' and 'writer' may be written. */
  readonly accessRole: string;
  readonly zone: string | undefined;
}

export function isWritable(accessRole: string): boolean {
  return accessRole === 'owner' || accessRole === 'writer';
}

const text = z.string().optional();
const listSchema = z.looseObject({
  kind: z.literal('calendar#calendarList'),
  items: z
    .array(
      z.looseObject({
        id: z.string(),
        summary: text,
        summaryOverride: text,
        primary: z.boolean().optional(),
        accessRole: text,
        timeZone: text,
        deleted: z.boolean().optional(),
      }),
    )
    .optional(),
  nextPageToken: text,
});

export async function listCalendars(connection: GoogleConnection): Promise<readonly CalendarChoice[]> {
  const choices: CalendarChoice[] = [];
  let pageToken: string | undefined;
  do {
    const token: string | undefined = pageToken;
    const { body } = await connection.demand({
      api: 'calendar',
      call: 'calendarList.list',
      units: 1,
      effect: 'read',
      answer: listSchema,
      send: (google, options) => google.calendar.calendarList.list({ maxResults: 250, pageToken: token }, options),
    });
    for (const entry of body.items ?? []) {
      if (entry.deleted === true) continue;
      choices.push({ id: entry.id, name: entry.summaryOverride ?? entry.summary ?? entry.id, primary: entry.primary === true, accessRole: entry.accessRole ?? 'none', zone: entry.timeZone });
    }
    pageToken = body.nextPageToken || undefined;
  } while (pageToken !== undefined);
  return choices;
}
