import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useReducer, useRef } from 'react';
import { api, serverNow, useNews, type Alert, type DismissReason, type Incident, type Listing } from '../../api';
import { toastProblem, toastUndo } from '../../app';
import { t, tName } from '../../words';
import { matches, questionOf, type Filters } from './filters';
import { emptyQueue, nextQueue, type Done, type Queue, type QueueEvent } from './queue';

const PAGE = 50;

export interface AlertQueue {
  queue: Queue<Alert>;
  send: (event: QueueEvent<Alert>) => void;
  loading: boolean;
  error: unknown;
  retry: () => void;
  more: (() => void) | null;
  loadingMore: boolean;
  acknowledge: (alert: Alert) => void;
  dismiss: (alert: Alert, reason: DismissReason, note?: string) => void;
  /** Opens an incident with the alert, or adds it to one; tells which. */
  openIncident: (alert: Alert, into?: string) => Promise<string | null>;
  undo: () => void;
  /** Makes an alert new again. */
  takeBack: (alert: Alert) => void;
}

/** The queue of one list of filters: what the server has, kept in step by news, and what an operator does to it. */
export function useAlertQueue(filters: Filters, selected: string | null): AlertQueue {
  const client = useQueryClient();
  const [queue, send] = useReducer((before: Queue<Alert>, event: QueueEvent<Alert>) => nextQueue(before, event), {
    ...emptyQueue<Alert>(),
    selectedId: selected,
  });
  const key = JSON.stringify(filters);
  const query = useInfiniteQuery({
    queryKey: ['alertQueue', key],
    queryFn: ({ pageParam, signal }) =>
      api.get<Listing<Alert>>(
        '/alerts',
        { ...questionOf(filters, new Date(serverNow())), limit: PAGE, ...(pageParam && { before: pageParam }) },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
    refetchInterval: 60_000,
  });

  const shownKey = useRef(key);
  const first = useRef(true);
  useEffect(() => {
    if (shownKey.current !== key) {
      shownKey.current = key;
      first.current = true;
      send({ on: 'reset' });
    }
    if (query.data) {
      send({ on: 'loaded', rows: query.data.pages.flatMap((page) => page.items), fresh: first.current });
      first.current = false;
    }
  }, [key, query.data]);

  useNews('alert', ({ alert }) => send({ on: 'news', alert, fits: matches(alert, filters, new Date(serverNow())) }));

  const fits = useCallback((alert: Alert) => matches(alert, filters, new Date(serverNow())), [filters]);
  const fresh = useCallback(() => {
    void client.invalidateQueries({ queryKey: ['alerts'] });
  }, [client]);

  const takeBack = useCallback(
    async (alert: Alert) => {
      const back: Alert = { ...alert, state: 'NEW', acknowledgedBy: null, acknowledgedAt: null, dismissedReason: null };
      await api.post(`/alerts/${alert.id}/undo`);
      send({ on: 'undone', alert: back, fits: fits(back) });
      fresh();
    },
    [fits, fresh],
  );

  const act = useCallback(
    async (alert: Alert, done: Done, after: Alert, path: string, body: unknown, message: string) => {
      send({ on: 'done', id: alert.id, done, after, keeps: fits(after) });
      try {
        await api.post(path, body);
        toastUndo(message, () => takeBack(alert));
        fresh();
      } catch (error) {
        send({ on: 'failed', alert });
        toastProblem(error);
      }
    },
    [fits, fresh, takeBack],
  );

  return useMemo<AlertQueue>(
    () => ({
      queue,
      send,
      loading: query.isPending,
      error: query.data ? null : query.error,
      retry: () => void query.refetch(),
      more: query.hasNextPage ? () => void query.fetchNextPage() : null,
      loadingMore: query.isFetchingNextPage,
      acknowledge: (alert) => {
        if (alert.state !== 'NEW') return;
        void act(
          alert,
          'acknowledged',
          { ...alert, state: 'ACKNOWLEDGED' },
          `/alerts/${alert.id}/acknowledge`,
          undefined,
          t('alerts.done.acknowledged', { camera: alert.sourceName }),
        );
      },
      dismiss: (alert, reason, note) => {
        if (alert.state === 'DISMISSED' || alert.state === 'IN_INCIDENT') return;
        void act(
          alert,
          'dismissed',
          { ...alert, state: 'DISMISSED', dismissedReason: reason },
          `/alerts/${alert.id}/dismiss`,
          { reason, ...(note && { note }) },
          t('alerts.done.dismissed', { reason: tName('alerts.reason', reason) }),
        );
      },
      openIncident: async (alert, into) => {
        if (alert.incidentId) return alert.incidentId;
        try {
          const id =
            into ??
            (await api.post<Incident>('/incidents', { alertIds: [alert.id], priority: usualPriority(alert) })).id;
          if (into) await api.post(`/incidents/${into}/alerts`, { alertIds: [alert.id] });
          // The screen goes on to the incident; the queue is asked anew when the operator comes back.
          void client.invalidateQueries({ queryKey: ['alertQueue'], refetchType: 'none' });
          fresh();
          void client.invalidateQueries({ queryKey: ['incidents'] });
          return id;
        } catch (error) {
          toastProblem(error);
          return null;
        }
      },
      undo: () => {
        const last = queue.undo;
        if (last) takeBack(last.alert).catch(toastProblem);
      },
      takeBack: (alert) => void takeBack(alert).catch(toastProblem),
    }),
    [act, client, fresh, query, queue, takeBack],
  );
}

/** Priority by how bad it is; people change it in the incident. */
export function usualPriority(alert: Alert): 'P1' | 'P2' | 'P3' | 'P4' {
  return ({ CRITICAL: 'P1', MAJOR: 'P2', MINOR: 'P3', INFO: 'P4' } as const)[alert.severity];
}
