// The bar that is always in sight while a report waits: what approving will do, and the
// Options. In: the counted effects and the row. Out: the decision. On a phone it is one line
// of figures; what they are made of is shown on a tap.

import { useState } from 'react';
import { useFormat } from '../format.ts';
import { Icon } from '../icons.tsx';
import { useNarrow } from '../shared/narrow.ts';
import type { ReportRow } from '../sync-types.ts';
import { reportText as text } from '../text/report.ts';
import { countBySide, type Effects } from './choices.ts';
import { EffectList } from './effect-list.tsx';
import { OptionsMenu } from './options-menu.tsx';

export function DecideBar({ effects, row, onApproved }: { readonly effects: Effects; readonly row: ReportRow; readonly onApproved: () => void }) {
  const narrow = useNarrow();
  const [open, setOpen] = useState(false);
  return (
    <div className="decide-bar">
      {narrow ? <Figures effects={effects} open={open} onToggle={() => setOpen((now) => !now)} /> : <EffectList effects={effects} short />}
      <OptionsMenu row={row} onApproved={onApproved} compact={narrow} />
      {narrow && open ? <EffectList effects={effects} short /> : null}
    </div>
  );
}

function Figures({ effects, open, onToggle }: { readonly effects: Effects; readonly open: boolean; readonly onToggle: () => void }) {
  const format = useFormat();
  const { office, google } = countBySide(effects.effects);
  const parts = [text.barChanges(format.number(office), format.number(google), office + google)];
  if (effects.unanswered > 0) parts.push(text.barQuestions(format.number(effects.unanswered)));
  return (
    <button type="button" className="bar-figures" aria-expanded={open} onClick={onToggle}>
      <span className={open ? 'turn open' : 'turn'}>
        <Icon name="chevron" size={16} />
      </span>
      <span>{parts.join(' · ')}</span>
      <span className="visually-hidden">. {text.barLabel(format.number(office), format.number(google))}. {text.barMore}</span>
    </button>
  );
}
