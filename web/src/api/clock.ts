let offsetMs = 0;
let bestRoundTripMs = Infinity;
let measuredAt = -Infinity;

const FORGET_MS = 600_000;

/** Now by the server's clock, in milliseconds since 1970: what ages of pictures and alerts are counted from. */
export function serverNow(): number {
  return Date.now() + offsetMs;
}

/**
 * Learns how far this computer's clock is from the server's, from a message that answers one of ours. Half the round trip
 * is the uncertainty, so the quickest of the last ten minutes counts; older ones are forgotten, because clocks drift.
 *
 * @param sentAt the server's time when it answered, ISO 8601
 * @param roundTripMs from our question to its answer
 */
export function learnClock(sentAt: string, roundTripMs: number): void {
  const serverMs = Date.parse(sentAt);
  if (Number.isNaN(serverMs)) return;
  const now = performance.now();
  if (roundTripMs >= bestRoundTripMs && now - measuredAt < FORGET_MS) return;
  bestRoundTripMs = roundTripMs;
  measuredAt = now;
  offsetMs = serverMs + roundTripMs / 2 - Date.now();
}
