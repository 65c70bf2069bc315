import { describe, expect, it } from 'vitest';
import { digestPlan } from '../core/plan.ts';
import type { Approval, Plan } from '../core/plan.ts';
import { defaultPolicy } from '../core/policy.ts';
import { report, reportLine } from '../http/contract/sync.ts';
import type { ReportLine } from '../http/contract/sync.ts';
import type { OperationOutcome, ReportInput, ReportModel } from './model.ts';
import { linesJson } from './json.ts';
import { packOpening, unpackOpening } from './opening.ts';
import { buildReport, queryLines, reportHead } from './report.ts';
import { samplePlan } from './sample.ts';

const plan = samplePlan(200);

function inputOf(given: Plan, more: Partial<ReportInput> = {}): ReportInput {
  return {
    plan: given, digest: digestPlan(given), kind: 'Preview Report', madeAt: '2026-11-22T15:00:00Z',
    account: { user: 'Anna Advisor', email: 'anna@example.com', google: 'anna@gmail.example' },
    settings: [{ label: 'Run Synchronization', value: 'Selected' }], policy: defaultPolicy, ...more,
  };
}

/** The model with its lines as an array. */
function reportOf(input: ReportInput): Omit<ReportModel, 'lines'> & { readonly lines: readonly ReportLine[] } {
  const model = buildReport(input);
  return { ...model, lines: [...model.lines] };
}

function approvalOf(more: Partial<Approval> = {}): Approval {
  return { digest: digestPlan(plan), by: 'Anna Advisor', at: '2026-11-22T16:00:00Z', decisions: {}, choices: {}, released: [], ...more };
}

describe('the report of a plan', () => {
  it('has a line of the contract for each operation that is not a settlement, each conflict and each problem', () => {
    const { lines } = reportOf(inputOf(plan));
    const shown = plan.operations.filter((operation) => operation.op !== 'settle');
    expect(shown.length).toBeLessThan(plan.operations.length);
    expect(lines.length).toBe(shown.length + plan.conflicts.length + plan.problems.length);
    expect(new Set(lines.map((line) => line.id)).size).toBe(lines.length);
    for (const line of lines) expect(reportLine.parse(line)).toEqual(line);
  });

  it('[R20] counts the invitations of what is proposed, of each way that it may go, and of what was decided', () => {
    const [update] = plan.operations.filter(({ op, kind }) => op === 'update' && kind === 'task');
    if (update === undefined) throw new Error('The sample has no update of a task.');
    const mailed = { ...update, unit: 'm', mails: ['a@x.test', 'b@x.test'] } as typeof update;
    const instead = [{ unit: 'm', alternatives: [{ id: 'turn', label: 'Turn round', operations: [{ ...mailed, id: 'other', mails: ['a@x.test'] } as typeof update] }] }];
    const given: Plan = { ...plan, operations: [mailed], conflicts: [], instead, invitations: 2 };
    const open = reportOf(inputOf(given));
    expect([open.invitations, open.lines.find(({ unit }) => unit === 'm')?.mails, open.lines.find(({ unit }) => unit === 'm')?.instead?.map(({ mails }) => mails)]).toEqual([2, 2, [1]]);
    const decided = (more: Partial<Approval>): unknown[] => {
      const model = reportOf(inputOf(given, { approval: approvalOf(more) }));
      return [model.invitations, model.summary.at(-1)];
    };
    expect(decided({})).toEqual([2, '2 invitations will be sent.']);
    expect(decided({ choices: { m: 'turn' } })).toEqual([1, '1 invitation will be sent.']);
    expect(decided({ decisions: { m: 'not now' } })).toEqual([0, 'No invitations will be sent.']);
  });

  it('puts what is asked first and keeps sections together', () => {
    const sections = reportOf(inputOf(plan)).lines.map((line) => line.section);
    const seen = sections.filter((section, index) => section !== sections[index - 1]);
    expect(seen).toEqual(['asked', 'create', 'update', 'delete', 'link', 'unlink', 'left alone']);
  });

  it('shows an update field by field, before and after', () => {
    const line = reportOf(inputOf(plan)).lines.find((candidate) => candidate.section === 'update' && candidate.kind === 'task');
    expect(line?.fields.map((field) => field.label)).toEqual(['Completed']);
    expect(line?.fields[0]?.after).toBeDefined();
  });

  it('shows a match once, with the values of both sides and the reason, beside its updates', () => {
    const { lines } = reportOf(inputOf(plan));
    const links = lines.filter((line) => line.section === 'link');
    expect(links.length).toBe(plan.operations.filter((operation) => operation.op === 'link').length);
    const together = links.find((link) => lines.some((line) => line.unit === link.unit && line.section === 'update'));
    expect(together?.side).toBeUndefined();
    expect(together?.values?.some((row) => row.office !== undefined && row.google !== undefined)).toBe(true);
  });

  it('counts what would be written by kind and side, and settlements as unchanged', () => {
    const { counts, lines } = reportOf(inputOf(plan));
    expect(counts.length).toBe(6);
    for (const count of counts) {
      const of = (section: string): number => lines.filter((line) => line.section === section && line.side === count.side && line.kind === count.kind).length;
      expect([count.create, count.update, count.delete]).toEqual([of('create'), of('update'), of('delete')]);
      const settled = plan.operations.filter((operation) => operation.op === 'settle' && operation.kind === count.kind).length;
      expect(count.unchanged).toBe(plan.unchanged[count.kind] + settled);
    }
    expect(counts.filter((count) => count.kind === 'contact').map((count) => count.asked)).toEqual([3, 9]);
  });

  it('shows what was decided and which brakes were released', () => {
    const { lines, brakes, approval } = reportOf(
      inputOf(plan, { approval: approvalOf({ decisions: { l0: 'never' }, choices: { q0: 'office' }, released: ['many-deletions:event:google'] }) }),
    );
    expect(lines.find((line) => line.unit === 'l0')?.decision).toBe('never');
    expect(lines.find((line) => line.unit === 'l1')?.decision).toBe('take');
    const asked = lines.find((line) => line.unit === 'q0');
    expect(asked?.decision).toBe('Take the values of SmartOffice');
    expect(asked?.fields.length).toBeGreaterThan(0);
    expect(lines.find((line) => line.unit === 'q1')?.decision).toBe('Leave it for now');
    expect(brakes.map((brake) => brake.released)).toEqual([true]);
    expect(approval?.by).toBe('Anna Advisor');
  });

  it('shows what became of each line, and of a choice the worst', () => {
    const outcomes = new Map<string, OperationOutcome>([
      ['c1', { outcome: 'applied' }], ['c2', { outcome: 'stale', why: 'Changed meanwhile.' }], ['u900000', { outcome: 'refused', why: 'No.' }],
    ]);
    const model = reportOf(inputOf(plan, { approval: approvalOf({ decisions: { l0: 'not now' }, choices: { q0: 'office' } }), outcomes }));
    const outcomeOf = (id: string): string | undefined => model.lines.find((line) => line.id === id)?.outcome;
    expect(['c0', 'c1', 'c2', 'q0', 'c3'].map(outcomeOf)).toEqual(['skipped', 'applied', 'stale', 'refused', undefined]);
    expect(model.lines.find((line) => line.id === 'c2')?.outcomeText).toBe('Changed meanwhile.');
    expect(model.executed).toBe(true);
    expect(model.summary.join(' ')).toContain('1 created');
  });

  it('counts what an answer wrote, and no longer calls it a question that waits', () => {
    const [conflict] = plan.conflicts;
    const update = plan.operations.find((operation) => operation.op === 'update' && operation.side === 'google');
    if (update?.op !== 'update' || conflict === undefined) throw new Error('The sample has no such thing.');
    const question = { ...conflict, kind: update.kind, otherwise: 'wait', alternatives: [{ id: 'wait', label: 'Decide later', operations: [] }, { id: 'take', label: 'Take it', operations: [{ ...update, id: 'answer' } as typeof update] }] };
    const given: Plan = { ...plan, operations: [], conflicts: [question], instead: [], brakes: [], problems: [], unchanged: { contact: 0, event: 0, task: 0 }, invitations: 0 };
    const approval = approvalOf({ choices: { [question.id]: 'take' } });
    const decided = reportOf(inputOf(given, { approval })).summary;
    expect(decided[0]).toMatch(/^On Google: no \w+ will be created, 1 changed, none deleted\.$/);
    expect(decided.join(' ')).not.toContain('Waiting for your choice');
    const done = reportOf(inputOf(given, { approval, outcomes: new Map([['answer', { outcome: 'applied' }]]) }));
    expect(done.summary).toEqual(['On Google: 0 created, 1 changed, 0 deleted.', 'In SmartOffice: 0 created, 0 changed, 0 deleted.']);
  });

  it('names the record that a question is about, so that its history can be read', () => {
    const update = plan.operations.find((operation) => operation.op === 'update');
    const [conflict] = plan.conflicts;
    if (update?.op !== 'update' || conflict === undefined) throw new Error('The sample has no such thing.');
    const question = { ...conflict, items: { [update.side]: update.before }, alternatives: [{ id: 'wait', label: 'Decide later', operations: [] }, { id: update.side, label: 'Take it', operations: [update] }] };
    const { lines } = reportOf(inputOf({ ...plan, conflicts: [question] }));
    expect(lines.find(({ id }) => id === question.id)?.record).toEqual({ side: update.side, id: update.target.id });
  });

  it('gives the same report for the same plan', () => {
    expect(JSON.stringify(buildReport(inputOf(samplePlan(200))))).toBe(JSON.stringify(buildReport(inputOf(plan))));
  });

  it('answers in the shape of the contract', () => {
    const model = buildReport(inputOf(plan));
    const row = { id: 'r1', kind: model.kind, createdAt: model.madeAt, status: 'ready', summary: '', current: true, canUndo: false } as const;
    expect(report.parse({ row, ...reportHead(model) }).lines).toBe(model.lines.length);
  });
});

describe('a page of lines', () => {
  const model = buildReport(inputOf(plan));

  it('filters by section, kind and side and pages', () => {
    const all = queryLines(model, { section: 'create', kind: 'contact', side: 'google', limit: 60_000 });
    expect(all.total).toBe(all.lines.length);
    expect(all.lines.every((line) => line.section === 'create' && line.kind === 'contact' && line.side === 'google')).toBe(true);
    expect(queryLines(model, { section: 'create', kind: 'contact', side: 'google', offset: 2, limit: 3 })).toEqual({ total: all.total, lines: all.lines.slice(2, 5) });
  });

  it('searches in names and values without regard to case and accents', () => {
    expect(queryLines(model, { search: 'jose NUNEZ' }).total).toBeGreaterThan(0);
    expect(queryLines(model, { search: '山田' }).total).toBeGreaterThan(0);
    expect(queryLines(model, { search: 'new harbor' }).lines.every((line) => line.section !== 'create')).toBe(true);
    expect(queryLines(model, { search: 'zzz-nothing' })).toEqual({ total: 0, lines: [] });
  });

  it('is sent in pieces that together are the same answer', async () => {
    for (const query of [{}, { section: 'create', offset: 2, limit: 3 }, { search: 'zzz-nothing' }, { limit: 60_000 }] as const) {
      let text = '';
      for await (const piece of linesJson(model, { limit: 60_000, ...query })) text += piece;
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(queryLines(model, { limit: 60_000, ...query }))));
    }
  });

  it('is kept as far as it is seen first, with the head, and comes back as it was', async () => {
    const large = buildReport(inputOf(samplePlan(700)));
    const kept = await unpackOpening(await packOpening(large));
    expect(kept).toEqual(JSON.parse(JSON.stringify({ head: reportHead(large), lines: queryLines(large, {}).lines })));
  });

  it('stays quick at 50,000 lines', () => {
    const large = samplePlan(50_000);
    const input = { ...inputOf(large), digest: 'x' };
    buildReport({ ...input, plan: samplePlan(2_000) });
    const start = performance.now();
    const built = buildReport(input);
    const took = performance.now() - start;
    expect(built.lines.length).toBeGreaterThan(45_000);
    const page = performance.now();
    expect(queryLines(built, { section: 'update', offset: 1_000 }).lines.length).toBe(500);
    const paged = performance.now() - page;
    // 300 ms on a quiet machine; the ceiling leaves room for a busy one.
    expect(took).toBeLessThan(4_000);
    expect(paged).toBeLessThan(2_000);
  });
});
