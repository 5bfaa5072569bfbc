import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api } from './client';
import type { RuleTemplate, RuleView } from './cityRules';
import type { DatastreamRow, Device, DeviceListing, Kinds, Marker, Resolution, Series } from './sensing';
import type { Listing } from './types';

/** Keys of what is fetched of sensors and of rules. */
export const sensorKeys = {
  all: ['sensors'] as const,
  kinds: ['sensor-kinds'] as const,
  list: (filter: object) => ['sensors', 'list', filter] as const,
  one: (id: string) => ['sensors', 'one', id] as const,
  markers: ['sensor-markers'] as const,
  datastreams: (filter: object) => ['sensors', 'datastreams', filter] as const,
  series: (id: number, ask: object) => ['series', id, ask] as const,
  letters: (filter: object) => ['dead-letters', filter] as const,
  rules: (filter: object) => ['rules', 'list', filter] as const,
  rule: (id: string) => ['rules', 'one', id] as const,
  templates: ['rules', 'templates'] as const,
};

/** Kinds of sensor, what they measure, and the scales their values are judged by. */
export function useKinds(enabled = true) {
  return useQuery({
    queryKey: sensorKeys.kinds,
    queryFn: ({ signal }) => api.get<Kinds>('/sensing/kinds', undefined, signal),
    staleTime: Infinity,
    enabled,
  });
}

export interface DeviceFilter {
  search?: string;
  kind?: readonly string[];
  state?: readonly string[];
  sort?: string;
  limit?: number;
}

export function useDevices(filter: DeviceFilter, refetchMs = 5_000) {
  return useQuery({
    queryKey: sensorKeys.list(filter),
    queryFn: ({ signal }) => api.get<DeviceListing>('/sensing/devices', { ...filter }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: refetchMs,
  });
}

export function useDevice(id: string, refetchMs = 2_000) {
  return useQuery({
    queryKey: sensorKeys.one(id),
    queryFn: ({ signal }) => api.get<Device>(`/sensing/devices/${encodeURIComponent(id)}`, undefined, signal),
    refetchInterval: (query) => (query.state.status === 'error' ? false : refetchMs),
  });
}

export interface DatastreamFilter {
  search?: string;
  quantity?: string;
  ids?: readonly string[];
  near?: string;
  radiusMetres?: number;
  limit?: number;
}

export function useDatastreams(filter: DatastreamFilter, enabled = true) {
  return useQuery({
    queryKey: sensorKeys.datastreams(filter),
    queryFn: ({ signal }) => api.get<Listing<DatastreamRow>>('/sensing/datastreams', { ...filter }, signal),
    placeholderData: keepPreviousData,
    enabled,
    staleTime: 20_000,
  });
}

export interface SeriesAsk {
  from: string;
  to: string;
  points?: number;
  resolution?: Resolution | 'AUTO';
}

export const seriesQuery = (datastream: number, ask: SeriesAsk, live: boolean) => ({
  queryKey: sensorKeys.series(datastream, ask),
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    api.get<Series>(`/sensing/datastreams/${datastream}/series`, { ...ask }, signal),
  placeholderData: keepPreviousData,
  staleTime: live ? 0 : 60_000,
});

export function useRules(filter: { search?: string; kind?: string; state?: string; camera?: boolean; limit?: number }) {
  return useQuery({
    queryKey: sensorKeys.rules(filter),
    queryFn: ({ signal }) => api.get<Listing<RuleView>>('/rules', { ...filter }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  });
}

export function useRule(id: string | undefined) {
  return useQuery({
    queryKey: sensorKeys.rule(id ?? ''),
    queryFn: ({ signal }) => api.get<RuleView>(`/rules/${encodeURIComponent(id ?? '')}`, undefined, signal),
    enabled: id !== undefined,
  });
}

export function useRuleTemplates(enabled = true) {
  return useQuery({
    queryKey: sensorKeys.templates,
    queryFn: ({ signal }) => api.get<Listing<RuleTemplate>>('/rules/templates', undefined, signal),
    select: (listing) => listing.items,
    staleTime: Infinity,
    enabled,
  });
}

/** All devices with a place. */
export interface Markers {
  /** The server's time of the newest answer. */
  at: string;
  cursor: string;
  items: Marker[];
  index: Map<string, number>;
}

interface MarkerChanges {
  at: string;
  cursor: string;
  items: Marker[];
  removed: string[];
  reload: boolean;
}

const CHANGES_MS = 1_000;

/** What the markers are after a change; the same object when nothing changed but the time. */
export function mergeMarkers(before: Markers, changes: Omit<MarkerChanges, 'reload'>): Markers {
  const head = { at: changes.at, cursor: changes.cursor };
  if (changes.items.length === 0 && changes.removed.length === 0) return { ...before, ...head };
  const gone = new Set(changes.removed);
  const items = gone.size > 0 ? before.items.filter((item) => !gone.has(item.id)) : [...before.items];
  const index = gone.size > 0 ? indexOf(items) : new Map(before.index);
  for (const item of changes.items) {
    const at = index.get(item.id);
    if (at !== undefined) items[at] = item;
    else index.set(item.id, items.push(item) - 1);
  }
  return { ...head, items, index };
}

const indexOf = (items: readonly Marker[]) => new Map(items.map((item, i) => [item.id, i]));

/** Every device with a place, and its newest main value, followed once a second while the page is to be seen. */
export function useMarkers(enabled = true) {
  const client = useQueryClient();
  const query = useQuery({
    queryKey: sensorKeys.markers,
    queryFn: async ({ signal }): Promise<Markers> => {
      const answer = await api.get<{ at: string; cursor: string; items: Marker[] }>(
        '/sensing/markers',
        undefined,
        signal,
      );
      return { ...answer, index: indexOf(answer.items) };
    },
    staleTime: 0,
    enabled,
  });
  const followed = query.data !== undefined && enabled;
  useEffect(() => {
    if (!followed) return;
    let over = false;
    let timer: ReturnType<typeof setTimeout>;
    const ask = async () => {
      const before = client.getQueryData<Markers>(sensorKeys.markers);
      if (before && document.visibilityState === 'visible') {
        try {
          const changes = await api.get<MarkerChanges>('/sensing/markers/changes', { since: before.cursor });
          if (over) return;
          if (changes.reload) await client.invalidateQueries({ queryKey: sensorKeys.markers });
          else
            client.setQueryData<Markers>(sensorKeys.markers, (now) =>
              now?.cursor === before.cursor ? mergeMarkers(now, changes) : now,
            );
        } catch {
          // The time of the last answer is shown and grows old; the next try is a second away.
        }
      }
      if (!over) timer = setTimeout(() => void ask(), CHANGES_MS);
    };
    timer = setTimeout(() => void ask(), CHANGES_MS);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [client, followed]);
  return query;
}
