import { Alert, Button, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { api, Problem, type Session } from '../api';
import { t } from '../words';
import { useTitle } from './Page';
import { problemText } from './StateView';

function messageOf(error: unknown): string {
  if (error instanceof Problem && error.status === 401) return error.detail || t('app.signIn.wrong');
  const { title, detail } = problemText(error);
  return detail || title;
}

/** Asks for name and password; used as a screen and, when a session ends under way, above the screen. */
export function SignInForm(props: { name?: string; submit?: string; onDone: (session: Session) => void }) {
  const [name, setName] = useState(props.name ?? '');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      await api.post('/session', { name: name.trim(), password });
      // Asked for again, not taken from the answer: this also brings the CSRF token of the new session.
      props.onDone(await api.get<Session>('/session'));
    } catch (error) {
      setProblem(messageOf(error));
      setBusy(false);
    }
  };

  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="md">
        <TextInput
          label={t('app.signIn.name')}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          withAsterisk={false}
          readOnly={props.name !== undefined}
          autoFocus={props.name === undefined}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('app.signIn.password')}
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          autoFocus={props.name !== undefined}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {problem && (
          <Alert color="red" variant="light" role="alert">
            {problem}
          </Alert>
        )}
        <Button type="submit" loading={busy} fullWidth>
          {props.submit ?? t('app.signIn.submit')}
        </Button>
      </Stack>
    </form>
  );
}

const MIN_PASSWORD = 10;

/** Chooses a new password; the first sign-in cannot go on without. */
export function PasswordForm(props: { onDone: () => void; onCancel?: () => void }) {
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const [problem, setProblem] = useState<{ field?: string; text: string }>();
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (next.length < MIN_PASSWORD) {
      setProblem({ field: 'next', text: t('app.password.short', { n: MIN_PASSWORD }) });
    } else if (next !== again) {
      setProblem({ field: 'again', text: t('app.password.differs') });
    } else if (next === current) {
      setProblem({ field: 'next', text: t('app.password.same') });
    } else {
      setBusy(true);
      setProblem(undefined);
      try {
        await api.post('/session/password', { current, next });
        props.onDone();
      } catch (error) {
        const field = error instanceof Problem ? error.field : undefined;
        setProblem({ text: messageOf(error), ...(field && { field }) });
        setBusy(false);
      }
    }
  };
  const errorOf = (field: string) => (problem?.field === field ? problem.text : undefined);
  const elsewhere = problem && !['current', 'next', 'again'].includes(problem.field ?? '');

  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="md">
        <PasswordInput
          label={t('app.password.current')}
          autoComplete="current-password"
          required
          withAsterisk={false}
          autoFocus
          value={current}
          error={errorOf('current')}
          onChange={(event) => setCurrent(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('app.password.next')}
          description={t('app.password.rule', { n: MIN_PASSWORD })}
          autoComplete="new-password"
          required
          withAsterisk={false}
          value={next}
          error={errorOf('next')}
          onChange={(event) => setNext(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('app.password.again')}
          autoComplete="new-password"
          required
          withAsterisk={false}
          value={again}
          error={errorOf('again')}
          onChange={(event) => setAgain(event.currentTarget.value)}
        />
        {elsewhere && (
          <Alert color="red" variant="light" role="alert">
            {problem.text}
          </Alert>
        )}
        <Button type="submit" loading={busy} fullWidth>
          {t('app.password.submit')}
        </Button>
        {props.onCancel && (
          <Button variant="subtle" color="gray" onClick={props.onCancel} fullWidth>
            {t('app.password.cancel')}
          </Button>
        )}
      </Stack>
    </form>
  );
}

/** The quiet frame of the screens before the city: a name, a card. */
export function FrontDoor(props: { title: string; text?: string; foot?: string; children: React.ReactNode }) {
  useTitle(props.title);
  return (
    <main className="v-frontdoor">
      <div className="v-frontdoor-brand">
        <Eye size={38} />
        <span>{t('app.name')}</span>
      </div>
      <Paper className="v-card" p="xl" w="100%" maw={380}>
        <Title order={1} mb={props.text ? 4 : 'md'}>
          {props.title}
        </Title>
        {props.text && (
          <Text c="dimmed" mb="md">
            {props.text}
          </Text>
        )}
        {props.children}
      </Paper>
      {props.foot && (
        <Text c="dimmed" size="sm" maw={380} ta="center">
          {props.foot}
        </Text>
      )}
    </main>
  );
}

/** The sign of the house. */
export function Eye(props: { size: number }) {
  return (
    <svg width={props.size} height={props.size} viewBox="0 0 32 32" aria-hidden="true">
      <path
        d="M3 16c4-6.500 8.500-9.500 13-9.500S25 9.500 29 16c-4 6.500-8.500 9.500-13 9.500S7 22.500 3 16z"
        fill="none"
        stroke="currentColor"
        strokeWidth="2.200"
      />
      <circle cx="16" cy="16" r="4.600" fill="#5b9bd5" />
    </svg>
  );
}
