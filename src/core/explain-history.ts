// A write in words, as the history of one record shows it. In: what the journal kept of it.
// Out: a sentence without the record's name, for it stands above. Nothing is said to have
// happened that did not: what was not applied "was to be" done.

import type { Change } from './diff.ts';
import { listChanged } from './explain.ts';
import { inSide } from './explain-words.ts';
import type { Kind } from './item.ts';
import type { Side } from './side.ts';

export interface Happened {
  readonly op: 'create' | 'update' | 'delete' | 'link' | 'unlink';
  readonly kind: Kind;
  readonly side?: Side;
  readonly changes: readonly Change[];
  readonly applied: boolean;
  readonly isUndo: boolean;
}

/** "Changed on Google (phones, notes)", "Undo: deleted in SmartOffice", "Was to be created on Google" */
export function explainHappened(happened: Happened): string {
  const said = saidOf(happened);
  const text = happened.applied ? said : `was to be ${said}`;
  return happened.isUndo ? `Undo: ${text}` : text.charAt(0).toUpperCase() + text.slice(1);
}

function saidOf({ op, kind, side, changes }: Happened): string {
  const where = side === undefined ? '' : ` ${inSide[side]}`;
  switch (op) {
    case 'create':
      return `created${where}`;
    case 'delete':
      return `deleted${where}`;
    case 'link':
      return 'linked with the same record on the other side';
    case 'unlink':
      return 'taken out of the synchronization; nothing was deleted';
    case 'update': {
      const rest = changes.filter(({ field }) => field !== 'member');
      const membership = changes.find(({ field }) => field === 'member');
      const place = side === 'office' ? 'the SET' : 'the Google group';
      const moved = membership === undefined ? '' : membership.to === true ? `put into ${place}` : `taken out of ${place}`;
      const changed = rest.length === 0 && moved !== '' ? '' : `changed${where}${rest.length === 0 ? '' : ` (${listChanged(kind, rest).join(', ')})`}`;
      return [changed, moved].filter((part) => part !== '').join(' and ');
    }
    default:
      return op satisfies never;
  }
}
