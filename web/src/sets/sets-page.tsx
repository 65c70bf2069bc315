// All SETs. In: GET /api/sets. Out: a list with kind and number of members, and a dialog to
// make a new one. The members of a SET are on its own page.

import { Button, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useFormat } from '../format.ts';
import { Icon } from '../icons.tsx';
import { setsQuery } from '../office-api.ts';
import { Page } from '../shared/page.tsx';
import { EmptyNote, ErrorNote, RowsSkeleton, Tag } from '../shared/states.tsx';
import { setText as text } from '../text/office.ts';
import { SetDialog } from './set-dialog.tsx';

export function SetsPage() {
  const format = useFormat();
  const navigate = useNavigate();
  const { data: sets, error, refetch } = useQuery(setsQuery);
  const [adding, setAdding] = useState(false);
  return (
    <Page
      title={text.title}
      actions={
        <Button leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>
          {text.add}
        </Button>
      }
    >
      <Text c="dimmed" mb="md">
        {text.intro}
      </Text>
      {error !== null && sets === undefined ? <ErrorNote error={error} retry={() => void refetch()} /> : null}
      {sets === undefined && error === null ? <RowsSkeleton rows={4} /> : null}
      {sets?.length === 0 ? (
        <EmptyNote icon="sets" title={text.empty}>
          {text.emptyHelp}
        </EmptyNote>
      ) : null}
      {sets === undefined || sets.length === 0 ? null : (
        <div className="section table-wrap">
          <table className="plain-table" aria-label={text.title}>
            <thead>
              <tr>
                <th scope="col">{text.name}</th>
                <th scope="col">{text.kind}</th>
                <th scope="col" className="num">
                  {text.members}
                </th>
              </tr>
            </thead>
            <tbody>
              {sets.map((set) => (
                <tr key={set.id}>
                  <th scope="row">
                    <Link to="/sets/$setId" params={{ setId: set.id }} className="link">
                      {set.name}
                    </Link>
                  </th>
                  <td>
                    <Tag tone={set.kind === 'plain' ? 'quiet' : 'info'}>{text.kinds[set.kind]}</Tag>
                  </td>
                  <td className="num">{format.number(set.memberCount)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {adding ? <SetDialog set={undefined} onClose={() => setAdding(false)} onSaved={(saved) => void navigate({ to: '/sets/$setId', params: { setId: saved.id } })} /> : null}
    </Page>
  );
}
