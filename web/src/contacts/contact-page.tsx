// One contact, to add or to edit. In: the id in the address, or "new". Out: the saved
// contact, or a message at the field. Changed by someone else meanwhile: nothing is lost,
// the person is told and can load the new state.

import { Button, Group, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useBlocker, useNavigate, useParams } from '@tanstack/react-router';
import { useRef, useState, type FormEvent } from 'react';
import { asApiError, fieldOf, inWords, type ApiError } from '../api.ts';
import { HistoryButton } from '../history/history-button.tsx';
import { Icon } from '../icons.tsx';
import { choicesQuery, contactQuery, officeApi, refreshOffice, type Contact } from '../office-api.ts';
import { useAfterDeletion } from '../shared/after-deletion.ts';
import { Confirm } from '../shared/confirm.tsx';
import { Page } from '../shared/page.tsx';
import { ErrorNote, RowsSkeleton } from '../shared/states.tsx';
import { toast } from '../shared/toast.ts';
import { commonText } from '../text/common.ts';
import { contactText as text } from '../text/office.ts';
import { ContactFields } from './contact-fields.tsx';
import { toDraft, toInput } from './draft.ts';

export function ContactPage() {
  const { contactId } = useParams({ from: '/signed-in/contacts/$contactId' });
  const isNew = contactId === 'new';
  const { data: contact, error, refetch } = useQuery({ ...contactQuery(contactId), enabled: !isNew, refetchOnWindowFocus: false });
  if (isNew) return <ContactForm key="new" contact={undefined} reload={() => undefined} />;
  if (contact === undefined) return <Page title={text.title}>{error === null ? <RowsSkeleton rows={8} height={52} /> : <ErrorNote error={error} retry={() => void refetch()} />}</Page>;
  return <ContactForm key={`${contact.id} ${contact.version}`} contact={contact} reload={() => void refetch()} />;
}

function ContactForm({ contact, reload }: { readonly contact: Contact | undefined; readonly reload: () => void }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const choices = useQuery(choicesQuery);
  const [draft, setDraft] = useState(() => toDraft(contact));
  const first = useRef(draft);
  // Set where leaving is meant: after saving and deleting, nothing is lost.
  const leaving = useRef(false);
  const changed = () => !leaving.current && JSON.stringify(toInput(draft)) !== JSON.stringify(toInput(first.current));
  const blocker = useBlocker({ shouldBlockFn: changed, enableBeforeUnload: changed, withResolver: true });
  const ended = blocker.status === 'blocked' && blocker.next.pathname === '/sign-in';
  const [error, setError] = useState<ApiError>();
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const afterDeletion = useAfterDeletion({ kind: 'contact' });
  const form = useRef<HTMLFormElement>(null);
  const field = fieldOf(error, 'contact');
  const errorAt = (path: string) => (error !== undefined && field === path ? inWords(error) : undefined);

  const save = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      const input = toInput(draft);
      const saved = contact === undefined ? await officeApi.addContact(input) : await officeApi.saveContact(contact.id, contact.version, input);
      leaving.current = true;
      queries.setQueryData(contactQuery(saved.id).queryKey, saved);
      refreshOffice(queries, 'contacts', 'sets');
      toast(contact === undefined ? text.added : text.saved);
      if (contact === undefined) await navigate({ to: '/contacts/$contactId', params: { contactId: saved.id }, replace: true });
    } catch (trouble) {
      setError(asApiError(trouble));
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
    } finally {
      setBusy(false);
    }
  };
  const remove = async () => {
    if (contact === undefined) return;
    await officeApi.deleteContact(contact.id, contact.version);
    leaving.current = true;
    refreshOffice(queries, 'contacts', 'sets');
    toast(text.deleted);
    await navigate({ to: '/contacts' });
  };

  return (
    <Page
      title={contact?.name ?? text.newTitle}
      actions={
        <>
          <Button component={Link} to="/contacts" variant="subtle">
            {text.back}
          </Button>
          {contact === undefined ? null : <HistoryButton record={{ kind: 'contact', side: 'office', id: contact.id }} name={contact.name} />}
          {contact === undefined ? null : (
            <Button variant="default" leftSection={<Icon name="trash" />} onClick={() => setAsking(true)}>
              {commonText.delete}
            </Button>
          )}
        </>
      }
    >
      <form ref={form} onSubmit={(event) => void save(event)} noValidate>
        <ContactFields draft={draft} onChange={setDraft} choices={choices.data} contact={contact} errorAt={errorAt} />
        <Stack className="form-bar" style={{ flexDirection: 'row' }}>
          <div className="grow">
            {error === undefined ? null : (
              <ErrorNote
                error={error}
                actions={
                  error.status === 409 ? (
                    <Button size="xs" variant="default" onClick={reload}>
                      {text.reload}
                    </Button>
                  ) : null
                }
              />
            )}
          </div>
          <Group gap="sm">
            <Button variant="default" component={Link} to="/contacts">
              {commonText.cancel}
            </Button>
            <Button type="submit" loading={busy}>
              {commonText.save}
            </Button>
          </Group>
        </Stack>
      </form>
      <Confirm opened={asking} onClose={() => setAsking(false)} title={text.deleteTitle(contact?.name ?? '')} confirmLabel={commonText.delete} danger onConfirm={remove}>
        {`${text.deleteBody} ${afterDeletion}`}
      </Confirm>
      <Confirm
        opened={blocker.status === 'blocked'}
        onClose={() => blocker.reset?.()}
        title={ended ? text.endedTitle : text.leaveTitle}
        confirmLabel={text.leave}
        danger
        onConfirm={async () => {
          leaving.current = true;
          blocker.proceed?.();
        }}
      >
        {ended ? (
          <Text>
            {text.endedBody}{' '}
            <a className="link" href="/sign-in" target="_blank" rel="noreferrer">
              {text.endedLink}
            </a>
          </Text>
        ) : (
          text.leaveBody
        )}
      </Confirm>
    </Page>
  );
}
