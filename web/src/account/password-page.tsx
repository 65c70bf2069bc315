// Change one's password. In: the present one, the new one twice. Out: other sessions ended,
// this one kept. Errors stand at their field; nothing that was typed is kept afterwards.

import { Button, PasswordInput, Stack, Text } from '@mantine/core';
import { useRef, useState, type FormEvent } from 'react';
import { api, asApiError, inWords, type ApiError } from '../api.ts';
import { Page } from '../shared/page.tsx';
import { ErrorNote, Note } from '../shared/states.tsx';
import { passwordText as text } from '../text/account.ts';

type Field = 'current' | 'password' | 'again';
const shortest = 10;

export function PasswordPage() {
  const [values, setValues] = useState<Readonly<Record<Field, string>>>({ current: '', password: '', again: '' });
  const [missing, setMissing] = useState<Partial<Record<Field, string>>>({});
  const [error, setError] = useState<ApiError>();
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState(false);
  const inputs = { current: useRef<HTMLInputElement>(null), password: useRef<HTMLInputElement>(null), again: useRef<HTMLInputElement>(null) };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setDone(false);
    setError(undefined);
    const now: Partial<Record<Field, string>> = {
      ...(values.current === '' ? { current: text.currentMissing } : {}),
      ...(values.password.length < shortest ? { password: text.tooShort } : {}),
      ...(values.password === values.again ? {} : { again: text.different }),
    };
    setMissing(now);
    const first = (['current', 'password', 'again'] as const).find((field) => now[field] !== undefined);
    if (first !== undefined) return inputs[first].current?.focus();
    setBusy(true);
    try {
      await api.put<undefined>('/session/password', { current: values.current, password: values.password });
      setValues({ current: '', password: '', again: '' });
      setDone(true);
    } catch (trouble) {
      const said = asApiError(trouble);
      setError(said);
      inputs[said.field === 'password' ? 'password' : 'current'].current?.focus();
    } finally {
      setBusy(false);
    }
  };

  const at = (field: Field): string | undefined => missing[field] ?? (error?.field === field ? inWords(error) : undefined);
  const input = (field: Field, label: string, autoComplete: string) => (
    <PasswordInput
      ref={inputs[field]}
      label={label}
      autoComplete={autoComplete}
      value={values[field]}
      onChange={(event) => setValues({ ...values, [field]: event.currentTarget.value })}
      error={at(field)}
      visibilityToggleButtonProps={{ 'aria-label': `${text.show}: ${label}`, tabIndex: 0 }}
    />
  );
  return (
    <Page title={text.title}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack gap="md" maw={440}>
          <Text c="dimmed">{text.intro}</Text>
          {done ? (
            <Note tone="good" live="polite">
              {text.done}
            </Note>
          ) : null}
          {error === undefined || error.field === 'current' || error.field === 'password' ? null : <ErrorNote error={error} />}
          {input('current', text.current, 'current-password')}
          {input('password', text.next, 'new-password')}
          {input('again', text.again, 'new-password')}
          <Button type="submit" loading={busy}>
            {text.button}
          </Button>
        </Stack>
      </form>
    </Page>
  );
}
