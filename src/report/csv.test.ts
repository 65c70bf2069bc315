import { parse } from 'csv-parse/sync';
import { expect, it } from 'vitest';
import { defaultPolicy } from '../core/policy.ts';
import { reportCsv } from './csv.ts';
import { reportJson } from './json.ts';
import { LineList } from './line-list.ts';
import type { ReportModel } from './model.ts';
import { buildReport } from './report.ts';
import { samplePlan } from './sample.ts';

function modelOf(count: number): ReportModel {
  return buildReport({
    plan: samplePlan(count), digest: 'd', kind: 'Preview Report', madeAt: '2026-11-22T15:00:00Z',
    account: { user: 'Anna', email: 'anna@example.com' }, settings: [], policy: defaultPolicy,
  });
}

async function csvOf(model: ReportModel): Promise<string> {
  return (await Array.fromAsync(reportCsv(model))).join('');
}

function rowsOf(text: string): Record<string, string>[] {
  return parse(text, { bom: true, columns: true });
}

it('has a row for each field of each line, in the order of the report', async () => {
  const model = modelOf(120);
  const rows = rowsOf(await csvOf(model));
  expect(rows.length).toBe([...model.lines].reduce((sum, line) => sum + Math.max(1, line.fields.length + (line.values?.length ?? 0)), 0));
  expect(rows.filter((row, index) => row['Line'] !== rows[index - 1]?.['Line']).map((row) => row['Line'])).toEqual([...model.lines].map((line) => line.id));
  expect(rows.some((row) => row['Name']?.includes('山田'))).toBe(true);
});

it('lets no cell start a formula', async () => {
  const model = modelOf(0);
  const hostile = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1'];
  const lines = hostile.map((name, index) => ({ id: `x${index}`, unit: 'x', section: 'create' as const, kind: 'contact' as const, name, text: name, why: '', fields: [{ label: 'Notes', after: name }] }));
  const rows = rowsOf(await csvOf({ ...model, lines: LineList.of(lines) }));
  expect(rows.map((row) => row['Name'])).toEqual(hostile.map((name) => `'${name}`));
  expect(rows.every((row) => row['After']?.startsWith("'"))).toBe(true);
});

it('keeps quotes, commas and line breaks of a value', async () => {
  const line = { id: 'x', unit: 'x', section: 'create' as const, kind: 'contact' as const, name: 'A "B", C', text: '', why: '', fields: [{ label: 'Notes', after: 'one\ntwo' }] };
  const [row] = rowsOf(await csvOf({ ...modelOf(0), lines: LineList.of([line]) }));
  expect([row?.['Name'], row?.['After']]).toEqual(['A "B", C', 'one\ntwo']);
});

it('is one JSON document as well, with everything of the model', async () => {
  const model = modelOf(1_200);
  const parsed: unknown = JSON.parse((await Array.fromAsync(reportJson(model))).join(''));
  expect(parsed).toEqual({ format: 1, ...(JSON.parse(JSON.stringify(model)) as object) });
});
