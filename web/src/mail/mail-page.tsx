// Sent Mail of the demo. In: GET /api/mail. Out: the list and one mail, as text and as a
// mail program shows it. The HTML stands in a frame that may run nothing and reach nothing.

import { Grid, NavLink, SegmentedControl, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useFormat } from '../format.ts';
import { Page } from '../shared/page.tsx';
import { EmptyNote, ErrorNote, RowsSkeleton, Tag } from '../shared/states.tsx';
import { mailQuery } from '../sync-api.ts';
import type { Mail } from '../sync-types.ts';
import { mailText as text } from '../text/alerts.ts';

function MailView({ mail }: { readonly mail: Mail }) {
  const format = useFormat();
  const [as, setAs] = useState('html');
  const frame = text.frame(mail.subject);
  // Links open in a new window, and the frame itself carries a policy that loads nothing.
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${frame.replace(/[&<]/g, '')}</title><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"><base target="_blank"></head><body>${mail.html}</body></html>`;
  return (
    <Stack gap="sm">
      <Text component="h2" fw={650} size="lg">
        {mail.subject}
      </Text>
      <dl className="facts">
        <dt>{text.to}</dt>
        <dd>{mail.to}</dd>
        <dt>{text.at}</dt>
        <dd>
          {format.dateTime(mail.at)} <Tag tone={mail.state === 'failed' ? 'bad' : 'quiet'}>{text.states[mail.state]}</Tag>
        </dd>
      </dl>
      <SegmentedControl
        aria-label={text.title}
        value={as}
        onChange={setAs}
        data={[
          { value: 'html', label: text.asMail },
          { value: 'text', label: text.asText },
        ]}
      />
      {as === 'text' ? <pre className="pre section">{mail.text}</pre> : <iframe title={frame} sandbox="allow-popups allow-popups-to-escape-sandbox" srcDoc={html} className="mail-frame" />}
    </Stack>
  );
}

export function MailPage() {
  const format = useFormat();
  const { id } = useSearch({ from: '/signed-in/mail' });
  const { data: mails, error, refetch } = useQuery(mailQuery);
  const shown = mails?.find((mail) => mail.id === id) ?? mails?.[0];
  return (
    <Page title={text.title}>
      <Text c="dimmed" mb="md">
        {text.intro}
      </Text>
      {error !== null && mails === undefined ? <ErrorNote error={error} retry={() => void refetch()} /> : null}
      {mails === undefined && error === null ? <RowsSkeleton rows={4} height={56} /> : null}
      {mails?.length === 0 ? (
        <EmptyNote icon="mail" title={text.empty}>
          {text.emptyHelp}
        </EmptyNote>
      ) : null}
      {shown === undefined ? null : (
        <Grid gap="lg">
          <Grid.Col span={{ base: 12, sm: 4 }}>
            <nav aria-label={text.title}>
              {mails?.map((mail) => (
                <NavLink
                  key={mail.id}
                  label={mail.subject}
                  description={`${mail.to} · ${format.dateTime(mail.at)}`}
                  active={mail.id === shown.id}
                  className="nav-link"
                  renderRoot={(props: Record<string, unknown>) => <Link to="/mail" search={{ id: mail.id }} {...props} aria-current={mail.id === shown.id ? 'true' : undefined} />}
                />
              ))}
            </nav>
          </Grid.Col>
          <Grid.Col span={{ base: 12, sm: 8 }}>
            <MailView key={shown.id} mail={shown} />
          </Grid.Col>
        </Grid>
      )}
    </Page>
  );
}
