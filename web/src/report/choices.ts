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

export function decide(now: Choices, units: readonly string[], decision: Decision): Choices {
  const decisions = { ...now.decisions };
  for (const unit of units) {
    if (decision === 'take') delete decisions[unit];
    else decisions[unit] = decision;
  }
  return { ...now, decisions };
}

export function choose(now: Choices, unit: string, alternative: string | undefined): Choices {
  const choices = { ...now.choices };
  if (alternative === undefined) delete choices[unit];
  else choices[unit] = alternative;
  return { ...now, choices };
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
  return line.section !== 'left alone' && line.section !== 'asked';
}

export type Effect = { readonly section: ReportLine['section']; readonly side: ReportLine['side']; readonly kind: ReportLine['kind']; readonly count: number };
export type Effects = { readonly effects: readonly Effect[]; readonly notNow: number; readonly never: number; readonly answered: number; readonly unanswered: number };

/** What approving would do with these choices, counted. */
export function countEffects(lines: readonly ReportLine[], { decisions, choices }: Choices): Effects {
  const effects = new Map<string, Effect & { count: number }>();
  let notNow = 0;
  let never = 0;
  let answered = 0;
  let unanswered = 0;
  for (const line of lines) {
    if (line.section === 'left alone') continue;
    if (line.section === 'asked') {
      if (choices[line.unit] === undefined) unanswered += 1;
      else answered += 1;
      continue;
    }
    const decision = decisions[line.unit] ?? 'take';
    if (decision === 'not now') notNow += 1;
    else if (decision === 'never') never += 1;
    else {
      const name = `${line.section} ${line.side ?? ''} ${line.kind}`;
      const effect = effects.get(name);
      if (effect === undefined) effects.set(name, { section: line.section, side: line.side, kind: line.kind, count: 1 });
      else effect.count += 1;
    }
  }
  return { effects: [...effects.values()].sort((one, other) => sectionOrder.indexOf(one.section) - sectionOrder.indexOf(other.section)), notNow, never, answered, unanswered };
}
