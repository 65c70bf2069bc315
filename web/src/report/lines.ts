// Lines of a report put into order, filtered and grouped for the table. In: all lines and
// what is searched for. Out: lines, or groups and lines. Pure; must stay quick at 50,000.

import type { ReportLine } from '../sync-types.ts';

export type LineFilter = { readonly search: string; readonly section: string; readonly side: string; readonly kind: string };
export const noFilter: LineFilter = { search: '', section: '', side: '', kind: '' };

export const sectionOrder: readonly ReportLine['section'][] = ['asked', 'create', 'update', 'delete', 'link', 'unlink', 'other', 'left alone'];
const kindOrder: readonly ReportLine['kind'][] = ['contact', 'event', 'task', 'group'];

function rank(line: ReportLine): number {
  const side = line.side === undefined ? 0 : line.side === 'office' ? 1 : 2;
  return sectionOrder.indexOf(line.section) * 100 + side * 10 + kindOrder.indexOf(line.kind);
}

/** What is asked first; then by section, side and kind; within these as the server ordered them. */
export function inOrder(lines: readonly ReportLine[]): readonly ReportLine[] {
  return lines
    .map((line, index) => ({ line, index, rank: rank(line) }))
    .sort((one, other) => one.rank - other.rank || one.index - other.index)
    .map(({ line }) => line);
}

/** The reason, unless the sentence says it already. */
export function reasonOf({ text, why }: ReportLine): string | undefined {
  return why === '' || text.toLocaleLowerCase().includes(why.toLocaleLowerCase()) ? undefined : why;
}

const haystacks = new WeakMap<ReportLine, string>();

function haystack(line: ReportLine): string {
  const known = haystacks.get(line);
  if (known !== undefined) return known;
  const parts = [line.name, line.text, line.why];
  for (const field of line.fields) parts.push(field.label, field.before ?? '', field.after ?? '');
  for (const value of line.values ?? []) parts.push(value.label, value.base ?? '', value.office ?? '', value.google ?? '');
  const text = parts.join('\n').toLocaleLowerCase();
  haystacks.set(line, text);
  return text;
}

const SLICE_MS = 8;

/** Makes ready what a search looks through, while the person still reads. Out: how to stop it. */
export function prepareSearch(lines: readonly ReportLine[]): () => void {
  let at = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const goOn = () => {
    const end = performance.now() + SLICE_MS;
    while (at < lines.length && performance.now() < end) {
      const line = lines[at];
      if (line !== undefined) haystack(line);
      at += 1;
    }
    if (at < lines.length) timer = setTimeout(goOn, SLICE_MS);
  };
  timer = setTimeout(goOn, 300);
  return () => clearTimeout(timer);
}

export function filterLines(lines: readonly ReportLine[], filter: LineFilter): readonly ReportLine[] {
  const words = filter.search.toLocaleLowerCase().split(/\s+/).filter((word) => word !== '');
  if (words.length === 0 && filter.section === '' && filter.side === '' && filter.kind === '') return lines;
  return lines.filter(
    (line) =>
      (filter.section === '' || line.section === filter.section) &&
      (filter.side === '' || line.side === filter.side) &&
      (filter.kind === '' || line.kind === filter.kind) &&
      words.every((word) => haystack(line).includes(word)),
  );
}

export type Item =
  | { readonly type: 'group'; readonly key: string; readonly line: ReportLine; readonly count: number }
  | { readonly type: 'line'; readonly key: string; readonly line: ReportLine }
  | { readonly type: 'details'; readonly key: string; readonly line: ReportLine };

/** `grouped` is false while a person sorts by a column: headings would then repeat without end. */
export function toItems(lines: readonly ReportLine[], opened: ReadonlySet<string>, grouped: boolean): readonly Item[] {
  const items: Item[] = [];
  let group: { key: string; index: number; count: number } | undefined;
  const close = () => {
    if (group === undefined) return;
    const item = items[group.index];
    if (item?.type === 'group') items[group.index] = { ...item, count: group.count };
  };
  for (const line of lines) {
    if (grouped) {
      const key = `${line.section} ${line.side ?? ''} ${line.kind}`;
      if (group?.key !== key) {
        close();
        group = { key, index: items.length, count: 0 };
        items.push({ type: 'group', key: `group ${key} ${line.id}`, line, count: 0 });
      }
      group.count += 1;
    }
    items.push({ type: 'line', key: line.id, line });
    if (opened.has(line.id)) items.push({ type: 'details', key: `${line.id} details`, line });
  }
  close();
  return items;
}

/** A question in a row that has room for one line: without the name that stands beside it, and what differs first. */
export function briefText({ section, name, text }: Pick<ReportLine, 'section' | 'name' | 'text'>): string {
  const at = text.indexOf(name);
  if (section !== 'asked' || name === '' || at === -1) return text;
  const rest = text.slice(at + name.length).replace(/^”?(?: (?:in SmartOffice|on Google))?[:,]? */, '');
  const brief = rest.replace(/^(?:the two are the same, but written differently|changed differently in SmartOffice and in Google)\. /, '');
  return `${brief[0]?.toUpperCase() ?? ''}${brief.slice(1)}`;
}
