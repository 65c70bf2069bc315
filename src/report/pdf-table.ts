// The tables of the PDF, as plain strings. In: lines of one section, side and kind. Out:
// a group with columns and records; a record is one or more rows under one name. A value
// that is cut for length must say how much is missing.

import type { ReportLine } from '../http/contract/sync.ts';
import type { ReportModel } from './model.ts';
import { outcomeWord } from './outcome.ts';

/** A cell is text, with a label in front of it where it is one of many values. */
export interface PdfPiece {
  readonly label: string;
  readonly text: string;
}

export interface PdfRecord {
  readonly name: string;
  /** The reason, where it differs from record to record. */
  readonly note: string;
  /** Rows of cells beside the name. */
  readonly rows: readonly (readonly string[])[];
  /** Values that run on in one wide cell: below the rows, or instead of them. */
  readonly pieces: readonly PdfPiece[];
  /** Decision or outcome; shown when the group has such a column. */
  readonly result: string;
}

export interface PdfGroup {
  readonly title: string;
  /** The reason, where all records share it. */
  readonly note: string;
  /** Headings of the cells beside the name. */
  readonly columns: readonly string[];
  readonly hasResult: boolean;
  readonly records: readonly PdfRecord[];
}

/** Rows of a table that a line takes: memory of the typesetter grows with them. */
export function weightOf(line: ReportLine): number {
  switch (line.section) {
    case 'update':
      return Math.max(1, line.fields.length);
    case 'asked':
    case 'link':
      return 1 + (line.values?.length ?? 0);
    default:
      return 1;
  }
}

export function groupOfLines(title: string, lines: readonly ReportLine[], model: ReportModel): PdfGroup {
  const section = lines[0]?.section ?? 'other';
  const shared = lines.every((line) => line.why === lines[0]?.why) ? (lines[0]?.why ?? '') : undefined;
  const hasResult = model.executed || model.approval !== undefined;
  return {
    title,
    note: section === 'left alone' || section === 'unlink' ? '' : (shared ?? ''),
    columns: columnsOf[section],
    hasResult: hasResult && section !== 'left alone' && section !== 'asked',
    records: lines.map((line) => {
      const base = { name: line.name, note: shared === undefined ? line.why : '', result: resultOf(line) };
      switch (line.section) {
        case 'update':
          return { ...base, rows: line.fields.map((field) => [field.label, cell(field.before), cell(field.after)]), pieces: [] };
        case 'link':
          return { ...base, ...linkCells(line) };
        case 'asked':
          return { ...base, rows: (line.values ?? []).map((row) => [row.label, cell(row.base), cell(row.office), cell(row.google)]), pieces: choicesOf(line, hasResult) };
        case 'create':
        case 'delete':
          return { ...base, rows: [], pieces: line.fields.map((field) => ({ label: field.label, text: cell(field.after ?? field.before) })) };
        case 'unlink':
        case 'left alone':
        case 'other':
          return { ...base, note: '', rows: [], pieces: [{ label: '', text: line.why }] };
        default:
          return line.section satisfies never;
      }
    }),
  };
}

const columnsOf: Readonly<Record<ReportLine['section'], readonly string[]>> = {
  asked: ['Field', 'Agreed before', 'SmartOffice', 'Google'],
  create: ['Values'],
  update: ['Field', 'Before', 'After'],
  delete: ['Values that are deleted'],
  link: ['Field', 'SmartOffice', 'Google'],
  unlink: ['Why'],
  'left alone': ['Why'],
  other: ['Why'],
};

/** What differs side by side; what is the same on both sides once, below it. */
function linkCells(line: ReportLine): Pick<PdfRecord, 'rows' | 'pieces'> {
  const values = line.values ?? [];
  const same = values.filter((row) => row.office === row.google);
  return {
    rows: values.filter((row) => row.office !== row.google).map((row) => [row.label, cell(row.office), cell(row.google)]),
    pieces: same.length === 0 ? [] : [{ label: 'The same on both sides', text: '' }, ...same.map((row) => ({ label: row.label, text: cell(row.office).replaceAll('\n', ', ') }))],
  };
}

function choicesOf(line: ReportLine, decided: boolean): PdfPiece[] {
  const alternatives = line.alternatives ?? [];
  const otherwise = alternatives.find((alternative) => alternative.id === line.otherwise)?.label ?? '';
  const pieces = [{ label: 'Choices', text: alternatives.map((alternative) => alternative.label).join('; ') }];
  if (!decided) return [...pieces, { label: 'If you choose nothing', text: otherwise }];
  const outcome = line.outcome === undefined ? '' : ` (${outcomeWord[line.outcome]}${line.outcomeText === undefined ? '' : `: ${line.outcomeText}`})`;
  return [...pieces, { label: 'Chosen', text: `${line.decision ?? otherwise}${outcome}` }];
}

const decisionWord: Readonly<Record<string, string>> = { take: 'Taken', 'not now': 'Not now', never: 'Never' };

function resultOf(line: ReportLine): string {
  if (line.outcome !== undefined && line.outcome !== 'skipped') return line.outcomeText === undefined || line.outcome === 'applied' ? outcomeWord[line.outcome] : `${outcomeWord[line.outcome]}: ${line.outcomeText}`;
  return decisionWord[line.decision ?? ''] ?? line.decision ?? '';
}

const longest = 400;

/** A value as it fits a cell; long notes are cut, and the cut is said. */
function cell(value: string | undefined): string {
  if (value === undefined) return '';
  if (value.length <= longest) return value;
  const kept = [...value.slice(0, longest)];
  // A character outside the basic plane must not be cut in half.
  if (/[\ud800-\udbff]/.test(kept.at(-1) ?? '')) kept.pop();
  return `${kept.join('')} … (${value.length - longest} more characters in the CSV)`;
}
