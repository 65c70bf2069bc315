// The first password of who was invited by mail. In: the secret behind the # of the address.
// Out: a password, and a session. The secret is sent in the body only, and leaves the
// address as soon as it is read.

import { Button, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useRouter } from '@tanstack/react-router';
import { useEffect, useState, type FormEvent } from 'react';
import type { z } from 'zod';
import type { invitationAnswer } from '../../../src/http/contract/people.ts';
import { api, asApiError, inWords } from '../api.ts';
import { signIn } from '../session.ts';
import { usePageTitle } from '../shared/page.tsx';
import { ErrorNote, RowsSkeleton } from '../shared/states.tsx';
import { commonText } from '../text/common.ts';
import { welcomeText as text } from '../text/users.ts';

export function WelcomePage() {
  usePageTitle(text.title);
  const [secret] = useState(() => window.location.hash.slice(1));
  const queries = useQueryClient();
  const router = useRouter();
  const navigate = useNavigate();
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<{ password?: string; again?: string }>({});
  const [error, setError] = useState<unknown>();
  useEffect(() => window.history.replaceState(window.history.state, '', window.location.pathname), []);
  const invitation = useQuery({ queryKey: ['invitation'], queryFn: () => api.post<z.infer<typeof invitationAnswer>>('/invitation', { secret }), retry: false, staleTime: Infinity });

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const now = password.length < 10 ? { password: text.tooShort } : password === again ? {} : { again: text.different };
    setWrong(now);
    setError(undefined);
    if (Object.keys(now).length > 0 || invitation.data === undefined) return;
    setBusy(true);
    try {
      await api.put('/invitation', { secret, password });
      await signIn(queries, invitation.data.email, password);
      await router.invalidate();
      await navigate({ to: '/setup/google', replace: true });
    } catch (trouble) {
      const said = asApiError(trouble);
      if (said.field === 'password') setWrong({ password: inWords(said) });
      else setError(said);
    } finally {
      setBusy(false);
    }
  };
  return (
    <main className="sign-in">
      <Paper withBorder shadow="sm" p="xl" radius="lg" className="sign-in-card">
        <form onSubmit={(event) => void submit(event)} noValidate>
          <Stack gap="md">
            <div className="brand">
              <img src="/icon.svg" alt="" width={32} height={32} />
              <span>{commonText.product}</span>
            </div>
            <Title order={1}>{text.title}</Title>
            {invitation.error === null ? null : (
              <>
                <ErrorNote error={invitation.error} />
                <Link to="/sign-in" className="link">
                  {text.toSignIn}
                </Link>
              </>
            )}
            {invitation.isPending ? <RowsSkeleton rows={3} /> : null}
            {invitation.data === undefined ? null : (
              <>
                <Text c="dimmed">{text.hello(invitation.data.fullName, invitation.data.email)}</Text>
                <PasswordInput label={text.password} autoComplete="new-password" value={password} error={wrong.password} onChange={(event) => setPassword(event.currentTarget.value)} />
                <PasswordInput label={text.again} autoComplete="new-password" value={again} error={wrong.again} onChange={(event) => setAgain(event.currentTarget.value)} />
                {error === undefined ? null : <ErrorNote error={error} />}
                <Button type="submit" loading={busy} fullWidth>
                  {text.button}
                </Button>
              </>
            )}
          </Stack>
        </form>
      </Paper>
    </main>
  );
}
