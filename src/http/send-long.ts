// A long answer in JSON, sent while it is made, and small on the way where the browser can
// read that. In: the text in chunks. Out: the reply. Never here: all of it in memory at once.

import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream';
import { constants, createGzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';

export function sendLong(request: FastifyRequest, reply: FastifyReply, body: Readable): FastifyReply {
  void reply.type('application/json; charset=utf-8').header('vary', 'accept-encoding');
  if (!/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) return reply.send(body);
  // The quickest: a tenth of the length for a tenth of the time that the text takes to make.
  const packed = createGzip({ level: constants.Z_BEST_SPEED });
  // Trouble in the middle destroys both, and the browser learns of it by the broken end.
  pipeline(body, packed, () => undefined);
  return reply.header('content-encoding', 'gzip').send(packed);
}
