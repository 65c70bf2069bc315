// The Setup Detail as a form. In: the setup. Out: PUT /api/setup on Save. While Run
// Synchronization is selected on the server, only Run Synchronization can be changed.

import { Button, Checkbox, Text, TextInput } from '@mantine/core';
import { notifyManager, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import type { SetupOptions } from '../../../src/http/contract/setup.ts';
import type { SetupDetail } from '../../../src/http/contract/sync.ts';
import { asApiError, inWords, type ApiError } from '../api.ts';
import { Section } from '../shared/page.tsx';
import { ErrorNote, Note } from '../shared/states.tsx';
import { toast } from '../shared/toast.ts';
import { setupQuery, syncApi } from '../sync-api.ts';
import { commonText } from '../text/common.ts';
import { setupText as text } from '../text/setup.ts';
import { choiceText } from '../text/setup-choices.ts';
import { ActivityOptions, ContactOptions, ContactsToSynchronize } from './option-sections.tsx';
import { FormerSetup } from './former-setup.tsx';
import { GoogleConnection } from './google-connection.tsx';
import { keepDraft, readDraft } from './kept-draft.ts';
import { MoreChoices } from './more-choices.tsx';

function same(one: SetupOptions, other: SetupOptions): boolean {
  return one.runSynchronization === other.runSynchronization && one.contacts === other.contacts && one.setId === other.setId && one.activities === other.activities && one.recurring === other.recurring && one.calendarId === other.calendarId && (one.shownCalendars ?? []).join(' ') === (other.shownCalendars ?? []).join(' ');
}

export function OptionsForm({ setup }: { readonly setup: SetupDetail }) {
  const queries = useQueryClient();
  const standing = { email: setup.user.email, options: setup.options, locked: setup.locked };
  const [kept] = useState(() => readDraft(standing));
  const [draft, setDraft] = useState<SetupOptions>(kept?.options ?? setup.options);
  const [shown, setShown] = useState<SetupOptions>(setup.options);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const [setMissing, setSetMissing] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const submit = useRef<HTMLButtonElement>(null);
  const saved = useRef(false);
  const [policy, setPolicy] = useState(kept?.policy);
  /** The person asked to change a setup that runs. */
  const [changing, setChanging] = useState(kept?.changing ?? false);
  const locked = setup.locked && !changing;
  const dirty = !same(draft, shown) || policy !== undefined;

  // News from the server are taken over unless the person is in the middle of a change,
  // and always when the lock itself has changed: a draft made under the other lock is void.
  const lock = useRef(setup.locked);
  useEffect(() => {
    if (same(setup.options, shown) && lock.current === setup.locked) return;
    if (!dirty || lock.current !== setup.locked) setDraft(setup.options);
    setShown(setup.options);
    if (lock.current !== setup.locked) {
      setPolicy(undefined);
      setChanging(false);
    }
    lock.current = setup.locked;
  }, [setup, shown, dirty]);

  useEffect(() => keepDraft(standing, dirty ? { options: draft, policy, changing } : undefined));

  const change = (part: Partial<SetupOptions>) => {
    setDraft((now) => ({ ...now, ...part }));
    setError(undefined);
    if (part.setId !== undefined || part.contacts !== undefined) setSetMissing(false);
  };
  const reset = () => {
    setDraft(setup.options);
    setPolicy(undefined);
    setChanging(false);
    setError(undefined);
    setSetMissing(false);
  };
  const focusField = (field: string | undefined) => {
    if (field !== undefined) form.current?.querySelector<HTMLElement>(`[name="${CSS.escape(field)}"]`)?.focus();
  };

  const save = async (event: FormEvent) => {
    event.preventDefault();
    setError(undefined);
    if (draft.contacts === 'set' && draft.setId === undefined && !locked) {
      setSetMissing(true);
      return focusField('setId');
    }
    setBusy(true);
    try {
      const saved = await syncApi.saveSetup({ ...draft, ...(policy === undefined ? {} : { policy: { ...setup.policy.own, ...policy } }), ...(changing && draft.runSynchronization ? { change: true } : {}) });
      queries.setQueryData(setupQuery.queryKey, saved);
      // The answer reaches this form a moment later: until then its own values stand, not the former ones.
      notifyManager.schedule(() => {
        setDraft(saved.options);
        setShown(saved.options);
        setPolicy(undefined);
        setChanging(false);
      });
      void queries.invalidateQueries({ queryKey: ['reports'] });
      // What is going on now is said at the top of the page.
      if (saved.options.runSynchronization) document.getElementById('sync-state')?.scrollIntoView({ block: 'center' });
      toast(changing && saved.options.runSynchronization ? choiceText.changedToast : saved.options.runSynchronization ? text.savedOn : setup.options.runSynchronization ? text.savedOff : text.saved);
    } catch (trouble) {
      const said = asApiError(trouble);
      setError(said);
      focusField(said.field);
    } finally {
      setBusy(false);
    }
  };
  // While it saved the button could not hold the focus.
  useEffect(() => {
    if (!busy && saved.current && document.activeElement === document.body) submit.current?.focus({ preventScroll: true });
    saved.current = busy;
  }, [busy]);

  const at = (field: string) => (error !== undefined && error.field === field ? inWords(error) : undefined);
  const atField = error?.field === 'runSynchronization' || error?.field === 'setId';
  const parts = { draft, change, locked, setup };
  return (
    <form ref={form} onSubmit={(event) => void save(event)} noValidate>
      <Section title={text.synchronizationOptions} id="synchronization-options">
        <div className="two">
          <TextInput label={text.user} description={text.userHelp} value={setup.user.fullName} readOnly />
          <TextInput label={text.email} description={text.emailHelp} value={setup.user.email} readOnly />
        </div>
        <div style={{ margin: '18px 0' }}>
          <GoogleConnection setup={setup} />
        </div>
        <div className="option">
          <Checkbox name="runSynchronization" label={text.run} checked={draft.runSynchronization} onChange={(event) => change({ runSynchronization: event.currentTarget.checked })} error={at('runSynchronization')} size="md" fw={600} aria-describedby="run-help" />
          <div className="guidance plain" id="run-help">
            <p>{text.runHelp}</p>
            <p>{text.runNote}</p>
          </div>
        </div>
        {setup.locked ? (
          <div style={{ marginTop: 14 }}>
            <Note tone="quiet" actions={locked ? <Button variant="default" size="xs" onClick={() => setChanging(true)}>{choiceText.change}</Button> : undefined}>
              {locked ? text.locked : choiceText.changeHelp}
            </Note>
          </div>
        ) : null}
      </Section>
      <ContactOptions {...parts} />
      <ActivityOptions {...parts} />
      <ContactsToSynchronize {...parts} setError={setMissing ? text.setMissing : at('setId')} />
      <MoreChoices effective={setup.policy.effective} rules={setup.policy.rules} own={setup.policy.own} fields={setup.policy.fields} draft={policy ?? setup.policy.own} change={(part) => setPolicy((now) => ({ ...(now ?? setup.policy.own), ...part }))} locked={locked} invitations={setup.possibleInvitations} />
      {setup.former === undefined ? null : <FormerSetup settings={setup.former.settings} />}
      <div className="form-bar">
        <div className="grow">
          {error !== undefined && !atField ? <ErrorNote error={error} /> : dirty ? <Text size="sm">{text.unsaved}</Text> : null}
        </div>
        <Button variant="default" onClick={reset} disabled={!dirty || busy}>
          {commonText.cancel}
        </Button>
        <Button ref={submit} type="submit" loading={busy}>
          {commonText.save}
        </Button>
      </div>
    </form>
  );
}
