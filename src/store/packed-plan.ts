// The text of a plan as it lies in the database: compressed, since that of a large preview
// has tens of megabytes. In: a plan. Out: bytes and the digest of the text; and back.
// Never here: a text that differs by one character from the one that was digested.

import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { constants, createZstdCompress, zstdDecompress } from 'node:zlib';
import { canonicalParts } from '../core/hash.ts';
import type { Plan } from '../core/plan.ts';

export interface PackedPlan {
  readonly bytes: Buffer;
  readonly digest: string;
}

const unpack = promisify(zstdDecompress);
const pieceLength = 1 << 18;

/** The text is made piece by piece while a thread of its own compresses what is there already. */
export async function packPlan(plan: Plan): Promise<PackedPlan> {
  const digest = createHash('sha256');
  const chunks: Buffer[] = [];
  function* pieces(): Generator<Buffer> {
    for (const text of inPieces(canonicalParts(plan))) {
      const bytes = Buffer.from(text);
      digest.update(bytes);
      yield bytes;
    }
  }
  await pipeline(pieces, createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: 1 } }), async (packed: AsyncIterable<Buffer>) => {
    for await (const chunk of packed) chunks.push(chunk);
  });
  return { bytes: Buffer.concat(chunks), digest: digest.digest('hex') };
}

/** Neither one text of all nor a piece for each small part. */
function* inPieces(parts: Iterable<string>): Generator<string> {
  let text = '';
  for (const part of parts) {
    text += part;
    if (text.length < pieceLength) continue;
    yield text;
    text = '';
  }
  yield text;
}

export async function unpackPlan(bytes: Buffer): Promise<Plan> {
  return JSON.parse((await unpack(bytes)).toString()) as Plan;
}
