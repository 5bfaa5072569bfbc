import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconTargetArrow } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { api, keys, useAlertsSummary, useMe, type Alert } from '../../api';
import { EmptyState, ErrorState, KeyCap, LoadingState, Page, StateMark, useKeys } from '../../app';
import { t } from '../../words';
import { DismissPanel, IncidentPanel, useSuggestions } from './ActionPanels';
import { AlertDetail, type DetailActions } from './AlertDetail';
import { FilterBar } from './FilterBar';
import { addressOf, filtersFrom, type Address, type Filters } from './filters';
import { commandOf, type KeyCommand } from './keys';
import { QueueList, StateTabs } from './QueueList';
import { useAlertQueue, type AlertQueue } from './useAlertQueue';
import './alerts.css';

type Asking = 'nothing' | 'reason' | 'incident';

/** The live queue beside the alert under the operator's eye; everything on it works by keys. */
export function AlertsPage() {
  const address = useSearch({ strict: false }) as Address;
  const filterKey = JSON.stringify(filtersFrom(address));
  const filters = useMemo(() => JSON.parse(filterKey) as Filters, [filterKey]);
  const linked = typeof address['alert'] === 'string' ? address['alert'] : null;
  const source = useAlertQueue(filters, linked);
  const navigate = useNavigate();
  const [asking, setAsking] = useState<Asking>('nothing');
  const [big, setBig] = useState(false);
  const searchRef = useRef<HTMLInputElement>(null);
  const { queue, send } = source;
  const { selectedId } = queue;
  const selected = useSelected(source);
  const suggestions = useSuggestions(selectedId).data;
  const summary = useAlertsSummary().data;

  const go = useCallback(
    (next: Filters, alert: string | null) =>
      void navigate({ to: '/alerts', search: { ...addressOf(next), ...(alert && { alert }) } as never, replace: true }),
    [navigate],
  );
  const setFilters = useCallback((next: Filters) => go(next, null), [go]);
  useEffect(() => {
    if (selectedId !== linked) go(filters, selectedId);
    // The address follows the selection, never the other way round, or the two would chase each other.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [selectedId]);
  useEffect(() => setAsking('nothing'), [selectedId]);

  const toIncident = async (alert: Alert, into?: string): Promise<void> => {
    const incident = await source.openIncident(alert, into);
    if (incident) await navigate({ to: '/incidents/$incidentId', params: { incidentId: incident } });
  };
  const askIncident = (alert: Alert): void => {
    if (!alert.incidentId && (suggestions?.incidents.length ?? 0) > 0) setAsking('incident');
    else void toIncident(alert);
  };

  const mayWork = useMe().rights.includes('WORK_ALERTS');
  const run = (command: KeyCommand | null): void => {
    switch (command?.do) {
      case 'next':
        return send({ on: 'move', by: 1 });
      case 'previous':
        return send({ on: 'move', by: -1 });
      case 'first':
      case 'last':
        return send({ on: command.do });
      case 'undo':
        return source.undo();
      case 'settle':
        return send({ on: 'settle' });
      case 'back':
        return send({ on: 'select', id: null });
    }
    if (!selected.alert) return;
    switch (command?.do) {
      case 'acknowledge':
        return mayWork ? source.acknowledge(selected.alert) : undefined;
      case 'askReason':
        return mayWork && selected.alert.state !== 'IN_INCIDENT' ? setAsking('reason') : undefined;
      case 'incident':
        return mayWork ? askIncident(selected.alert) : undefined;
      case 'live':
        return setBig(!big);
    }
  };
  useQueueKeys(asking === 'nothing' ? selectedId : 'asking', run, () => searchRef.current?.focus());

  const actions: DetailActions = {
    acknowledge: () => run({ do: 'acknowledge' }),
    dismiss: () => setAsking(asking === 'reason' ? 'nothing' : 'reason'),
    incident: () => run({ do: 'incident' }),
    back: () => run({ do: 'back' }),
    undo: () => selected.alert && source.takeBack(selected.alert),
  };
  const { alert } = selected;
  return (
    <Page
      title={t('alerts.title')}
      flush
      beside={
        summary && (
          <Load rate={summary.ratePerOperatorHour} target={summary.targetPerOperatorHour} flood={summary.flood} />
        )
      }
      actions={<PrecisionLink />}
    >
      <div className="v-alerts" data-open={selectedId !== null || undefined}>
        <section className="v-alerts-side" aria-label={t('alerts.queue')}>
          <StateTabs filters={filters} waiting={summary?.new ?? 0} onChange={setFilters} />
          <FilterBar filters={filters} onChange={setFilters} searchRef={searchRef} />
          <QueueList
            source={source}
            filters={filters}
            onChange={setFilters}
            onOpen={(row) => send({ on: 'select', id: row.id })}
          />
        </section>
        <section className="v-alerts-detail" aria-label={t('alerts.detail')}>
          {alert ? (
            <AlertDetail
              alert={alert}
              actions={actions}
              big={big}
              onBig={setBig}
              onSelect={(id) => send({ on: 'select', id })}
              panel={
                asking === 'reason' ? (
                  <DismissPanel
                    onReason={(reason, note) => {
                      setAsking('nothing');
                      source.dismiss(alert, reason, note);
                    }}
                    onCancel={() => setAsking('nothing')}
                  />
                ) : asking === 'incident' ? (
                  <IncidentPanel
                    incidents={suggestions?.incidents ?? []}
                    onNew={() => void toIncident(alert)}
                    onInto={(into) => void toIncident(alert, into)}
                    onCancel={() => setAsking('nothing')}
                  />
                ) : null
              }
            />
          ) : selectedId ? (
            selected.error ? (
              <ErrorState error={selected.error} retry={selected.retry} />
            ) : (
              <LoadingState />
            )
          ) : (
            <Hint />
          )}
        </section>
      </div>
    </Page>
  );
}

/** The selected alert: its row, or, for a link to one that is not in the list, fetched by itself. */
function useSelected({ queue }: AlertQueue): { alert: Alert | null; error: unknown; retry: () => void } {
  const row = queue.rows.find((each) => each.id === queue.selectedId) ?? null;
  const alone = useQuery({
    queryKey: keys.alert(queue.selectedId ?? ''),
    queryFn: ({ signal }) => api.get<Alert>(`/alerts/${queue.selectedId}`, undefined, signal),
    enabled: queue.selectedId !== null && row === null,
  });
  return { alert: row ?? alone.data ?? null, error: row ? null : alone.error, retry: () => void alone.refetch() };
}

function useQueueKeys(selected: string | null, run: (command: KeyCommand | null) => void, search: () => void): void {
  const asking = selected === 'asking';
  const press = (key: string) => () =>
    run(commandOf({ key }, { askingReason: false, hasSelection: selected !== null }));
  useKeys(
    asking
      ? []
      : [
          { key: 'j', does: t('alerts.keys.next'), run: press('j') },
          { key: 'k', does: t('alerts.keys.previous'), run: press('k') },
          { key: 'a', does: t('alerts.acknowledge'), run: press('a') },
          { key: 'd', does: t('alerts.keys.dismiss'), run: press('d') },
          { key: 'i', does: t('alerts.keys.incident'), run: press('i') },
          { key: 'z', does: t('alerts.keys.undo'), run: press('z') },
          { key: 'v', does: t('alerts.keys.live'), run: press('v') },
          { key: '.', does: t('alerts.keys.settle'), run: press('.') },
          { key: '/', does: t('alerts.keys.search'), run: search },
          { key: 'Home', does: t('alerts.keys.first'), run: press('Home') },
          { key: 'End', does: t('alerts.keys.last'), run: press('End') },
          { key: 'Escape', does: t('alerts.keys.back'), run: press('Escape') },
        ],
  );
}

/** Alert load beside what one person can do well (EEMUA 191). */
function Load({ rate, target, flood }: { rate: number; target: number; flood: boolean }) {
  const text = t('alerts.load.rate', { rate: rate.toFixed(rate < 10 ? 1 : 0), target });
  return (
    <span className="v-alerts-load" title={t('alerts.load.why')}>
      {flood ? (
        <StateMark tone="bad">{t('alerts.load.flood', { load: text })}</StateMark>
      ) : (
        <StateMark tone={rate > target ? 'warn' : 'good'}>{text}</StateMark>
      )}
    </span>
  );
}

function PrecisionLink() {
  const maySee = useMe().rights.includes('SEE_PRECISION');
  return maySee ? (
    <Button
      component={Link}
      to="/alerts/precision"
      className="v-alerts-wide"
      variant="default"
      leftSection={<IconTargetArrow size={16} aria-hidden />}
    >
      {t('alerts.precision.link')}
    </Button>
  ) : null;
}

function Hint() {
  return (
    <EmptyState title={t('alerts.hint.title')}>
      <span className="v-alerts-hint">
        <KeyCap keys="j" /> <KeyCap keys="k" /> {t('alerts.hint.move')}
        <br />
        <KeyCap keys="a" /> {t('alerts.hint.acknowledge')} <KeyCap keys="d" /> {t('alerts.hint.dismiss')}{' '}
        <KeyCap keys="i" /> {t('alerts.hint.incident')} <KeyCap keys="z" /> {t('alerts.hint.undo')}
      </span>
    </EmptyState>
  );
}
