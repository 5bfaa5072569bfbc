import { Button, Modal, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { api, keys, news, onSessionEnd, useSession, type Session } from '../api';
import { t } from '../words';
import { FrontDoor, PasswordForm, SignInForm } from './SignIn';
import { ErrorState, LoadingState } from './StateView';

/**
 * Lets only signed-in people with a password of their own to the screens behind it. When the session ends under way it
 * asks for the password above the screen, which stays as it was; requests that were refused are then repeated.
 */
export function Gate(props: { children: ReactNode }) {
  const client = useQueryClient();
  const session = useSession();
  const me = session.data;
  const ready = !!me && !me.mustChangePassword;

  useEffect(() => {
    if (!ready) return;
    news.start();
    return () => news.stop();
  }, [ready]);

  if (session.isPending) return <LoadingState />;
  if (session.error && me === undefined)
    return <ErrorState error={session.error} retry={() => void session.refetch()} />;
  if (!me) {
    return (
      <FrontDoor title={t('app.signIn.title')} foot={t('app.signIn.first')}>
        <SignInForm onDone={(next) => client.setQueryData(keys.session, next)} />
      </FrontDoor>
    );
  }
  if (me.mustChangePassword) {
    return (
      <FrontDoor title={t('app.password.title')} text={t('app.password.why')}>
        <PasswordForm
          onDone={() => {
            void client.refetchQueries({ queryKey: keys.session });
          }}
        />
      </FrontDoor>
    );
  }
  return (
    <>
      {props.children}
      <SessionEnd me={me} />
    </>
  );
}

/** The sign-in above the screen when a session has ended. */
function SessionEnd(props: { me: Session }) {
  const [open, setOpen] = useState(false);
  const waiting = useRef<(() => void)[]>([]);

  useEffect(() => {
    onSessionEnd(
      () =>
        new Promise<void>((resolve) => {
          waiting.current.push(resolve);
          setOpen(true);
        }),
    );
    return () => onSessionEnd(undefined);
  }, []);

  const done = (next: Session) => {
    if (next.person.id !== props.me.person.id) {
      location.reload();
      return;
    }
    setOpen(false);
    waiting.current.splice(0).forEach((resume) => resume());
    news.stop();
    news.start();
  };

  return (
    <Modal
      opened={open}
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={t('app.signIn.expiredTitle')}
    >
      <Stack>
        <Text>{t('app.signIn.expired')}</Text>
        <SignInForm name={props.me.person.name} submit={t('app.signIn.again')} onDone={done} />
        <Button variant="subtle" color="gray" onClick={() => location.reload()}>
          {t('app.signIn.leave')}
        </Button>
      </Stack>
    </Modal>
  );
}

/** Ends the session and shows the sign-in. */
export async function signOut(): Promise<void> {
  news.stop();
  await api.delete('/session').catch(() => undefined);
  location.assign('/');
}
