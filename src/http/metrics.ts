// GET /metrics for Prometheus. In: the measures of the product and the token that its
// operator set. Out: plain text, for whoever holds the token. Never here: an answer without
// it; where no token is set there is nothing at this address.

import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Measure } from '../work/meter.ts';
import { AppError } from './errors.ts';

export interface MetricsDoor {
  readonly token: string;
  read(): Promise<readonly Measure[]>;
}

const prefix = 'smartoffice_sync_';

export function serveMetrics(app: FastifyInstance, door: MetricsDoor | undefined): void {
  app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    if (door === undefined) throw new AppError('not-found', { message: 'Nothing is measured here.', remedy: 'The operator sets METRICS_TOKEN and starts the product again.' });
    const given = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (given === undefined || !isSame(given, door.token)) throw new AppError('not-signed-in', { message: 'The measures are for whoever holds METRICS_TOKEN.', remedy: 'Send it as a bearer token.' });
    const text = writeMeasures(await door.read());
    return reply.header('content-type', 'text/plain; version=0.0.4; charset=utf-8').header('cache-control', 'no-store').send(text);
  });
}

/** Of equal length, whatever was given: how long an answer takes tells nothing. */
function isSame(given: string, wanted: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(wanted));
}

export function writeMeasures(measures: readonly Measure[]): string {
  const lines = measures.flatMap(({ name, type, help, samples }) => [
    `# HELP ${prefix}${name} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}`,
    `# TYPE ${prefix}${name} ${type}`,
    ...samples.map(({ labels, value }) => `${prefix}${name}${writeLabels(labels)} ${value}`),
  ]);
  return `${lines.join('\n')}\n`;
}

function writeLabels(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}
