// The built pages once more in a small form, beside each file: made once when the pages are
// built, so that the server compresses nothing while it answers. In: the folder that was
// built. Out: x.br and x.gz beside x, for what is text.

import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const toBrotli = promisify(brotliCompress);
const toGzip = promisify(gzip);
const isText = /\.(js|css|svg|html)$/;
/** Below this one packet carries it anyhow. */
const WORTH = 1024;

export async function compressPages(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !isText.test(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path);
    if (bytes.length < WORTH) continue;
    await writeFile(`${path}.br`, await toBrotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }));
    await writeFile(`${path}.gz`, await toGzip(bytes, { level: 9 }));
  }
}
