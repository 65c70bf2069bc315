// Tells a browser what changed, as server-sent events. In: a user and the doors' watch.
// Out: a stream of `event: setup|reports|alerts`, each at most once in a short while.
// Never here: contents (the browser asks for them), or a stream that outlives its session.

import { PassThrough } from 'node:stream';
import type { FastifyInstance } from 'fastify';

type Topic = 'setup' | 'reports' | 'alerts';

const GATHER_MS = 150;
const BEAT_MS = 20_000;

export interface EventStreamSource {
  watch(changed: (topic: Topic) => void): () => void;
  isAlive(): Promise<boolean>;
}

const open = new WeakMap<FastifyInstance, Set<PassThrough>>();

/** Streams hold their connections open, so a closing server ends them first. */
export function closeStreamsWith(app: FastifyInstance): void {
  const streams = new Set<PassThrough>();
  open.set(app, streams);
  app.addHook('preClose', async () => {
    for (const stream of streams) stream.end();
  });
}

export function openEventStream(app: FastifyInstance, source: EventStreamSource): PassThrough {
  const stream = new PassThrough();
  const waiting = new Set<Topic>();
  let gathering: NodeJS.Timeout | undefined;

  const tell = (): void => {
    gathering = undefined;
    for (const topic of waiting) stream.write(`event: ${topic}\ndata: {}\n\n`);
    waiting.clear();
  };
  const unwatch = source.watch((topic) => {
    waiting.add(topic);
    gathering ??= setTimeout(tell, GATHER_MS);
  });
  const beat = setInterval(() => {
    source.isAlive().then(
      (alive) => (alive ? stream.write(': still here\n\n') : stream.end('event: session-ended\ndata: {}\n\n')),
      // The database is away for a moment: the next beat asks again.
      () => undefined,
    );
  }, BEAT_MS);
  beat.unref();

  open.get(app)?.add(stream);
  stream.once('close', () => {
    unwatch();
    clearInterval(beat);
    clearTimeout(gathering);
    open.get(app)?.delete(stream);
  });
  // The first bytes open the stream in the browser; after a break it asks again in 2 s.
  stream.write('retry: 2000\n: open\n\n');
  return stream;
}
