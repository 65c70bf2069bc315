// The way out when a page breaks or does not exist. In: the error. Out: plain words, a
// button that loads again and a link to a page that works.

import { Anchor, Button, Container, Group } from '@mantine/core';
import { Link, useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { ApiError, asApiError } from '../api.ts';
import { commonText } from '../text/common.ts';
import { Note } from './states.tsx';
import { usePageTitle } from './page.tsx';

export function TroublePage({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const trouble = asApiError(error);
  usePageTitle(commonText.somethingBroke);
  const again = () => {
    // A script that is gone after an update of the product needs the whole page again.
    if (!(error instanceof ApiError)) window.location.reload();
    reset();
    void router.invalidate();
  };
  return (
    <Container size="sm" py="xl" component="main">
      <h1 className="page-title">{commonText.somethingBroke}</h1>
      <Note tone="bad" live="assertive" title={trouble.message}>
        {trouble.remedy}
      </Note>
      <Group mt="md">
        <Button onClick={again}>{commonText.reload}</Button>
        <Anchor href="/setup/google">{commonText.toStart}</Anchor>
      </Group>
    </Container>
  );
}

export function NotFoundPage() {
  usePageTitle(commonText.pageNotFound);
  return (
    <Container size="sm" py="xl" component="main">
      <h1 className="page-title">{commonText.pageNotFound}</h1>
      <p>{commonText.pageNotFoundRemedy}</p>
      <Link to="/setup/google" className="link">
        {commonText.toStart}
      </Link>
    </Container>
  );
}
