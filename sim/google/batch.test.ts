// Several requests in one, seen through HTTP.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TestClient } from './test-client.ts';
import { openClient, timed } from './test-client.ts';

let client: TestClient;
beforeEach(async () => {
  client = await openClient();
});
afterEach(() => client.close());

const part = (n: number, request: string, body?: object): string =>
  ['--b', 'Content-Type: application/http', `Content-ID: <item${n}>`, '', `${request} HTTP/1.1`, ...(body === undefined ? ['', ''] : ['Content-Type: application/json', '', JSON.stringify(body)])].join('\r\n');
const send = (parts: readonly string[]) => client.send('POST', '/batch/calendar/v3', `${parts.join('\r\n')}\r\n--b--`, { 'content-type': 'multipart/mixed; boundary=b' });

test('the parts are answered in their order, each with its own outcome, its id and its units', async () => {
  const answer = await send([
    part(1, 'POST /calendar/v3/calendars/primary/events', { id: 'batch1', ...timed('2026-12-01', 9) }),
    part(2, 'GET /calendar/v3/calendars/primary/events/unknown1'),
    part(3, 'DELETE /calendar/v3/calendars/primary/events/batch1'),
  ]);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, expect.stringMatching(/^multipart\/mixed; boundary=/)]);
  const text = String(answer.body);
  expect([...text.matchAll(/Content-ID: (\S+)/g)].map(([, id]) => id)).toEqual(['<response-item1>', '<response-item2>', '<response-item3>']);
  expect([...text.matchAll(/HTTP\/1\.1 (\d+ [A-Za-z ]+)/g)].map(([, line]) => line)).toEqual(['200 OK', '404 Not Found', '204 No Content']);
  expect(text).toContain('"kind":"calendar#event"');
  const log = (await client.send('GET', '/_sim/log')).body;
  expect([log.units, log.violations]).toEqual([{ calendar: 3 }, []]);
});

test('fifty parts are allowed, a thousand by a switch; a batch or a watch in a batch is refused', async () => {
  const many = Array.from({ length: 51 }, (_, n) => part(n, 'GET /calendar/v3/users/me/calendarList'));
  expect((await send(many)).status).toBe(400);
  await client.send('POST', '/_sim/switches', { batchCap: 1000 });
  expect((await send(many)).status).toBe(200);
  expect((await send([part(1, 'POST /batch/calendar/v3')])).status).toBe(400);
  expect((await send([part(1, 'POST /calendar/v3/calendars/primary/events/watch')])).status).toBe(400);
});
