import { useQuery } from '@tanstack/react-query';
import { api } from './client';
import type {
  CameraTimeline,
  FootagePolicy,
  FootageStatus,
  Found,
  Hold,
  JumpTarget,
  Ledger,
  NewestFootage,
  PlayerPass,
} from './footage';

export const footageKeys = {
  timeline: (cameras: readonly string[], from: number, to: number, resolution: number) =>
    ['footage', 'timeline', cameras.join(','), from, to, resolution] as const,
  ledger: (month: string, camera?: string) => ['footage', 'ledger', month, camera ?? ''] as const,
  status: ['footage', 'status'] as const,
  policy: (camera: string) => ['footage', 'policy', camera] as const,
  holds: ['footage', 'holds'] as const,
  passes: ['footage', 'passes'] as const,
};

/** Some answers are lists, some are lists in `items`. */
export function listOf<T>(answer: T[] | { items: T[] } | undefined): T[] {
  return answer === undefined ? [] : Array.isArray(answer) ? answer : answer.items;
}

/** What some cameras have to show in a stretch of time; kept while the next stretch is fetched. */
export function useTimeline(
  cameras: readonly string[],
  fromMs: number,
  toMs: number,
  resolution: number,
  near: boolean,
) {
  return useQuery({
    queryKey: footageKeys.timeline(cameras, fromMs, toMs, resolution),
    queryFn: async ({ signal }) =>
      listOf(
        await api.get<CameraTimeline[] | { items: CameraTimeline[] }>(
          '/footage/timeline',
          { cameras, from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString(), resolution },
          signal,
        ),
      ),
    enabled: cameras.length > 0,
    placeholderData: (before) => before,
    refetchInterval: near ? 3_000 : false,
    staleTime: near ? 1_000 : 60_000,
  });
}

/** Asks for the next or the previous thing of a kind that a camera saw. */
export function findFootage(camera: string, atMs: number, direction: 'next' | 'previous', what: JumpTarget) {
  return api.get<Found>(`/footage/cameras/${encodeURIComponent(camera)}/find`, {
    at: new Date(atMs).toISOString(),
    direction,
    what,
  });
}

/** When the newest pictures of some cameras end. */
export function newestFootage(cameras: readonly string[], signal?: AbortSignal) {
  return api.get<NewestFootage[]>('/footage/newest', { cameras }, signal);
}

/** My passes for other players, also those that are over. */
export function usePasses() {
  return useQuery({
    queryKey: footageKeys.passes,
    queryFn: ({ signal }) => api.get<PlayerPass[]>('/footage/passes', undefined, signal),
    refetchInterval: 15_000,
  });
}

export function useLedger(month: string, camera?: string) {
  return useQuery({
    queryKey: footageKeys.ledger(month, camera),
    queryFn: ({ signal }) => api.get<Ledger>('/footage/ledger', { month, camera }, signal),
    placeholderData: (before) => before,
  });
}

export function useFootageStatus() {
  return useQuery({
    queryKey: footageKeys.status,
    queryFn: ({ signal }) => api.get<FootageStatus>('/footage/status', undefined, signal),
    refetchInterval: 5_000,
  });
}

export function useFootagePolicy(camera: string, enabled = true) {
  return useQuery({
    queryKey: footageKeys.policy(camera),
    queryFn: ({ signal }) =>
      api.get<FootagePolicy>(`/footage/cameras/${encodeURIComponent(camera)}/policy`, undefined, signal),
    enabled,
  });
}

export function useHolds(enabled = true) {
  return useQuery({
    queryKey: footageKeys.holds,
    queryFn: async ({ signal }) =>
      listOf(await api.get<Hold[] | { items: Hold[] }>('/footage/holds', undefined, signal)),
    enabled,
  });
}
