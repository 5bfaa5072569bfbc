import { Button, Loader } from '@mantine/core';
import { IconArrowUp, IconBellCheck, IconUsers } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { Alert, AlertState, Severity } from '../../api';
import { Age, EmptyState, ErrorState, KeyCap, LoadingState, SeverityMark, severityOrder } from '../../app';
import { t, tName } from '../../words';
import { filterCount, NO_FILTERS, STATES, type Filters } from './filters';
import type { AlertQueue } from './useAlertQueue';

/** Tabs of states. The count stands only at New: that is the work that waits. */
export function StateTabs(props: { filters: Filters; waiting: number; onChange: (filters: Filters) => void }) {
  const tabs: (AlertState | null)[] = [...STATES, null];
  return (
    <div className="v-alerts-tabs" role="group" aria-label={t('alerts.tabs.label')}>
      {tabs.map((state) => (
        <button
          type="button"
          key={state ?? 'ALL'}
          className="v-alerts-tab"
          aria-pressed={props.filters.state === state}
          onClick={() => props.onChange({ ...props.filters, state })}
        >
          {t(`alerts.tabs.${state ?? 'ALL'}`)}
          {state === 'NEW' && props.waiting > 0 && <span className="v-alerts-count">{props.waiting}</span>}
        </button>
      ))}
    </div>
  );
}

/** The rows, newest first, with the pill above them that says how many new ones wait. */
export function QueueList(props: {
  source: AlertQueue;
  filters: Filters;
  onChange: (filters: Filters) => void;
  onOpen: (alert: Alert) => void;
}) {
  const { source, filters } = props;
  const { queue, send } = source;
  const list = useRef<HTMLDivElement>(null);
  const settle = () => {
    send({ on: 'settle' });
    list.current?.scrollTo({ top: 0 });
  };
  useEffect(() => {
    if (!queue.selectedId) return;
    const row = list.current?.querySelector(`[data-alert="${CSS.escape(queue.selectedId)}"]`);
    row?.scrollIntoView?.({ block: 'nearest' });
  }, [queue.selectedId]);

  if (source.loading) return <LoadingState />;
  if (source.error && queue.rows.length === 0) return <ErrorState error={source.error} retry={source.retry} />;
  return (
    <div className="v-alerts-list-frame">
      {queue.waiting.length > 0 && <WaitingPill waiting={queue.waiting} onClick={settle} />}
      <div
        ref={list}
        className="v-alerts-list"
        onScroll={(event) => send({ on: 'scrolled', scrolled: event.currentTarget.scrollTop > 30 })}
      >
        {queue.rows.length === 0 ? (
          <NothingHere filters={filters} onChange={props.onChange} />
        ) : (
          <ul aria-label={t('alerts.list')}>
            {queue.rows.map((alert) => (
              <Row
                key={alert.id}
                alert={alert}
                selected={alert.id === queue.selectedId}
                stale={queue.stale.includes(alert.id)}
                showState={filters.state === null || alert.state !== filters.state}
                onOpen={() => props.onOpen(alert)}
              />
            ))}
          </ul>
        )}
        {source.more && (
          <div className="v-alerts-more">
            <Button variant="default" onClick={source.more} disabled={source.loadingMore}>
              {source.loadingMore ? <Loader size="xs" /> : t('alerts.more')}
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}

function WaitingPill({ waiting, onClick }: { waiting: readonly Alert[]; onClick: () => void }) {
  const worst = severityOrder.find((severity) => waiting.some((alert) => alert.severity === severity)) as Severity;
  return (
    <button type="button" className="v-alerts-pill" data-severity={worst} onClick={onClick}>
      <IconArrowUp size={15} aria-hidden />
      <span aria-live="polite">{t('alerts.waiting', { n: waiting.length })}</span>
      <SeverityMark severity={worst} blink short />
      <span className="v-alerts-wide">
        <KeyCap keys="." />
      </span>
    </button>
  );
}

function Row(props: { alert: Alert; selected: boolean; stale: boolean; showState: boolean; onOpen: () => void }) {
  const { alert, selected, stale, showState } = props;
  const unseen = alert.state === 'NEW';
  return (
    <li data-alert={alert.id}>
      <button
        type="button"
        className="v-alerts-row"
        aria-current={selected ? 'true' : undefined}
        data-severity={alert.severity}
        data-quiet={!unseen || stale || undefined}
        onClick={props.onOpen}
      >
        <span className="v-alerts-row-head">
          <SeverityMark severity={alert.severity} blink={unseen} short />
          <span className="v-alerts-kind">{tName('app.kind', alert.kind)}</span>
          {alert.repeats > 1 && (
            <span className="v-alerts-repeats" title={t('alerts.repeatsWhy')}>
              {t('alerts.repeats', { n: alert.repeats })}
            </span>
          )}
          {alert.active && <span className="v-alerts-now">{t('alerts.active')}</span>}
          <span className="v-alerts-age">
            <Age at={alert.raisedAt} bare />
          </span>
        </span>
        <span className="v-alerts-message">{alert.message}</span>
        <span className="v-alerts-row-foot">
          <span className="v-alerts-where">
            {alert.sourceName}
            {alert.place ? ` · ${alert.place.name}` : ''}
          </span>
          {showState && (
            <span className="v-alerts-state">
              {stale && <IconUsers size={13} aria-hidden />}
              {t(`alerts.tabs.${alert.state}`)}
            </span>
          )}
        </span>
      </button>
    </li>
  );
}

function NothingHere({ filters, onChange }: { filters: Filters; onChange: (filters: Filters) => void }) {
  if (filterCount(filters) > 0) {
    return (
      <EmptyState
        title={t('alerts.empty.filtered')}
        action={
          <Button variant="default" onClick={() => onChange({ ...NO_FILTERS, state: filters.state })}>
            {t('alerts.filter.clear')}
          </Button>
        }
      />
    );
  }
  return filters.state === 'NEW' ? (
    <EmptyState icon={<IconBellCheck size={34} stroke={1.4} aria-hidden />} title={t('alerts.empty.calm')}>
      {t('alerts.empty.calmWhy')}
    </EmptyState>
  ) : (
    <EmptyState title={t('alerts.empty.none')}>{t('alerts.empty.noneWhy')}</EmptyState>
  );
}
