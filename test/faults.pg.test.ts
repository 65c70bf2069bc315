// The fault run in small: one seed, forty records, one killed process. `npm run faults` is
// the whole of it.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

test('[R11] with every fifth request failing and the process killed, nothing is lost, doubled or left open', async () => {
  const program = fileURLToPath(new URL('../faults/run.ts', import.meta.url));
  const child = spawn(process.execPath, [program, '--seeds', '7,', '--contacts', '15', '--events', '18', '--tasks', '7', '--kills', '1'], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await once(child, 'close');
  expect(said).toMatch(/seed 7 +passed +lost 0 +doubled 0 +open 0 .*\n1 passed, 0 failed\n$/);
}, 240_000);
