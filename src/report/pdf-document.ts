// What stands on the pages of the PDF, as plain strings. In: the model and the lines of
// one part. Out: the document that report.typ sets in type. Pure; every text goes to the
// typesetter as data, never as markup, and what is left out is said on the page.

import { noValue } from '../core/explain.ts';
import type { ReportLine } from '../http/contract/sync.ts';
import { kindName, oneOfKind, sectionTitle } from './headings.ts';
import type { ReportModel } from './model.ts';
import { groupOfLines } from './pdf-table.ts';
import type { PdfGroup } from './pdf-table.ts';

export interface PdfDocument {
  readonly title: string;
  readonly subject: string;
  readonly lang: string;
  readonly region: string;
  readonly paper: 'us-letter' | 'a4';
  readonly part: string;
  /** Said under the title of a part, so that nobody takes it for the whole. */
  readonly incomplete: string;
  /** What a person must know before they approve; empty once it is decided. */
  readonly next: string;
  readonly facts: readonly (readonly [string, string])[];
  readonly summary: readonly string[];
  readonly counts: { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };
  readonly brakes: readonly { readonly text: string; readonly state: string }[];
  readonly settings: readonly (readonly [string, string])[];
  readonly sections: readonly PdfSection[];
  readonly footer: string;
  /** What stands for a value that is not there. */
  readonly none: string;
  /** The tables start on a page of their own. */
  readonly long: boolean;
}

export interface PdfSection {
  readonly title: string;
  readonly count: string;
  readonly leftOut: string;
  readonly groups: readonly PdfGroup[];
}

/** The lines of one PDF out of all lines of the report: `from` up to before `to`. */
export interface PdfPart {
  readonly from: number;
  readonly to: number;
  readonly part: number;
  readonly of: number;
}

export function pdfDocument(model: ReportModel, { from, to, part, of }: PdfPart): PdfDocument {
  const number = new Intl.NumberFormat(model.locale);
  const { region } = new Intl.Locale(model.locale).maximize();
  return {
    title: model.kind,
    subject: `${model.account.user}, ${model.account.email}`,
    // The words are English whatever the reader's formats of dates and numbers are.
    lang: 'en',
    region: region ?? 'US',
    paper: letterPaper.includes(region ?? 'US') ? 'us-letter' : 'a4',
    part: of > 1 ? `Part ${part} of ${of}` : '',
    incomplete: incompleteText(model, { from, to, part, of }, number),
    next: model.executed || model.approval !== undefined ? '' : beforeApproval,
    facts: factsOf(model, number),
    summary: [...model.summary],
    counts: countsTable(model, number),
    brakes: model.brakes.map(({ text, released }) => ({ text, state: released ? 'Released in the approval.' : '' })),
    settings: model.settings.map(({ label, value, was }) => [label, was === undefined ? value : `${value} (changed; it was: ${was})`] as const),
    sections: sectionsOf(model, from, to),
    none: noValue,
    long: to - from > 25,
    footer: `${model.kind} · ${model.account.user} · ${model.digest.slice(0, 12)}`,
  };
}

const beforeApproval =
  'Nothing in this report is written before you approve it. If the changes are acceptable, select Options, then Approve Preview Synchronization, beside this report in the Report List of SmartOffice Synchronization for Google; single changes are decided there, too. If you need to make changes first, select Reject Preview Synchronization. A question that you leave open is asked again.';

const letterPaper = ['US', 'CA', 'MX'];

function factsOf(model: ReportModel, number: Intl.NumberFormat): (readonly [string, string])[] {
  const { account, approval, spent } = model;
  const facts: (readonly [string, string])[] = [
    ['User', account.user],
    ['E-mail', account.email],
  ];
  if (account.google !== undefined) facts.push(['Google account', account.google]);
  facts.push(['Made', longTime(model, model.madeAt)]);
  if (approval !== undefined) facts.push(['Approved', `${longTime(model, approval.at)}, by ${approval.by.startsWith('policy:') ? 'itself, while active' : approval.by}`]);
  if (spent !== undefined) facts.push(['Asked of Google', `${number.format(spent.requests)} requests, ${number.format(spent.units)} quota units`]);
  facts.push(['Report number', model.digest.slice(0, 12)]);
  return facts;
}

function longTime(model: ReportModel, instant: string): string {
  return new Intl.DateTimeFormat(model.locale, { dateStyle: 'long', timeStyle: 'long', timeZone: model.zone }).format(new Date(instant));
}

function countsTable(model: ReportModel, number: Intl.NumberFormat): PdfDocument['counts'] {
  const columns = ['create', 'update', 'delete', 'link', 'asked', 'unchanged'] as const;
  return {
    head: [model.executed ? 'As planned' : 'Records', 'Create', 'Update', 'Delete', 'Link', 'Asked', 'Unchanged'],
    rows: model.counts.map((count) => [
      `${kindName[count.kind]} ${count.side === 'google' ? 'on Google' : 'in SmartOffice'}`,
      ...columns.map((column) => number.format(count[column])),
    ]),
  };
}

interface Span {
  readonly title: string;
  readonly from: number;
  to: number;
}

/** A section is a run of neighbours: lines are in reading order. */
function spansOf(model: ReportModel): readonly Span[] {
  const spans: Span[] = [];
  for (const [index, head] of model.lines.heads.entries()) {
    const title = sectionTitle(head.section, head.side, model.executed);
    const last = spans.at(-1);
    if (last?.title === title) last.to = index + 1;
    else spans.push({ title, from: index, to: index + 1 });
  }
  return spans;
}

function sectionsOf(model: ReportModel, from: number, to: number): PdfSection[] {
  const number = new Intl.NumberFormat(model.locale);
  const sections: PdfSection[] = [];
  for (const span of spansOf(model)) {
    const shown = model.lines.slice(Math.max(from, span.from), Math.min(to, span.to));
    // In a report of several parts a section stands in the part that holds its lines.
    if (shown.length === 0) continue;
    const all = span.to - span.from;
    const missing = all - shown.length;
    sections.push({
      title: span.title,
      count: countOf(model, span, number),
      leftOut: missing === 0 ? '' : `${number.format(shown.length)} of these ${number.format(all)} stand in this part.`,
      groups: groupsOf(shown, model),
    });
  }
  return sections;
}

/** "34", or "29 of 34" where not all of what was planned was done. */
function countOf(model: ReportModel, { from, to }: Span, number: Intl.NumberFormat): string {
  const all = number.format(to - from);
  if (!model.executed || ['asked', 'left alone', 'other'].includes(model.lines.heads[from]?.section ?? 'other')) return all;
  const done = model.lines.slice(from, to).filter((line) => line.outcome === 'applied').length;
  return done === to - from ? all : `${number.format(done)} of ${all}`;
}

function incompleteText(model: ReportModel, { from, to, of }: PdfPart, number: Intl.NumberFormat): string {
  if (of === 1) return '';
  return `This part holds the lines ${number.format(from + 1)} to ${number.format(to)} of ${number.format(model.lines.length)}. The other parts stand beside it on the page of this report.`;
}

function groupsOf(lines: readonly ReportLine[], model: ReportModel): PdfGroup[] {
  const groups = new Map<ReportLine['kind'], ReportLine[]>();
  for (const line of lines) {
    const found = groups.get(line.kind);
    if (found === undefined) groups.set(line.kind, [line]);
    else found.push(line);
  }
  return [...groups].map(([kind, members]) => {
    const title = members.length === 1 ? `1 ${oneOfKind[kind].toLowerCase()}` : `${new Intl.NumberFormat(model.locale).format(members.length)} ${kindName[kind].toLowerCase()}`;
    return groupOfLines(title, members, model);
  });
}

