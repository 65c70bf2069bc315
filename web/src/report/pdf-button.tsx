// The button "Run Synchronization PDF Report". In: a report. Out: the PDF in a window of
// its own; of a large report a menu of its parts, each of which opens once it is made.

import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { address } from '../api.ts';
import { Icon } from '../icons.tsx';
import { Menu } from '../shared/menu.tsx';
import { pdfProgressQuery } from '../sync-api.ts';
import type { Report } from '../sync-types.ts';
import { reportText as text } from '../text/report.ts';

/** Below it the PDF is made while its window opens; above, making begins when a person goes for the button: it takes a processor for a minute. */
const LONG_REPORT = 1_500;
const LOOK_AGAIN_MS = 1_500;

export function PdfButton({ report: { row, lines } }: { readonly report: Report }) {
  const href = address(`/reports/${row.id}/pdf`);
  const [wanted, setWanted] = useState(false);
  const want = () => setWanted(true);
  const { data } = useQuery({
    ...pdfProgressQuery(row.id),
    enabled: wanted && lines > LONG_REPORT,
    refetchInterval: ({ state }) => (state.data !== undefined && state.data.made < state.data.parts ? LOOK_AGAIN_MS : false),
  });
  const icon = <Icon name="report" />;
  if (data === undefined || data.parts === 1 || data.failed !== undefined) {
    return (
      <Button component="a" href={href} target="_blank" variant="default" leftSection={icon} onPointerEnter={want} onClick={want}>
        {text.pdf}
      </Button>
    );
  }
  return (
    <Menu
      label={data.made < data.parts ? text.pdfMaking(data.made, data.parts) : text.pdf}
      icon={icon}
      entries={Array.from({ length: data.parts }, (_, index) => ({
        key: String(index),
        label: text.pdfPart(index + 1, data.parts),
        href: `${href}?part=${index + 1}`,
        target: '_blank' as const,
        disabled: index >= data.made,
        reason: index < data.made ? undefined : text.pdfPartWaits,
      }))}
    />
  );
}
