// PDFs of reports, made in the background and kept while they are looked at. In: a report
// and its key. Out: its parts, and how far they are. Only one is set in type at a time,
// whoever asks: the memory of a typesetter must not be taken twice.

import { AppError, refusals } from './errors.ts';
import type { PdfProgress } from './contract/sync.ts';
import { PdfError, countPdfParts, renderPdfParts } from '../report/pdf.ts';
import type { ReportModel } from '../report/model.ts';

export interface PdfShelf {
  /** Begins the making where it has not begun yet, and never waits for it. */
  begin(key: string, model: ReportModel): PdfProgress;
  /** Waits for the part, numbered from 1. A part that there is not is refused as 'not-found'. */
  part(key: string, model: ReportModel, part: number): Promise<{ readonly of: number; readonly pdf: Uint8Array }>;
}

interface Making {
  readonly parts: number;
  readonly made: Uint8Array[];
  readonly waiting: Set<() => void>;
  failed?: Error;
}

/** A PDF of 10,000 lines is some 25 MB. */
const kept = 4;

export function makePdfShelf(render: typeof renderPdfParts = renderPdfParts): PdfShelf {
  const shelf = new Map<string, Making>();
  let turn: Promise<void> = Promise.resolve();

  async function make(making: Making, model: ReportModel): Promise<void> {
    const wake = (): void => {
      for (const woken of making.waiting) woken();
      making.waiting.clear();
    };
    try {
      for await (const { pdf } of render(model)) {
        making.made.push(pdf);
        wake();
      }
      if (making.made.length < making.parts) throw new Error(`The typesetter made ${making.made.length} of ${making.parts} parts.`);
    } catch (error) {
      // Told to everybody who asks for a part; the next one who asks begins anew.
      making.failed = error instanceof Error ? error : new Error(String(error));
      wake();
    }
  }

  function find(key: string, model: ReportModel): Making {
    const present = shelf.get(key);
    if (present !== undefined && present.failed === undefined) {
      // Looked at last, thrown away last.
      shelf.delete(key);
      shelf.set(key, present);
      return present;
    }
    const making: Making = { parts: countPdfParts(model), made: [], waiting: new Set() };
    shelf.set(key, making);
    turn = turn.then(() => make(making, model));
    for (const oldest of shelf.keys()) {
      if (shelf.size <= kept) break;
      shelf.delete(oldest);
    }
    return making;
  }

  return {
    begin(key, model) {
      const failed = shelf.get(key)?.failed;
      // Not begun anew by somebody who only looks: a failure is shown first.
      if (failed !== undefined) {
        const parts = shelf.get(key)?.parts ?? 1;
        shelf.delete(key);
        return { parts, made: 0, failed: failed instanceof PdfError ? failed.message : refusals['pdf-failed'].message };
      }
      const { parts, made } = find(key, model);
      return { parts, made: made.length };
    },

    async part(key, model, part) {
      const making = find(key, model);
      if (part > making.parts) throw new AppError('not-found', { field: 'part', message: `This report has ${making.parts} ${making.parts === 1 ? 'part' : 'parts'}.` });
      while (making.made.length < part) {
        if (making.failed !== undefined) throw new AppError('pdf-failed', { cause: making.failed });
        await new Promise<void>((resolve) => making.waiting.add(resolve));
      }
      return { of: making.parts, pdf: making.made[part - 1] as Uint8Array };
    },
  };
}
