import { expect, it } from 'vitest';
import { defaultPolicy } from '../core/policy.ts';
import { buildReport } from '../report/report.ts';
import { samplePlan } from '../report/sample.ts';
import type { ReportModel } from '../report/model.ts';
import { PdfError } from '../report/pdf.ts';
import { makePdfShelf } from './pdf-shelf.ts';

function modelOf(count: number): ReportModel {
  return buildReport({
    plan: samplePlan(count), digest: 'd', kind: 'Preview Report', madeAt: '2026-11-22T16:00:00Z',
    account: { user: 'Anna', email: 'anna@example.com' }, settings: [], policy: defaultPolicy,
  });
}

/** A typesetter whose parts are let out one by one. */
function slowTypesetter() {
  const releases: (() => void)[] = [];
  let running = 0;
  let most = 0;
  async function* render() {
    running += 1;
    most = Math.max(most, running);
    try {
      for (let part = 1; part <= 2; part += 1) {
        await new Promise<void>((resolve) => releases.push(resolve));
        yield { part, of: 2, pdf: new TextEncoder().encode(`part ${part}`) };
      }
    } finally {
      running -= 1;
    }
  }
  return { render, release: () => releases.shift()?.(), most: () => most };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

it('a PDF is made in the background, part by part, and its progress can be asked for', async () => {
  const { render, release } = slowTypesetter();
  const shelf = makePdfShelf(render);
  const model = modelOf(6_000);
  const { parts, made } = shelf.begin('r', model);
  expect([parts, made]).toEqual([2, 0]);
  const second = shelf.part('r', model, 2);
  await turn();
  release();
  await turn();
  expect(shelf.begin('r', model)).toEqual({ parts: 2, made: 1 });
  release();
  expect(new TextDecoder().decode((await second).pdf)).toBe('part 2');
  await expect(shelf.part('r', model, 3)).rejects.toMatchObject({ code: 'not-found' });
});

it('only one PDF is set in type at a time, whoever asks', async () => {
  const { render, release, most } = slowTypesetter();
  const shelf = makePdfShelf(render);
  const model = modelOf(6_000);
  const all = [shelf.part('a', model, 2), shelf.part('b', model, 2)];
  for (let part = 0; part < 4; part += 1) {
    await turn();
    release();
    await turn();
  }
  await Promise.all(all);
  expect(most()).toBe(1);
});

it('a PDF that failed is said to have failed, and made anew by the next one who asks', async () => {
  let attempts = 0;
  const shelf = makePdfShelf(async function* () {
    attempts += 1;
    await turn();
    if (attempts === 1) throw new Error('no typesetter');
    yield { part: 1, of: 1, pdf: new TextEncoder().encode('whole') };
  });
  const model = modelOf(1);
  await expect(shelf.part('r', model, 1)).rejects.toMatchObject({ code: 'pdf-failed' });
  expect(shelf.begin('r', model)).toMatchObject({ failed: 'The PDF could not be made.' });
  expect(new TextDecoder().decode((await shelf.part('r', model, 1)).pdf)).toBe('whole');
});

it('a typesetter that ends before the last part lets nobody wait for it', async () => {
  const shelf = makePdfShelf(async function* () {
    yield { part: 1, of: 2, pdf: new TextEncoder().encode('part 1') };
  });
  const model = modelOf(6_000);
  await expect(shelf.part('r', model, 2)).rejects.toMatchObject({ code: 'pdf-failed' });
});

it('what keeps this machine from making PDFs is told in its own words', async () => {
  const shelf = makePdfShelf(async function* () {
    yield { part: 1, of: 2, pdf: new Uint8Array() };
    throw new PdfError('PDFs are made on Linux only. Take the CSV.');
  });
  const model = modelOf(6_000);
  await expect(shelf.part('r', model, 2)).rejects.toMatchObject({ code: 'pdf-failed' });
  expect(shelf.begin('r', model)).toMatchObject({ failed: 'PDFs are made on Linux only. Take the CSV.' });
});
