import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useMe } from '../../api';
import { EmptyState, Page } from '../../app';
import { t } from '../../words';
import './people.css';

/** People, machines, agencies and places stand side by side; each is one page. */
function Tabs() {
  return (
    <nav className="v-people-tabs" aria-label={t('people.tabs.label')}>
      <Link to="/people" activeOptions={{ exact: true }}>
        {t('people.title')}
      </Link>
      <Link to="/people/machines">{t('people.machines.title')}</Link>
      <Link to="/people/agencies">{t('people.agencies.title')}</Link>
      <Link to="/people/places">{t('people.places.title')}</Link>
    </nav>
  );
}

/** A page for those with the right; others are told which right is missing and who can give it. */
export function AdminPage(props: { title: string; right: string; actions?: ReactNode; children: ReactNode }) {
  const may = useMe().rights.includes(props.right);
  if (!may) {
    return (
      <Page title={props.title}>
        <EmptyState title={t('people.forbidden.title')}>{t('people.forbidden.why')}</EmptyState>
      </Page>
    );
  }
  return (
    <Page title={props.title} beside={<Tabs />} actions={props.actions}>
      {props.children}
    </Page>
  );
}
