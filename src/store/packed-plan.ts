// The text of a plan as it lies in the database: compressed, since that of a large preview
// has tens of megabytes. In: a plan. Out: bytes and the digest of the text; and back.
// Never here: a text that differs by one character from the one that was digested.

import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { constants, createZstdCompress, zstdDecompress } from 'node:zlib';
import type { Plan } from '../core/plan.ts';
import { planText, readPlan } from '../core/plan-text.ts';

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
    for (const bytes of inPieces(planText(plan))) {
      digest.update(bytes);
      yield bytes;
    }
  }
  await pipeline(pieces, createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: 1 } }), async (packed: AsyncIterable<Buffer>) => {
    for await (const chunk of packed) chunks.push(chunk);
  });
  return { bytes: Buffer.concat(chunks), digest: digest.digest('hex') };
}

/** Neither one text of all nor a piece for each small part. Each part is written where it belongs: joining texts first costs ten times as much. */
function* inPieces(parts: Iterable<string>): Generator<Buffer> {
  let piece = Buffer.allocUnsafe(pieceLength);
  let used = 0;
  for (const part of parts) {
    // As UTF-8 a character takes three bytes at most.
    if (used + part.length * 3 > piece.length) {
      yield piece.subarray(0, used);
      piece = Buffer.allocUnsafe(Math.max(pieceLength, part.length * 3));
      used = 0;
    }
    used += piece.write(part, used);
  }
  yield piece.subarray(0, used);
}

export async function unpackPlan(bytes: Buffer): Promise<Plan> {
  return readPlan(JSON.parse((await unpack(bytes)).toString()));
}
