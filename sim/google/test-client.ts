// In: nothing, or a seed. Out: a running simulator with a signed-in client, for the tests beside it.
// Never here: knowledge of the inside; everything goes through HTTP as a stranger's program would.
import { startSimulator } from './server.ts';
import type { Simulator } from './server.ts';

export interface Reply {
  readonly status: number;
  readonly etag: string | undefined;
  readonly headers: Headers;
  // Tests read deep into answers of many shapes; the schemas are checked by the simulator itself.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
}

export interface TestClient {
  readonly url: string;
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
  as(account: string, scopes?: readonly string[]): Promise<TestClient>;
  close(): Promise<void>;
}

function makeClient(simulator: Simulator, token: string | undefined): TestClient {
  const send = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply> => {
    const answer = await fetch(simulator.url + path, {
      method,
      redirect: 'manual',
      headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json') === true;
    return { status: answer.status, etag: answer.headers.get('etag') ?? undefined, headers: answer.headers, body: isJson && text !== '' ? JSON.parse(text) : text };
  };
  return {
    url: simulator.url,
    send,
    as: async (account, scopes) => {
      const grant = await send('POST', '/_sim/grant', { account, ...(scopes === undefined ? {} : { scopes }) });
      return makeClient(simulator, grant.body.access_token as string);
    },
    close: () => simulator.close(),
  };
}

export const me = 'ada@example.com';

export async function openClient(seed: object = { accounts: [{ email: me, name: 'Ada Lovelace' }] }): Promise<TestClient> {
  const simulator = await startSimulator();
  const stranger = makeClient(simulator, undefined);
  const seeded = await stranger.send('POST', '/_sim/seed', seed);
  if (seeded.status !== 200) throw new Error(JSON.stringify(seeded.body));
  return stranger.as(me);
}

export const events = '/calendar/v3/calendars/primary/events';

export function timed(day: string, hour: number, zone = 'America/New_York'): object {
  const pad = (value: number): string => String(value).padStart(2, '0');
  return { start: { dateTime: `${day}T${pad(hour)}:00:00`, timeZone: zone }, end: { dateTime: `${day}T${pad(hour + 1)}:00:00`, timeZone: zone } };
}
