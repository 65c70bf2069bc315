// The browser app's files. In: the folder that was built. Out: files, cached for ever where
// their name holds a hash, and index.html for every page of the app.
// Never here: index.html for an address of the API or for a file that does not exist.

import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { AppError } from './errors.ts';

export async function serveWebFiles(app: FastifyInstance, folder: string | undefined): Promise<void> {
  if (folder !== undefined) {
    await app.register(fastifyStatic, {
      root: folder,
      wildcard: true,
      index: ['index.html'],
      cacheControl: false,
      // The small form that stands beside a file since it was built, to who can read it.
      preCompressed: true,
      setHeaders: (reply, path) => {
        void reply.header('vary', 'accept-encoding');
        void reply.header('cache-control', /^[\\/]assets[\\/]/.test(path.slice(folder.length)) ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '/';
    const isPage = request.method === 'GET' && !path.startsWith('/api') && !/\.\w+$/.test(path);
    if (!isPage) throw new AppError('not-found', { message: `There is nothing at ${path}.` });
    if (folder === undefined) {
      throw new AppError('not-found', { message: 'The pages for the browser have not been built.', remedy: 'Run npm run build:web and start again. The API works without them.' });
    }
    return reply.code(200).header('cache-control', 'no-cache').sendFile('index.html');
  });
}
