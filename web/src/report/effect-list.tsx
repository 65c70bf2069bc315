// The live count of what approving will do, in words. In: counted effects. Out: a list that
// a screen reader hears when it changes.

import { useFormat } from '../format.ts';
import { effect, effectVerbs, reportText as text } from '../text/report.ts';
import type { Effects } from './choices.ts';

export function EffectList({ effects: { effects, notNow, never, answered, unanswered } }: { readonly effects: Effects }) {
  const format = useFormat();
  const parts = effects.map(({ section, side, kind, count }) => effect(count, format.number(count), effectVerbs[section as keyof typeof effectVerbs], kind, side));
  if (parts.length === 0) parts.push(text.willNothing);
  if (answered > 0) parts.push(text.answered(format.number(answered)));
  if (unanswered > 0) parts.push(text.unanswered(format.number(unanswered)));
  if (notNow > 0) parts.push(text.notNow(format.number(notNow)));
  if (never > 0) parts.push(text.never(format.number(never)));
  return (
    <div role="status" aria-label={text.will}>
      <strong>{text.will}:</strong>
      <ul className="effects">
        {parts.map((part) => (
          <li key={part}>{part}</li>
        ))}
      </ul>
    </div>
  );
}
