// What a person has decided about a report and not yet approved. In: the digest of the
// report. Out: decisions by unit, choices by conflict, brakes released; kept in this window
// by digest, so that leaving the page loses nothing and another report never inherits them.

import { useCallback, useSyncExternalStore } from 'react';
import type { Approve, Decision, Report, ReportLine } from '../sync-types.ts';
import { sectionOrder } from './lines.ts';

export type Choices = {
  readonly decisions: Readonly<Record<string, Decision>>;
  readonly choices: Readonly<Record<string, string>>;
  readonly released: readonly string[];
};

const none: Choices = { decisions: {}, choices: {}, released: [] };
const known = new Map<string, Choices>();
const listeners = new Set<() => void>();
const key = (digest: string) => `report-choices:${digest}`;

export function readChoices(digest: string): Choices {
  const now = known.get(digest);
  if (now !== undefined) return now;
  let stored = none;
  try {
    const text = sessionStorage.getItem(key(digest));
    if (text !== null) stored = { ...none, ...(JSON.parse(text) as Partial<Choices>) };
  } catch {
    // Storage that is full or forbidden only means that a reload forgets the choices.
  }
  known.set(digest, stored);
  return stored;
}

function writeChoices(digest: string, choices: Choices): void {
  known.set(digest, choices);
  try {
    sessionStorage.setItem(key(digest), JSON.stringify(choices));
  } catch {
    // As above.
  }
  for (const listener of listeners) listener();
}

export function forgetChoices(digest: string): void {
  writeChoices(digest, none);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useChoices(digest: string | undefined): readonly [Choices, (change: (now: Choices) => Choices) => void] {
  const now = useSyncExternalStore(subscribe, () => (digest === undefined ? none : readChoices(digest)));
  const update = useCallback(
    (change: (now: Choices) => Choices) => {
      if (digest !== undefined) writeChoices(digest, change(readChoices(digest)));
    },
    [digest],
  );
  return [now, update];
}

type Decided = Pick<ReportLine, 'unit' | 'section' | 'instead' | 'otherwise'>;

/** A line that is decided goes no other way any more: the newest word counts. */
export function decide(now: Choices, lines: readonly Decided[], decision: Decision): Choices {
  const decisions = { ...now.decisions };
  const choices = { ...now.choices };
  for (const line of lines) {
    if (decision === 'take') delete decisions[line.unit];
    else decisions[line.unit] = decision;
    const chosen = choices[line.unit];
    if (chosen !== undefined && (line.section === 'asked' ? decision !== 'take' : wayOf(line, chosen) !== undefined)) delete choices[line.unit];
  }
  return { ...now, decisions, choices };
}

/** An alternative for each of these lines: the answer to a question, or another way for a change. */
export function choose(now: Choices, lines: readonly Decided[], alternative: string | undefined): Choices {
  const decisions = { ...now.decisions };
  const choices = { ...now.choices };
  for (const { unit, otherwise } of lines) {
    delete decisions[unit];
    if (alternative === undefined || alternative === otherwise) delete choices[unit];
    else choices[unit] = alternative;
  }
  return { ...now, decisions, choices };
}

export type Way = { readonly id: string; readonly label: string };

/** The other way that was chosen for a change, if it has one of this name. */
export function wayOf(line: Pick<ReportLine, 'instead'>, chosen: string | undefined): Way | undefined {
  return chosen === undefined ? undefined : line.instead?.find(({ id }) => id === chosen);
}

/** What all of these lines offer alike, under the same name: only that can be chosen for them in one go. */
export function waysInCommon(lines: readonly ReportLine[]): readonly Way[] {
  const [first, ...others] = lines;
  if (first === undefined) return [];
  let common: readonly Way[] = waysOf(first);
  for (const line of others) {
    if (common.length === 0) break;
    const here = waysOf(line);
    common = common.filter((way) => here.some(({ id, label }) => id === way.id && label === way.label));
  }
  return common;
}

function waysOf(line: ReportLine): readonly Way[] {
  return (line.section === 'asked' ? line.alternatives : line.instead) ?? [];
}

export function approval(digest: string): Approve {
  const { decisions, choices, released } = readChoices(digest);
  return { digest, decisions: { ...decisions }, choices: { ...choices }, released: [...released] };
}

export function unreleased(report: Report, choices: Choices): number {
  return report.brakes.filter((brake) => !brake.released && !choices.released.includes(brake.key)).length;
}

/** Lines on which a decision has an effect. */
export function decidable(line: ReportLine): boolean {
  return line.section !== 'left alone';
}

export type Effect = { readonly section: ReportLine['section']; readonly side: ReportLine['side']; readonly kind: ReportLine['kind']; readonly count: number };
export type Effects = { readonly effects: readonly Effect[]; readonly otherWay: number; readonly notNow: number; readonly never: number; readonly answered: number; readonly unanswered: number; readonly invitations: number };

/** What approving would do with these choices, counted. */
export function countEffects(lines: readonly ReportLine[], { decisions, choices }: Choices): Effects {
  const effects = new Map<string, Effect & { count: number }>();
  const otherWays = new Set<string>();
  let notNow = 0;
  let never = 0;
  let answered = 0;
  let unanswered = 0;
  let invitations = 0;
  const asked = new Set(lines.flatMap((line) => (line.section === 'asked' && choices[line.unit] !== undefined ? [line.unit] : [])));
  for (const line of lines) {
    if (line.section === 'left alone') continue;
    const decision = decisions[line.unit] ?? 'take';
    const chosen = choices[line.unit];
    if (decision === 'not now') notNow += 1;
    else if (decision === 'never') never += 1;
    else if (line.section === 'asked') {
      if (chosen === undefined) unanswered += 1;
      else answered += 1;
      invitations += line.alternatives?.find(({ id }) => id === chosen)?.mails ?? 0;
    } else if (wayOf(line, chosen) !== undefined) {
      // A unit of several lines goes its other way once.
      if (!otherWays.has(line.unit)) invitations += line.instead?.find(({ id }) => id === chosen)?.mails ?? 0;
      otherWays.add(line.unit);
    } else {
      // What goes on undisputed is carried by the answer too.
      if (!asked.has(line.unit)) invitations += line.mails ?? 0;
      const name = `${line.section} ${line.side ?? ''} ${line.kind}`;
      const effect = effects.get(name);
      if (effect === undefined) effects.set(name, { section: line.section, side: line.side, kind: line.kind, count: 1 });
      else effect.count += 1;
    }
  }
  return { effects: [...effects.values()].sort((one, other) => sectionOrder.indexOf(one.section) - sectionOrder.indexOf(other.section)), otherWay: otherWays.size, notNow, never, answered, unanswered, invitations };
}

/** The figures of the bar on a phone: all changes of a side, whatever their kind. */
export function countBySide(effects: readonly Effect[]): Readonly<Record<'office' | 'google', number>> {
  const counts = { office: 0, google: 0 };
  for (const { side, count } of effects) if (side !== undefined) counts[side] += count;
  return counts;
}
