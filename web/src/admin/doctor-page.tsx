// What works, what does not, and what to do, for administrators. In: GET /api/doctor. Out:
// each check with its steps; trouble first. Nothing is changed here.

import { Button, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { DoctorCheck, DoctorReport } from '../../../src/http/contract/doctor.ts';
import { api } from '../api.ts';
import { useFormat } from '../format.ts';
import { Page } from '../shared/page.tsx';
import { ErrorNote, Note, RowsSkeleton } from '../shared/states.tsx';
import { doctorText as text } from '../text/account.ts';

const tones = { ok: 'good', warning: 'warning', problem: 'bad' } as const;
const order = { problem: 0, warning: 1, ok: 2 } as const;

function Check({ check }: { readonly check: DoctorCheck }) {
  return (
    <li>
      <Note tone={tones[check.result]} title={`${text.results[check.result]}: ${check.title}`}>
        <p>{check.found}</p>
        {check.steps.length === 0 ? null : (
          <ol aria-label={`${text.steps}: ${check.title}`} className="steps">
            {check.steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        )}
      </Note>
    </li>
  );
}

export function DoctorPage() {
  const format = useFormat();
  const { data, error, isFetching, refetch } = useQuery({ queryKey: ['doctor'], queryFn: () => api.get<DoctorReport>('/doctor'), staleTime: 30_000 });
  const checks = data?.checks.toSorted((left, right) => order[left.result] - order[right.result]);
  return (
    <Page
      title={text.title}
      actions={
        <Button variant="default" loading={isFetching} onClick={() => void refetch()}>
          {text.again}
        </Button>
      }
    >
      <Text c="dimmed" mb="md">
        {text.intro}
      </Text>
      {error !== null && data === undefined ? <ErrorNote error={error} retry={() => void refetch()} /> : null}
      {data === undefined && error === null ? <RowsSkeleton rows={6} height={64} /> : null}
      {data === undefined ? null : (
        <div role="status">
          <Text fw={600} mb="sm">
            {text.summary[data.result]} <Text component="span" c="dimmed" fw={400}>{format.dateTime(data.at)}</Text>
          </Text>
        </div>
      )}
      {checks === undefined ? null : (
        <Stack gap="sm" component="ul" style={{ listStyle: 'none', padding: 0, margin: 0 }}>
          {checks.map((check) => (
            <Check key={check.id} check={check} />
          ))}
        </Stack>
      )}
    </Page>
  );
}
