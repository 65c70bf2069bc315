// The sign-in page. In: e-mail and password. Out: a session, and the page that was asked
// for. A refusal is said in the server's words and keeps what was typed, but no password.

import { Button, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import { useRef, useState, type FormEvent } from 'react';
import { asApiError, inWords, type ApiError } from '../api.ts';
import { signIn } from '../session.ts';
import { usePageTitle } from '../shared/page.tsx';
import { ErrorNote, Note } from '../shared/states.tsx';
import { commonText, signInText as text } from '../text/common.ts';

/** Only an address of this app may be led back to. */
function ownAddress(to: string | undefined): string {
  return to !== undefined && /^\/(?![/\\])/.test(to) && !to.startsWith('/sign-in') ? to : '/setup/google';
}

export function SignInPage() {
  usePageTitle(text.title);
  const { to, ended } = useSearch({ from: '/sign-in' });
  const queries = useQueryClient();
  const router = useRouter();
  const navigate = useNavigate();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [missing, setMissing] = useState<{ email?: string; password?: string }>({});
  const [error, setError] = useState<ApiError>();
  const emailInput = useRef<HTMLInputElement>(null);
  const passwordInput = useRef<HTMLInputElement>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const now = { ...(email.trim() === '' ? { email: text.emailMissing } : {}), ...(password === '' ? { password: text.passwordMissing } : {}) };
    setMissing(now);
    setError(undefined);
    if (now.email !== undefined) return emailInput.current?.focus();
    if (now.password !== undefined) return passwordInput.current?.focus();
    setBusy(true);
    try {
      await signIn(queries, email.trim(), password);
      await router.invalidate();
      await navigate({ href: ownAddress(to), replace: true });
    } catch (trouble) {
      const said = asApiError(trouble);
      setError(said);
      setPassword('');
      (said.field === 'email' ? emailInput : passwordInput).current?.focus();
    } finally {
      setBusy(false);
    }
  };

  const at = (field: string) => (error !== undefined && error.field === field ? inWords(error) : undefined);
  return (
    <main className="sign-in">
      <Paper withBorder shadow="sm" p="xl" radius="lg" className="sign-in-card">
        <form onSubmit={(event) => void submit(event)} noValidate>
          <Stack gap="md">
            <div className="brand">
              <img src="/icon.svg" alt="" width={32} height={32} />
              <span>{commonText.product}</span>
            </div>
            <div>
              <Title order={1}>{text.title}</Title>
              <Text c="dimmed" size="sm">
                {text.intro}
              </Text>
            </div>
            {ended === true && error === undefined ? (
              <Note tone="info" live="polite">
                {commonText.sessionEnded}
              </Note>
            ) : null}
            {error === undefined || error.field === 'email' || error.field === 'password' ? null : <ErrorNote error={error} />}
            <TextInput ref={emailInput} label={text.email} type="email" autoComplete="username" autoFocus value={email} onChange={(event) => setEmail(event.currentTarget.value)} error={missing.email ?? at('email')} />
            <PasswordInput
              ref={passwordInput}
              label={text.password}
              autoComplete="current-password"
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
              error={missing.password ?? at('password')}
              visibilityToggleButtonProps={{ 'aria-label': text.show, tabIndex: 0 }}
            />
            <Button type="submit" loading={busy} fullWidth size="md">
              {text.button}
            </Button>
          </Stack>
        </form>
      </Paper>
    </main>
  );
}
