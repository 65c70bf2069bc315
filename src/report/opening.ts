// What a person sees first of a large report, kept beside its plan: head and first lines. In:
// the model; bytes that were kept. Out: bytes; what they say, to be parsed by who reads it.
// Never here: more than one looks at at once.

import { promisify } from 'node:util';
import { zstdCompress, zstdDecompress } from 'node:zlib';
import type { Report, ReportLine } from '../http/contract/sync.ts';
import type { ReportModel } from './model.ts';
import { reportHead } from './report.ts';

export interface Opening {
  readonly head: Omit<Report, 'row'>;
  readonly lines: readonly ReportLine[];
}

/** As many as the screen asks for first. */
export const openingLines = 500;

const pack = promisify(zstdCompress);
const unpack = promisify(zstdDecompress);

export async function packOpening(model: ReportModel): Promise<Buffer> {
  const opening: Opening = { head: reportHead(model), lines: model.lines.slice(0, openingLines) };
  return pack(JSON.stringify(opening));
}

export async function unpackOpening(bytes: Uint8Array): Promise<unknown> {
  return JSON.parse((await unpack(bytes)).toString());
}
