// The quick scenarios as part of `npm test`: some of each group, driven from outside. In: ids.
// Out: a test for each. The slow ones are left to `npm run scenarios`: those that kill or wait
// (A9, H, J, M), hundreds of records (B1, B7, B15, C10) and many setups one after the other (N10).

import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';

const ids = [
  ...['A1', 'A2', 'A3', 'A4', 'A5', 'A10', 'A13', 'B2', 'B5', 'B6', 'B8', 'B13', 'B14', 'C2', 'C6', 'C8', 'D2', 'D6', 'D7', 'E2', 'E4', 'E8', 'F1', 'F4', 'F6', 'G2'],
  ...['I1', 'I3', 'K1', 'K3', 'K4', 'K6', 'K7', 'K11', 'K12', 'L5', 'L6', 'N1', 'N2', 'N4', 'N5', 'N7', 'X6', 'X8', 'X11', 'X13', 'X16', 'X30'],
];
/** By id: 'passed', or what failed. */
const outcomes = new Map<string, string>();
let said = '';

beforeAll(async () => {
  const child = spawn(process.execPath, ['scenarios/run.ts', ...ids], { cwd: dirname(dirname(fileURLToPath(import.meta.url))), stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve());
  });
  // A scenario's line, and what belongs to it indented below.
  for (const [text, id, outcome] of said.matchAll(/^([A-Z]\d+) +(passed|FAILED).*\n(?: {5}.*\n)*/gm)) outcomes.set(id ?? '', outcome === 'passed' ? 'passed' : text);
}, 600_000);

describe('scenarios from outside', () => {
  test.each(ids)('[%s] holds', (id) => {
    expect(outcomes.get(id) ?? said).toBe('passed');
  });
});
