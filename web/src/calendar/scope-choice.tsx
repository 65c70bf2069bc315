// How much of a series is meant: one, this and following, all. In: the choice. Out: another
// choice. Asked by every edit, drag and deletion of a recurring activity, in the same words.

import { Radio, Stack } from '@mantine/core';
import { activityText as text } from '../text/calendar.ts';
import type { Scope } from './move-entry.ts';

const scopes: readonly Scope[] = ['one', 'following', 'all'];

export function ScopeChoice({ label, scope, onChange }: { readonly label: string; readonly scope: Scope; readonly onChange: (scope: Scope) => void }) {
  return (
    <Radio.Group label={label} value={scope} onChange={(value) => onChange(value as Scope)}>
      <Stack gap={8} mt={6}>
        {scopes.map((one) => (
          <Radio key={one} value={one} label={text.scopes[one]} />
        ))}
      </Stack>
    </Radio.Group>
  );
}
