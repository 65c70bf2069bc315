// One session per process that hears what was committed: changes of offices and of
// accounts. In: a store. Out: calls back. A lost session is opened again, and everybody is
// told that something may have been missed. Nothing is read or written here.

import pg from 'pg';
import { onOfficeChange } from '../office/change.ts';
import type { OfficeChangeNotice } from '../office/change.ts';
import type { Topic } from '../store/account.ts';
import type { Store } from '../store/open.ts';

export interface Hearing {
  office(notice: OfficeChangeNotice): void;
  account(accountId: string, topic: Topic): void;
  /** The session was lost for a while. */
  missed(): void;
}

export interface Listening {
  stop(): Promise<void>;
}

const accountChannel = 'account_changed';
const againMs = 1_000;

export async function startListening(store: Store, hearing: Hearing, log: (line: string) => void): Promise<Listening> {
  let stopped = false;
  let session: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;

  const again = (): void => {
    if (!stopped) timer = setTimeout(() => void reconnect(), againMs);
  };

  const connect = async (): Promise<void> => {
    const client = new pg.Client({ ...store.connection, application_name: 'smartoffice-sync listen' });
    client.on('error', (error) => log(`The listening session broke: ${error.message}`));
    client.on('notification', (message) => {
      if (message.channel !== accountChannel || message.payload === undefined) return;
      const [accountId, topic] = message.payload.split(' ');
      if (accountId !== undefined && topic !== undefined) hearing.account(accountId, topic as Topic);
    });
    try {
      await client.connect();
      await onOfficeChange(client, hearing.office);
      await client.query(`listen ${accountChannel}`);
    } catch (error) {
      await client.end();
      throw error;
    }
    // Only now: one that never came to listen ends as well, and is tried again by whoever opened it.
    client.once('end', again);
    session = client;
    if (stopped) await client.end();
  };

  const reconnect = async (): Promise<void> => {
    try {
      await connect();
      if (!stopped) hearing.missed();
    } catch (error) {
      log(`Listening again failed and is tried again: ${String(error)}`);
      again();
    }
  };

  await connect();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await session?.end();
    },
  };
}
