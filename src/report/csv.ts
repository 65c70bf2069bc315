// The report as CSV: one row for each field that changes, or one for a line without
// fields, so that a spreadsheet can filter it. In: the model. Out: text in chunks, with
// a byte order mark for Excel. No cell may start a formula, whatever a name says.

import { stringify } from 'csv-stringify/sync';
import type { ReportLine } from '../http/contract/sync.ts';
import { oneOfKind, sectionTitle, sideName } from './headings.ts';
import type { ReportModel } from './model.ts';
import { outcomeWord } from './outcome.ts';

const columns = [
  'Line', 'Section', 'Where', 'Kind', 'Name', 'What', 'Why', 'Field', 'Before', 'After',
  'Agreed before', 'SmartOffice', 'Google', 'Choices', 'If nobody chooses', 'Decision', 'Outcome', 'Outcome in words',
] as const;
type Row = Partial<Record<(typeof columns)[number], string>>;

const linesInChunk = 500;

/** Chunks, so that a large report neither fills the memory nor holds up other requests. */
export async function* reportCsv(model: ReportModel): AsyncGenerator<string> {
  yield `\ufeff${text([], true)}`;
  for (let start = 0; start < model.lines.length; start += linesInChunk) {
    yield text(model.lines.slice(start, start + linesInChunk).flatMap((line) => rowsOfLine(line, model.executed)), false);
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}

function text(rows: readonly Row[], header: boolean): string {
  return stringify(rows as Row[], { header, columns: [...columns], escape_formulas: true, record_delimiter: 'windows' });
}

function rowsOfLine(line: ReportLine, executed: boolean): Row[] {
  const common: Row = {
    Line: line.id,
    Section: sectionTitle(line.section, line.side, executed),
    Where: line.side === undefined ? '' : sideName[line.side],
    Kind: oneOfKind[line.kind],
    Name: line.name,
    What: line.text,
    Why: line.why,
    Choices: [...(line.alternatives ?? []), ...(line.instead ?? [])].map((alternative) => alternative.label).join(' | '),
    'If nobody chooses': line.alternatives?.find((alternative) => alternative.id === line.otherwise)?.label,
    Decision: line.decision,
    Outcome: line.outcome === undefined ? '' : outcomeWord[line.outcome],
    'Outcome in words': line.outcomeText,
  };
  const rows: Row[] = [
    ...line.fields.map((field) => ({ ...common, Field: field.label, Before: field.before, After: field.after })),
    ...(line.values ?? []).map((value) => ({ ...common, Field: value.label, 'Agreed before': value.base, SmartOffice: value.office, Google: value.google })),
  ];
  return rows.length === 0 ? [common] : rows;
}
