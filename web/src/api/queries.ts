import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { api, Problem } from './client';
import { news, type NewsState } from './news';
import type {
  Alert,
  AlertsSummary,
  BaseMap,
  Camera,
  Listing,
  NewsOf,
  NewsType,
  Scene,
  Session,
  SystemHealth,
} from './types';

/**
 * Keys of what is fetched. The first word names the thing, so `invalidateQueries({ queryKey: ['alerts'] })` makes every
 * list and page of alerts fresh.
 */
export const keys = {
  session: ['session'] as const,
  cameras: ['cameras'] as const,
  camera: (id: string) => ['cameras', id] as const,
  scene: (camera: string) => ['scenes', camera] as const,
  alerts: (filter: object = {}) => ['alerts', 'list', filter] as const,
  alert: (id: string) => ['alerts', 'one', id] as const,
  alertsSummary: ['alerts', 'summary'] as const,
  incidents: (filter: object = {}) => ['incidents', 'list', filter] as const,
  incident: (id: string) => ['incidents', 'one', id] as const,
  health: ['health'] as const,
  map: ['map'] as const,
};

/** Who is signed in; null when nobody is. */
export function useSession() {
  return useQuery({
    queryKey: keys.session,
    queryFn: async ({ signal }) => {
      try {
        return await api.get<Session>('/session', undefined, signal);
      } catch (error) {
        if (error instanceof Problem && error.status === 401) return null;
        throw error;
      }
    },
    staleTime: Infinity,
  });
}

/** Who is signed in, on screens that only signed-in people reach. */
export function useMe(): Session {
  const session = useSession().data;
  if (!session) throw new Error('nobody is signed in');
  return session;
}

/** All cameras this person may see; kept fresh by news. */
export function useCameras() {
  return useQuery({
    queryKey: keys.cameras,
    queryFn: ({ signal }) => api.get<Listing<Camera>>('/cameras', { limit: 1000 }, signal),
    select: (listing) => listing.items,
    staleTime: 60_000,
  });
}

export function useScene(camera: string | undefined, enabled = true) {
  return useQuery({
    queryKey: keys.scene(camera ?? ''),
    queryFn: ({ signal }) => api.get<Scene>(`/cameras/${camera}/scene`, undefined, signal),
    enabled: enabled && camera !== undefined,
    staleTime: 30_000,
  });
}

export interface AlertFilter {
  state?: readonly string[];
  severity?: readonly string[];
  kind?: readonly string[];
  cameraId?: string;
  from?: string;
  to?: string;
  search?: string;
  limit?: number;
}

export function useAlerts(filter: AlertFilter) {
  return useQuery({
    queryKey: keys.alerts(filter),
    queryFn: ({ signal }) => api.get<Listing<Alert>>('/alerts', { ...filter }, signal),
    placeholderData: (before) => before,
  });
}

export function useAlertsSummary() {
  return useQuery({
    queryKey: keys.alertsSummary,
    queryFn: ({ signal }) => api.get<AlertsSummary>('/alerts/summary', undefined, signal),
    refetchInterval: 30_000,
  });
}

export function useHealth(refetchMs = 5_000) {
  return useQuery({
    queryKey: keys.health,
    queryFn: async ({ signal }) => {
      const health = await api.get<SystemHealth>('/health', undefined, signal);
      if (Array.isArray(health.processes)) return health;
      // Strangers are told one word. If that is all, the session may have ended; this asks for the password then.
      await api.get('/alerts/summary', undefined, signal);
      return await api.get<SystemHealth>('/health', undefined, signal);
    },
    refetchInterval: refetchMs,
  });
}

export function useBaseMap() {
  return useQuery({
    queryKey: keys.map,
    queryFn: ({ signal }) => api.get<BaseMap>('/map', undefined, signal),
    staleTime: Infinity,
    refetchInterval: (query) => (query.state.status === 'error' ? 5_000 : false),
  });
}

/** Calls the listener for every piece of news of a type while the component is on screen. */
export function useNews<T extends NewsType>(type: T, listener: (news: NewsOf<T>) => void): void {
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => news.on(type, (item) => latest.current(item)), [type]);
}

export function useNewsState(): NewsState {
  return useSyncExternalStore(
    (changed) => news.onState(changed),
    () => news.state,
  );
}

/** Since when news are missing, in ms of the server's clock; undefined while they come. */
export function useNewsLost(): number | undefined {
  return useSyncExternalStore(
    (changed) => news.onState(changed),
    () => news.lostAt,
  );
}

/** Keeps what was fetched in step with the news; used once, by the shell. */
export function useFreshness(): void {
  const client = useQueryClient();
  useEffect(() => {
    // Several pieces of news in one breath ask for one reload.
    const waiting = new Map<string, ReturnType<typeof setTimeout>>();
    const soon = (name: string) => {
      if (waiting.has(name)) return;
      waiting.set(
        name,
        setTimeout(() => {
          waiting.delete(name);
          void client.invalidateQueries({ queryKey: [name] });
        }, 250),
      );
    };
    const offs = [
      news.on('alert', ({ alert }) => {
        client.setQueryData(keys.alert(alert.id), alert);
        soon('alerts');
      }),
      news.on('incident', () => soon('incidents')),
      news.on('camera', ({ camera }) => {
        client.setQueryData<Listing<Camera>>(keys.cameras, (list) => {
          if (!list) return list;
          const known = list.items.some((item) => item.id === camera.id);
          const items = known
            ? list.items.map((item) => (item.id === camera.id ? { ...item, ...camera } : item))
            : [...list.items, camera];
          return { ...list, items, total: items.length };
        });
      }),
      // Not the session: if it has ended, the sign-in above the screen asks, and the screen stays.
      news.onBack(() => void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' })),
    ];
    return () => {
      offs.forEach((off) => off());
      waiting.forEach((timer) => clearTimeout(timer));
    };
  }, [client]);
}
