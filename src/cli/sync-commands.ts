// The synchronization from a terminal: status, preview, reports, approval, undo. In: an
// API client and options. Out: words, or JSON for programs.
// Never here: a decision that the person did not give.

import { setTimeout as sleep } from 'node:timers/promises';
import { report, reportLines, reportList, reportRow, setupDetail } from '../http/contract/sync.ts';
import type { SetupOptions } from '../http/contract/setup.ts';
import type { Approve, ReportRow, SetupDetail } from '../http/contract/sync.ts';
import { saveAnswer } from './api-client.ts';
import type { ApiClient } from './api-client.ts';
import { CommandTrouble } from './trouble.ts';

export interface Output {
  line(text: string): void;
  /** Not part of the answer: progress, hints. */
  note(text: string): void;
}

const getSetup = (client: ApiClient): Promise<SetupDetail> => client.ask('GET', '/api/setup', setupDetail);

export async function showStatus(client: ApiClient, output: Output, json: boolean): Promise<void> {
  const setup = await getSetup(client);
  if (json) return output.line(JSON.stringify(setup));
  output.line(`${setup.user.fullName}, ${setup.user.email}`);
  output.line(`Synchronization: ${setup.state}. ${setup.stateText}`);
  const missing = setup.google.missing.length === 0 ? '' : `; not granted: ${setup.google.missing.join(', ')}`;
  output.line(`Google account: ${setup.google.connected ? `${setup.google.account ?? 'connected'}${missing}` : 'not connected'}`);
  if (setup.progress) output.line(`Now: ${setup.progress.phase} ${setup.progress.done}${setup.progress.total === undefined ? '' : ` of ${setup.progress.total}`}`);
  if (setup.lastCycle) output.line(`Last synchronization: ${setup.lastCycle.at}, ${setup.lastCycle.operations === 1 ? '1 change' : `${setup.lastCycle.operations} changes`}`);
  if (setup.waiting > 0) output.line(`Waiting for you: ${setup.waiting} questions`);
  if (setup.currentReport !== undefined) output.line(`Current report: ${setup.currentReport}`);
}

export interface PreviewFlags {
  readonly set?: string;
  readonly contacts?: boolean;
  readonly activities?: SetupOptions['activities'];
  readonly recurring?: boolean;
}

export async function makePreview(client: ApiClient, output: Output, flags: PreviewFlags): Promise<void> {
  const before = await getSetup(client);
  if (before.options.runSynchronization && before.state !== 'off') {
    throw new CommandTrouble(`Run Synchronization is selected already; the synchronization is ${before.state}.`, before.state === 'preview ready' ? 'Open the report with the command report, then approve or reject it.' : 'See the command status.');
  }
  await client.ask('PUT', '/api/setup', setupDetail, optionsFor(before, flags));
  const after = await waitWhile(client, output, ['previewing']);
  if (after.state !== 'preview ready') throw new CommandTrouble(`The preview did not become ready: ${after.state}. ${after.stateText}`, 'Put that right and run preview again.');
  const id = after.currentReport ?? '';
  const made = await client.ask('GET', `/api/reports/${id}`, report);
  for (const line of made.summary) output.line(line);
  output.line(`Report ${id} is ready. Read it with: report ${id}   or: report ${id} --pdf FILE`);
}

function optionsFor(setup: SetupDetail, flags: PreviewFlags): SetupOptions {
  const options: SetupOptions = { ...setup.options, runSynchronization: true };
  if (flags.activities !== undefined) options.activities = flags.activities;
  if (flags.recurring !== undefined) options.recurring = flags.recurring;
  if (flags.set !== undefined) {
    const found = setup.sets.find(({ id, name }) => id === flags.set || name.toLowerCase() === flags.set?.toLowerCase());
    if (!found) throw new CommandTrouble(`There is no SET "${flags.set}".`, `Choose one of: ${setup.sets.map(({ name }) => name).join(', ') || '(there are none)'}.`);
    return { ...options, contacts: 'set', setId: found.id };
  }
  if (flags.contacts === false) {
    const { setId: _, ...rest } = options;
    return { ...rest, contacts: 'none' };
  }
  return options;
}

/** Shows each step once, and asks gently. */
async function waitWhile(client: ApiClient, output: Output, states: readonly SetupDetail['state'][]): Promise<SetupDetail> {
  let shown = '';
  for (;;) {
    const setup = await getSetup(client);
    if (!states.includes(setup.state)) return setup;
    const { phase, done, total } = setup.progress ?? { phase: setup.state, done: 0, total: undefined };
    const text = `${phase}${done > 0 ? ` ${done}` : ''}${total === undefined ? '' : ` of ${total}`}`;
    if (text !== shown) output.note(text);
    shown = text;
    await sleep(400);
  }
}

export async function listReports(client: ApiClient, output: Output, json: boolean): Promise<void> {
  const { reports } = await client.ask('GET', '/api/reports', reportList);
  if (json) return output.line(JSON.stringify(reports));
  if (reports.length === 0) return output.line('There are no reports yet.');
  for (const row of reports) output.line(`${row.current ? '*' : ' '} ${row.id}  ${row.createdAt}  ${row.kind}, ${row.status}. ${row.summary}`);
}

export async function showReport(client: ApiClient, output: Output, id: string, flags: { pdf?: string; csv?: string; json: boolean }): Promise<void> {
  const path = `/api/reports/${encodeURIComponent(id)}`;
  if (flags.csv !== undefined) await saveAnswer(await client.fetch('GET', `${path}/csv`), flags.csv);
  if (flags.pdf !== undefined) await saveAnswer(await client.fetch('GET', `${path}/pdf`), flags.pdf);
  for (const file of [flags.csv, flags.pdf]) if (file !== undefined) output.line(`Saved ${file}`);
  if (flags.csv !== undefined || flags.pdf !== undefined) return;

  const whole = await client.ask('GET', path, report);
  const { lines } = await client.ask('GET', `${path}/lines?limit=60000`, reportLines);
  if (flags.json) output.line(JSON.stringify({ ...whole, lines }));
  else {
    output.line(`${whole.row.kind} of ${whole.account.user}, ${whole.row.createdAt}`);
    for (const line of whole.summary) output.line(line);
    for (const brake of whole.brakes) output.line(`Brake ${brake.key}: ${brake.text}${brake.released ? ' (released)' : ''}`);
    let section = '';
    for (const line of lines) {
      if (line.section !== section) output.line(`\n${line.section.toUpperCase()}`);
      section = line.section;
      output.line(`  ${line.text}${line.outcome === undefined ? '' : ` [${line.outcome}]`}`);
      for (const { label, before, after } of line.fields) output.line(`      ${label}: ${before ?? '(empty)'} → ${after ?? '(empty)'}`);
      if (line.alternatives) output.line(`      ${line.unit}: ${line.alternatives.map((each) => `${each.id} = ${each.label}`).join('; ')}`);
    }
  }
  // It has been shown: that is what opening means.
  if (whole.row.digest !== undefined) await client.ask('POST', `${path}/open`, reportRow);
}

export interface ApproveFlags {
  readonly skip?: readonly string[];
  readonly never?: readonly string[];
  readonly choose?: readonly string[];
  readonly release?: readonly string[];
  readonly wait: boolean;
}

export async function approveReport(client: ApiClient, output: Output, id: string | undefined, flags: ApproveFlags): Promise<void> {
  const row = await currentRow(client, id);
  const choices = Object.fromEntries(
    (flags.choose ?? []).map((choice) => {
      const [conflict, alternative] = choice.split('=');
      if (!conflict || !alternative) throw new CommandTrouble(`"${choice}" is not a choice.`, 'Write --choose CONFLICT=ALTERNATIVE with the names that the report shows.');
      return [conflict, alternative];
    }),
  );
  const decisions: Approve['decisions'] = {};
  for (const unit of flags.skip ?? []) decisions[unit] = 'not now';
  for (const unit of flags.never ?? []) decisions[unit] = 'never';
  const approval: Approve = { digest: row.digest ?? '', decisions, choices, released: [...(flags.release ?? [])] };
  const approved = await client.ask('POST', `/api/reports/${row.id}/approve`, reportRow, approval);
  output.line(`Approved: ${approved.kind} ${approved.id}.`);
  if (!flags.wait) return;
  const after = await waitWhile(client, output, ['initial sync']);
  output.line(`Synchronization: ${after.state}. ${after.stateText}`);
}

export async function rejectReport(client: ApiClient, output: Output, id: string | undefined): Promise<void> {
  const row = await currentRow(client, id);
  const setup = await client.ask('POST', `/api/reports/${row.id}/reject`, setupDetail, { digest: row.digest ?? '' });
  output.line(`Rejected. Synchronization: ${setup.state}. ${setup.stateText}`);
}

export async function syncNow(client: ApiClient, output: Output): Promise<void> {
  const setup = await client.ask('POST', '/api/sync/now', setupDetail);
  output.line(`Asked for. Synchronization: ${setup.state}. ${setup.stateText}`);
}

export async function undoReport(client: ApiClient, output: Output, id: string): Promise<void> {
  const row = await client.ask('POST', `/api/reports/${encodeURIComponent(id)}/undo`, reportRow);
  output.line(`The ${row.kind} ${row.id} is being made. Read it with: report ${row.id}   then: approve ${row.id}`);
}

async function currentRow(client: ApiClient, id: string | undefined): Promise<ReportRow> {
  const { reports } = await client.ask('GET', '/api/reports', reportList);
  const found = id === undefined ? reports.find((row) => row.current) : reports.find((row) => row.id === id);
  if (found) return found;
  if (id === undefined) throw new CommandTrouble('No report waits for approval.', 'Run preview first, or name a report; the command report lists them.');
  throw new CommandTrouble(`There is no report ${id}.`, 'The command report lists them.');
}
