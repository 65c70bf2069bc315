// Push channels of calendars at Google. In: a calendar and where to tell of its changes.
// Out: the channel as Google opened it, and its end. A channel is no record of a person:
// it changes nothing that anybody sees, but it is opened only for an approved setup.

import { z } from 'zod';
import { ReplicaError } from '../replica.ts';
import type { GoogleConnection } from './connection.ts';
import { isNeverTold, toReplicaError } from './trouble.ts';

export interface ChannelWish {
  readonly id: string;
  readonly calendarId: string;
  readonly address: string;
  readonly token: string;
}

export interface OpenedChannel {
  readonly resourceId: string;
  readonly expiresAt: Date;
}

const week = 7 * 86_400_000;
const opened = z.looseObject({ resourceId: z.string().min(1), expiration: z.coerce.number().optional() });

/** 'unsupported': of this calendar Google tells nobody, whoever may read it. */
export async function watchCalendar(connection: GoogleConnection, wish: ChannelWish): Promise<OpenedChannel | 'unsupported'> {
  const told = await connection.ask({
    api: 'calendar',
    call: 'events.watch',
    units: 1,
    // Sent twice it would be refused for its id; without an answer it is looked after as an orphan.
    effect: 'once',
    answer: opened,
    send: (google, options) => google.calendar.events.watch({ calendarId: wish.calendarId, requestBody: { id: wish.id, type: 'web_hook', address: wish.address, token: wish.token } }, options),
  });
  if (!told.ok) {
    if (isNeverTold(told.trouble)) return 'unsupported';
    throw toReplicaError(told.trouble, connection.clock.now());
  }
  const { body } = told;
  return { resourceId: body.resourceId, expiresAt: new Date(body.expiration ?? connection.clock.now() + week) };
}

/** One that Google does not know any more is stopped. */
export async function stopChannel(connection: GoogleConnection, channel: { readonly id: string; readonly resourceId: string }): Promise<void> {
  const told = await connection.ask({
    api: 'calendar',
    call: 'channels.stop',
    units: 1,
    effect: 'repeatable',
    answer: z.unknown(),
    send: (google, options) => google.calendar.channels.stop({ requestBody: { id: channel.id, resourceId: channel.resourceId } }, options),
  });
  if (told.ok || told.trouble.status === 404) return;
  throw new ReplicaError('rejected', `channels.stop: ${told.trouble.message} (${told.trouble.status} ${told.trouble.reason})`);
}
