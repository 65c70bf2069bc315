import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const signals = fileURLToPath(new URL('./signals.ts', import.meta.url));
const program = `
  import { untilAskedToStop } from ${JSON.stringify(signals)};
  const running = setInterval(() => undefined, 1000);
  const asked = untilAskedToStop(() => undefined, true);
  console.log('running ' + process.pid);
  await asked;
  console.log('asked');
  clearInterval(running);
  process.exit();`;
const start = (command: string, args: string[]) => {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { PATH: process.env['PATH'], NODE: process.execPath, PROGRAM: program } });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  return { child, said: async (word: string) => { while (!out.includes(word)) await once(child.stdout, 'data'); } };
};

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s asks it to stop', async (signal) => {
  const { child, said } = start(process.execPath, ['--input-type=module-typescript', '-e', program]);
  await said('running');
  child.kill(signal);
  await said('asked');
});

test.skipIf(process.platform === 'win32')('the end of the shell that npm started it with asks it to stop', async () => {
  const { child, said } = start('sh', ['-c', '"$NODE" --input-type=module-typescript -e "$PROGRAM" & wait']);
  await said('running');
  child.kill('SIGKILL');
  await said('asked');
  expect(child.killed).toBe(true);
});
