// In: command-line options. Out: a simulator that runs until it is stopped, its address printed.
// Never here: a default that listens beyond loopback.
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { startSimulator } from './server.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4599' },
    host: { type: 'string', default: '127.0.0.1' },
    json: { type: 'boolean', default: false },
    seed: { type: 'string' },
  },
});

const simulator = await startSimulator({ port: Number(values.port), host: values.host });

if (values.seed !== undefined) {
  const answer = await fetch(`${simulator.url}/_sim/seed`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: await readFile(values.seed, 'utf8') });
  if (!answer.ok) {
    process.stderr.write(`The seed was refused: ${await answer.text()}\n`);
    await simulator.close();
    process.exit(1);
  }
}

process.stdout.write(values.json ? `${JSON.stringify({ url: simulator.url, pid: process.pid })}\n` : `Google simulator: ${simulator.url}\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void simulator.close().then(() => process.exit(0));
  });
}
