import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { t } from '../words';
import { useTitle } from './Page';
import { EmptyState } from './StateView';

/** An address that leads nowhere. */
export function NotFound() {
  useTitle(t('app.state.notFoundTitle'));
  return (
    <EmptyState
      title={t('app.state.notFoundTitle')}
      action={
        <Button variant="default" renderRoot={(root) => <Link to="/" {...root} />}>
          {t('app.state.home')}
        </Button>
      }
    >
      {t('app.state.notFound')}
    </EmptyState>
  );
}

/** A screen that stopped because of our own fault. */
export function ScreenCrash(props: { error: unknown }) {
  return (
    <EmptyState
      title={t('app.state.errorTitle')}
      action={
        <Button variant="default" onClick={() => location.reload()}>
          {t('app.state.reload')}
        </Button>
      }
    >
      {t('app.state.crashed')}{' '}
      <span className="v-quiet">({props.error instanceof Error ? props.error.message : String(props.error)})</span>
    </EmptyState>
  );
}
