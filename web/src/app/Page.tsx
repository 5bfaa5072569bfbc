import { Title } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import { t } from '../words';

/** The title of the browser tab, for screens that do not stand in a {@link Page}. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`;
  }, [title]);
}

/** A screen: its title (also of the browser tab), what can be done on it, and its content. */
export function Page(props: {
  title: string;
  /** Beside the title: a state, a count. */
  beside?: ReactNode;
  actions?: ReactNode;
  /** Content reaches the edges and does its own scrolling. */
  flush?: boolean;
  /** Content to read with nothing in it that takes the focus: takes it itself, so that keys scroll it. */
  reading?: boolean;
  children: ReactNode;
}) {
  const { title } = props;
  useTitle(title);
  return (
    <div className="v-page">
      <header className="v-page-head">
        <Title order={1}>{title}</Title>
        {props.beside}
        {props.actions && <div className="v-page-actions">{props.actions}</div>}
      </header>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="v-page-body" data-flush={props.flush || undefined} tabIndex={props.reading ? 0 : undefined}>
        {props.children}
      </div>
    </div>
  );
}
