import { expect, test } from 'vitest';
import { ListenTrouble, openDoor } from './listen.ts';

test('until the product is there it says that it is starting, and a taken port is refused in words', async () => {
  const door = await openDoor('127.0.0.1', 0);
  const answer = await fetch(door.url);
  expect(answer.status).toBe(503);
  expect(answer.headers.get('retry-after')).toBe('1');
  expect(await answer.json()).toMatchObject({ code: 'unavailable', remedy: 'Try again in a moment.' });

  const { port } = new URL(door.url);
  const second = openDoor('127.0.0.1', Number(port));
  await expect(second).rejects.toThrow(`The port ${port} on 127.0.0.1 is taken by another program. Stop that program, or choose another port (0 takes any free one).`);
  await expect(second).rejects.toMatchObject({ isTaken: true });
  await door.close();
  await (await openDoor('127.0.0.1', Number(port))).close();
});

test('an address that this machine does not have is refused in words', async () => {
  await expect(openDoor('192.0.2.1', 0)).rejects.toThrow(ListenTrouble);
  await expect(openDoor('192.0.2.1', 0)).rejects.toThrow(/no address "192\.0\.2\.1"/);
});
