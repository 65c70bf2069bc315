// The tables of the PDF, as plain strings. In: lines of one section, side and kind. Out:
// a group with columns and records; a record is one or more rows under one name. A value
// that is cut for length must say how much is missing.

import { other } from '../core/side.ts';
import type { ReportLine } from '../http/contract/sync.ts';
import { sideName } from './headings.ts';
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
  /** Values that run on in one wide cell each: below the rows, or instead of them. */
  readonly runs: readonly (readonly PdfPiece[])[];
  /** Short enough to stand on one page whole. */
  readonly together: boolean;
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
  const saysWhy = section !== 'left alone' && section !== 'unlink';
  const decided = model.executed || model.approval !== undefined;
  // At a first meeting nothing was agreed before: the room goes to what differs.
  const withBase = section !== 'asked' || lines.some((line) => line.values?.some(({ base }) => base !== undefined));
  return {
    title,
    note: saysWhy ? cell(shared) : '',
    columns: withBase ? columnsOf[section] : columnsOf[section].slice(0, 3),
    hasResult: decided && section !== 'left alone' && section !== 'asked',
    records: lines.map((line) => {
      const { rows, runs } = cellsOf(line, decided, withBase);
      const length = rows.flat().concat(runs.flat().map((piece) => piece.text)).join('').length;
      const note = saysWhy && shared === undefined ? cell(line.why) : '';
      return { name: cell(line.name, longestName), note, result: cell(resultOf(line)), rows, runs, together: rows.length <= 12 && length < 1_500 };
    }),
  };
}

type Cells = Pick<PdfRecord, 'rows' | 'runs'>;

function cellsOf(line: ReportLine, decided: boolean, withBase: boolean): Cells {
  switch (line.section) {
    case 'update':
      return { rows: line.fields.map((field) => [field.label, cell(field.before), cell(field.after)]), runs: [] };
    case 'link':
      return linkCells(line);
    case 'asked':
      return askedCells(line, decided, withBase);
    case 'create':
    case 'delete':
      return { rows: [], runs: [line.fields.map((field) => ({ label: field.label, text: cell(field.after ?? field.before) }))] };
    case 'unlink':
    case 'other':
      return { rows: [], runs: [[{ label: '', text: cell(line.text) }]] };
    case 'left alone':
      return { rows: [], runs: [[{ label: '', text: cell(line.why) }]] };
    default:
      return line.section satisfies never;
  }
}

const columnsOf: Readonly<Record<ReportLine['section'], readonly string[]>> = {
  asked: ['Field', 'SmartOffice', 'Google', 'Agreed before'],
  create: ['Values'],
  update: ['Field', 'Before', 'After'],
  delete: ['Values that are deleted'],
  link: ['Field', 'SmartOffice', 'Google'],
  unlink: ['What happens'],
  'left alone': ['Why'],
  other: ['What happens'],
};

/** What differs side by side; what is the same on both sides once, below it. */
function linkCells(line: ReportLine): Cells {
  const values = line.values ?? [];
  const same = values.filter((row) => row.office === row.google);
  return {
    rows: values.filter((row) => row.office !== row.google).map((row) => [row.label, cell(row.office), cell(row.google)]),
    runs: same.length === 0 ? [] : [[{ label: 'The same on both sides', text: '' }, ...same.map((row) => ({ label: row.label, text: inLine(row.office) }))]],
  };
}

/** Side by side where both sides have the record; else the one that there is, and the choices. */
function askedCells(line: ReportLine, decided: boolean, withBase: boolean): Cells {
  const values = line.values ?? [];
  const choices = choicesOf(line, decided);
  for (const side of ['office', 'google'] as const) {
    if (values.length === 0 || values.some((row) => row[side] === undefined || row.base !== undefined)) continue;
    if (values.some((row) => row[other(side)] !== undefined)) continue;
    return { rows: [], runs: [[{ label: sideName[side], text: '' }, ...values.map((row) => ({ label: row.label, text: inLine(row[side]) }))], choices] };
  }
  return { rows: values.map((row) => [row.label, cell(row.office), cell(row.google), ...(withBase ? [cell(row.base)] : [])]), runs: [choices] };
}

function inLine(value: string | undefined): string {
  return cell(value).replaceAll('\n', ', ');
}

function choicesOf(line: ReportLine, decided: boolean): PdfPiece[] {
  const alternatives = line.alternatives ?? [];
  const otherwise = alternatives.find((alternative) => alternative.id === line.otherwise)?.label ?? '';
  const pieces = [{ label: 'Choices', text: cell(alternatives.map((alternative) => alternative.label).join('; '), 4 * longestValue) }];
  if (!decided) return [...pieces, { label: 'If you choose nothing', text: otherwise }];
  const outcome = line.outcome === undefined ? '' : ` (${outcomeWord[line.outcome]}${line.outcomeText === undefined ? '' : `: ${line.outcomeText}`})`;
  return [...pieces, { label: 'Chosen', text: `${line.decision ?? otherwise}${outcome}` }];
}

const decisionWord: Readonly<Record<string, string>> = { take: 'Taken', 'not now': 'Not now', never: 'Never' };

function resultOf(line: ReportLine): string {
  if (line.outcome !== undefined && line.outcome !== 'skipped') return line.outcomeText === undefined || line.outcome === 'applied' ? outcomeWord[line.outcome] : `${outcomeWord[line.outcome]}: ${line.outcomeText}`;
  return decisionWord[line.decision ?? ''] ?? line.decision ?? '';
}

const longestValue = 400;
const longestName = 120;

/** A value as it fits a cell; long notes are cut, and the cut is said. */
function cell(value: string | undefined, longest = longestValue): string {
  if (value === undefined || value.length <= longest) return value ?? '';
  // A character outside the basic plane must not be cut in half.
  const end = /[\ud800-\udbff]/.test(value[longest - 1] ?? '') ? longest - 1 : longest;
  return `${value.slice(0, end)} … (${value.length - end} more characters in the CSV)`;
}
