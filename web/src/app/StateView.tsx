import { Button, Loader } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';
import { Problem } from '../api';
import { t } from '../words';

/** What happened, for people, from anything that was thrown. */
export function problemText(error: unknown): { title: string; detail: string } {
  if (error instanceof Problem) {
    if (error.status === 0) return { title: t('app.state.errorTitle'), detail: t('app.state.offline') };
    if (error.status === 403) return { title: t('app.state.forbiddenTitle'), detail: error.detail };
    if (error.status === 404)
      return { title: t('app.state.notFoundTitle'), detail: error.detail || t('app.state.notFound') };
    return { title: error.title || t('app.state.errorTitle'), detail: error.detail };
  }
  return { title: t('app.state.errorTitle'), detail: error instanceof Error ? error.message : '' };
}

interface Asked<T> {
  data: T | undefined;
  error: unknown;
  isPending: boolean;
  refetch: () => unknown;
}

/**
 * Shows what was asked for, or that it is loading, or that it went wrong (what happened, that nothing is lost, what to
 * do), or, where `empty` says so, a screen that teaches the next step. Old data stays on screen when a reload fails.
 */
export function StateView<T>(props: {
  of: Asked<T>;
  /** Shown when the data is an empty list, or when `isEmpty` says so. */
  empty?: ReactNode;
  isEmpty?: (data: T) => boolean;
  children: (data: T) => ReactNode;
}) {
  const { of, empty, isEmpty, children } = props;
  if (of.data !== undefined) {
    const nothing = isEmpty ? isEmpty(of.data) : Array.isArray(of.data) && of.data.length === 0;
    return <>{nothing && empty ? empty : children(of.data)}</>;
  }
  if (of.error) return <ErrorState error={of.error} retry={() => void of.refetch()} />;
  return <LoadingState />;
}

/** Appears only when it takes longer than a blink, so that quick loads do not flicker. */
export function LoadingState() {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), 250);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="v-stateview" role="status" aria-busy="true">
      {slow && <Loader size="sm" color="gray" />}
      <span className={slow ? undefined : 'v-visually-hidden'}>{t('app.state.loading')}</span>
    </div>
  );
}

export function ErrorState(props: { error: unknown; retry?: () => void }) {
  const { title, detail } = problemText(props.error);
  const { error, retry } = props;
  const unreachable = error instanceof Problem && (error.status === 0 || error.status >= 502);
  useEffect(() => {
    if (!unreachable || !retry) return;
    const timer = setInterval(retry, 3000);
    return () => clearInterval(timer);
  }, [unreachable, retry]);
  return (
    <div className="v-stateview" role="alert">
      <h2>{title}</h2>
      {detail && <p>{detail}</p>}
      <p>{t('app.state.errorLost')}</p>
      {retry && (
        <Button variant="default" onClick={retry}>
          {t('app.state.retry')}
        </Button>
      )}
    </div>
  );
}

/** An empty screen: says what would be here and offers the next step. */
export function EmptyState(props: { title: string; children?: ReactNode; action?: ReactNode; icon?: ReactNode }) {
  return (
    <div className="v-stateview">
      {props.icon}
      <h2>{props.title}</h2>
      {props.children && <p>{props.children}</p>}
      {props.action}
    </div>
  );
}
