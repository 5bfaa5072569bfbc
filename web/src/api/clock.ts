import { api } from './client';

let offsetMs = 0;
let bestRoundTripMs = Infinity;
let measuredAt = 0;

/** Now by the server's clock, in milliseconds since 1970: what ages of pictures and alerts are counted from. */
export function serverNow(): number {
  return Date.now() + offsetMs;
}

/**
 * Measures how far this computer's clock is from the server's. Half the round trip is the uncertainty, so of several
 * measures the quickest one counts; after ten minutes an old one is forgotten, because clocks drift.
 */
export async function syncClock(): Promise<void> {
  for (let i = 0; i < 3; i++) {
    const before = performance.now();
    const { at } = await api.get<{ at?: string }>('/health');
    const roundTripMs = performance.now() - before;
    if (at === undefined) return;
    const stale = performance.now() - measuredAt > 600_000;
    if (roundTripMs < bestRoundTripMs || stale) {
      bestRoundTripMs = roundTripMs;
      measuredAt = performance.now();
      offsetMs = Date.parse(at) + roundTripMs / 2 - Date.now();
    }
  }
}
