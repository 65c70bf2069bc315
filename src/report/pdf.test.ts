import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultPolicy } from '../core/policy.ts';
import type { ReportLine } from '../http/contract/sync.ts';
import { LineList } from './line-list.ts';
import type { ReportInput, ReportModel } from './model.ts';
import { countPdfParts, PdfError, renderPdfParts, rowsInPart } from './pdf.ts';
import type { PdfOptions } from './pdf.ts';
import { pdfDocument } from './pdf-document.ts';
import { prepareDocument } from './pdf-prepare.ts';
import { weightOf } from './pdf-table.ts';
import { cleanText } from './printable.ts';
import { buildReport } from './report.ts';
import { samplePlan } from './sample.ts';

function modelOf(count: number, more: Partial<ReportInput> = {}): ReportModel {
  return buildReport({
    plan: samplePlan(count), digest: 'abcdef0123456789', kind: 'Preview Report', madeAt: '2026-11-22T15:00:00Z',
    account: { user: 'Anna Advisor', email: 'anna@example.com' }, settings: [{ label: 'Run Synchronization', value: 'Selected' }], policy: defaultPolicy, ...more,
  });
}

function lineOf(name: string, index = 0): ReportLine {
  return { id: `x${index}`, unit: `x${index}`, section: 'create', side: 'google', kind: 'contact', name, text: name, why: name, fields: [{ label: name, after: name }] };
}

async function renderPdf(model: ReportModel, options?: PdfOptions): Promise<Uint8Array> {
  for await (const { pdf } of renderPdfParts(model, options)) return pdf;
  throw new Error('no part');
}

const one = { from: 0, to: Infinity, part: 1, of: 1 };

function modelWith(lines: readonly ReportLine[]): ReportModel {
  return { ...modelOf(0), lines: LineList.of(lines) };
}

describe('the PDF', () => {
  it('is tagged as PDF/UA, has bookmarks and a title, and is the same for the same report', async () => {
    const model = modelOf(60);
    const [first, second] = [await renderPdf(model), await renderPdf(model)];
    const text = Buffer.from(first).toString('latin1');
    expect(text.startsWith('%PDF-1.7')).toBe(true);
    expect(text).toContain('/StructTreeRoot');
    expect(text).toContain('/Outlines');
    expect(text).toMatch(/pdfuaid:part(="|>)1/);
    expect(text).toMatch(/\/Lang ?\(en-US\)/);
    expect(Buffer.compare(Buffer.from(first), Buffer.from(second))).toBe(0);
  });

  it('leaves the main thread free while it is made', async () => {
    const model = modelOf(500);
    let ticks = 0;
    const timer = setInterval(() => (ticks += 1), 10);
    await renderPdf(model);
    clearInterval(timer);
    // Were it set in this thread, not one would come in between.
    expect(ticks).toBeGreaterThan(5);
  });

  it('is made whatever a name holds', async () => {
    const hostile = [
      '#panic("x")', '$a$ *b* _c_ `d` @e <f> \\g // h /* i', '#import "/etc/passwd"', '\0\u0007\u001b[31m', '\ud800 half', 'a\u202ecod.exe', '\ue000\uffff\u{10ffff}', '𒀀𓀀 ไทย தமிழ் ქართული አማርኛ',
      '👩‍👩‍👧‍👦 🏳️‍🌈 🇩🇪 👍🏽', 'e\u0301\u0323\u0489\u20dd', '中\u0301\u20dd 한\u0301 ي\u0302\u0328 א\u0301', 'क्\u200dष ﷺ ﬁ', 'x'.repeat(5_000), 'a\n\n\nb\tc\r\nd', '', ' ', '\u200b\u200d\ufe0f', 'Zalgo\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307',
    ];
    const pdf = await renderPdf(modelWith(hostile.map(lineOf)));
    expect(Buffer.from(pdf).toString('latin1').startsWith('%PDF')).toBe(true);
  });

  it('says what to do where no typesetter is, or where it fails', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'typeset-'));
    try {
      for (const [code, words] of [[3, 'no typesetter'], [1, 'could not be made']] as const) {
        const program = join(folder, `exit-${code}.mjs`);
        writeFileSync(program, `process.exitCode = ${code}`);
        const failure = await renderPdf(modelOf(0), { program }).catch((error: unknown) => error);
        expect(failure).toBeInstanceOf(PdfError);
        expect((failure as PdfError).message).toContain(words);
        expect((failure as PdfError).message).toContain('CSV');
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('stops when nobody wants it any more', async () => {
    await expect(renderPdf(modelOf(0), { signal: AbortSignal.abort() })).rejects.toThrow();
  });
});

describe('the pages of the PDF', () => {
  it('hold every line of the report', () => {
    const model = modelOf(300);
    const { sections } = pdfDocument(model, one);
    const names = sections.flatMap((section) => section.groups.flatMap((group) => group.records.map((record) => record.name)));
    expect(names.toSorted()).toEqual([...model.lines].map((line) => line.name).toSorted());
    expect(sections.map((section) => section.title).slice(0, 3)).toEqual(['Needs your decision', 'Will be created on Google', 'Will be created in SmartOffice']);
    expect(sections.every((section) => section.leftOut === '')).toBe(true);
  });

  it('are letter paper in the United States and A4 elsewhere', () => {
    const paper = (locale?: string): string => pdfDocument(modelOf(0, { locale }), one).paper;
    expect([paper(), paper('en-US'), paper('en-GB'), paper('de-DE')]).toEqual(['us-letter', 'us-letter', 'a4', 'a4']);
  });

  it('say in each part which lines it holds, and how many of a section', () => {
    const large = modelWith(Array.from({ length: rowsInPart + 1_234 }, (_, index) => lineOf(`n${index}`, index)));
    const second = pdfDocument(large, { from: rowsInPart, to: large.lines.length, part: 2, of: 2 });
    expect(second.sections[0]?.count).toBe('11,234');
    expect(second.sections[0]?.leftOut).toBe('1,234 of these 11,234 stand in this part.');
    expect(second.incomplete).toContain('holds the lines 10,001 to 11,234 of 11,234');
    expect(pdfDocument(large, one).incomplete).toBe('');
    expect(countPdfParts(large)).toBe(2);
  });

  it('show what was decided and what became of it', () => {
    const plan = samplePlan(40);
    const approval = { digest: 'd', by: 'Anna', at: '2026-11-22T16:00:00Z', decisions: { l0: 'never' as const }, choices: { q0: 'office' }, released: [] };
    const outcomes = new Map(plan.operations.map((operation, index) => [operation.id, index === 3 ? ({ outcome: 'stale', why: 'Changed meanwhile' } as const) : ({ outcome: 'applied' } as const)]));
    const model = buildReport({ ...modelOf(0), plan, policy: defaultPolicy, approval, outcomes });
    const { sections, facts } = pdfDocument(model, one);
    const results = sections.flatMap((section) => section.groups.flatMap((group) => (group.hasResult ? group.records.map((record) => record.result) : [])));
    expect(new Set(results)).toEqual(new Set(['Done', 'Never', 'Changed meanwhile: Changed meanwhile']));
    expect(sections.map((section) => `${section.title} (${section.count})`)[1]).toMatch(/^Created on Google \(\d+ of \d+\)$/);
    expect(facts.find(([label]) => label === 'Approved')?.[1]).toContain('by Anna');
  });

  it('say that nothing is written before the approval, until it is decided', () => {
    expect(pdfDocument(modelOf(0), one).next).toMatch(/^Nothing in this report is written before you approve it/);
    expect(pdfDocument({ ...modelOf(0), approval: { by: 'Anna', at: '2026-11-22T16:00:00Z' } }, one).next).toBe('');
  });

  it('have no column for what was agreed before where nothing was', () => {
    const asked = { ...lineOf('n'), section: 'asked' as const, side: undefined, values: [{ label: 'First name', office: 'Ann', google: 'Anne' }] };
    const columns = (line: ReportLine): unknown => pdfDocument(modelWith([line]), one).sections[0]?.groups.map((group) => [group.columns.length, group.records[0]?.rows[0]?.length]);
    expect(columns(asked)).toEqual([[3, 3]]);
    expect(columns({ ...asked, values: [{ ...asked.values[0], label: 'First name', base: 'An' }] })).toEqual([[4, 4]]);
  });

  it('let an address break that is wider than a column, and no common word', () => {
    expect(cleanText('meidelgado@mail.example')).toBe('meidelgado@\u200bmail.\u200bexample');
    expect(cleanText('responsibilities (America/New_York)')).toBe('responsibilities (America/New_York)');
  });

  it('cut long values and say so, and keep small records together', () => {
    const model = modelWith([{ ...lineOf('n'), fields: [{ label: 'Notes', after: `${'a'.repeat(399)}🍀${'b'.repeat(600)}` }] }]);
    const record = pdfDocument(model, one).sections[0]?.groups[0]?.records[0];
    expect(record?.runs[0]?.[0]?.text).toMatch(/^a{399} … \(\d+ more characters in the CSV\)$/);
    expect(record?.together).toBe(true);
  });

  it('replace characters that no font has visibly, and count them', () => {
    const lines = [lineOf('ไทย and 𒀀'), lineOf('Zoë Γιώργος Дмитрий 山田 花子 さくら 민준 محمد יעל प्रिया 🍀 Nguyễn', 1)];
    const { data } = prepareDocument(pdfDocument(modelWith(lines), one));
    const text = JSON.stringify(data);
    expect(text).toContain('\ufffd\ufffd\ufffd and \ufffd');
    expect(text).toContain('Zoë Γιώργος Дмитрий 山田 花子 さくら 민준 محمد יעל प्रिया 🍀 Nguyễn');
    expect((data as { replaced: string }).replaced).toContain('in all');
    const marked = [lineOf('שָׁלוֹם مُحَمَّد 1️⃣ ệ̃ and 한\u0301')];
    const { data: kept } = prepareDocument(pdfDocument(modelWith(marked), one));
    // Of a mark in another font than its letter the typesetter would print the mark alone.
    expect(JSON.stringify(kept)).toContain('שָׁלוֹם مُحَمَّد 1️⃣ ệ̃ and 한\ufffd'.normalize('NFC'));
    const plain = prepareDocument(pdfDocument(modelWith([]), one));
    expect((plain.data as { replaced: string }).replaced).toBe('');
    expect(plain.fonts.length).toBe(2);
  });
});

it('comes in parts that together hold everything', async () => {
  const lines = Array.from({ length: rowsInPart + 20 }, (_, index) => lineOf(`n${index}`, index));
  const parts = [];
  for await (const { part, of, pdf } of renderPdfParts(modelWith(lines))) parts.push([part, of, pdf.length > 10_000]);
  expect(parts).toEqual([[1, 2, true], [2, 2, true]]);
  expect(lines.reduce((sum, line) => sum + weightOf(line), 0)).toBe(lines.length);
});
