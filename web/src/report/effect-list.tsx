// The live count of what approving will do, in words. In: counted effects. Out: a list that
// a screen reader hears when it changes; the short form adds the kinds of a side together.

import { useFormat } from '../format.ts';
import { effectVerbs, kindEffects, reportText as text, sideEffects } from '../text/report.ts';
import type { Effects } from './choices.ts';

export function EffectList({ effects: { effects, otherWay, notNow, never, answered, unanswered, invitations }, short = false }: { readonly effects: Effects; readonly short?: boolean }) {
  const format = useFormat();
  const verb = (section: string) => effectVerbs[section as keyof typeof effectVerbs];
  const parts: string[] = [];
  if (short) {
    for (const side of ['office', 'google'] as const) {
      const totals = new Map<string, number>();
      for (const one of effects) if (one.side === side) totals.set(one.section, (totals.get(one.section) ?? 0) + one.count);
      if (totals.size > 0) parts.push(sideEffects(side, [...totals].map(([section, count]) => `${format.number(count)} ${verb(section)}`)));
    }
    for (const section of ['link', 'unlink', 'other'] as const) {
      const count = effects.filter((one) => one.side === undefined && one.section === section).reduce((sum, one) => sum + one.count, 0);
      if (count > 0) parts.push(text.noSide(format.number(count), effectVerbs[section]));
    }
  } else {
    for (const side of ['office', 'google', undefined] as const) {
      for (const kind of ['contact', 'event', 'task', 'group'] as const) {
        const here = effects.filter((one) => one.side === side && one.kind === kind);
        if (here.length > 0) parts.push(kindEffects(kind, side, here.map((one) => `${format.number(one.count)} ${verb(one.section)}`)));
      }
    }
  }
  if (otherWay > 0) parts.push(text.otherWay(format.number(otherWay)));
  if (parts.length === 0) parts.push(text.willNothing);
  if (answered > 0) parts.push(text.answered(format.number(answered)));
  if (unanswered > 0) parts.push(text.unanswered(format.number(unanswered)));
  if (notNow > 0) parts.push(text.notNow(format.number(notNow)));
  if (never > 0) parts.push(text.never(format.number(never)));
  if (short && invitations > 0) parts.push(text.invited(format.number(invitations)));
  return (
    <div role="status" aria-label={text.will} style={{ minWidth: 0, flex: '1 1 260px' }}>
      <strong>{text.will}:</strong>
      <ul className={short ? 'effects' : 'effects long'}>
        {parts.map((part) => (
          <li key={part}>{part}</li>
        ))}
      </ul>
    </div>
  );
}
