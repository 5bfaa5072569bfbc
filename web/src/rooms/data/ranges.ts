/** A stretch of time on a sensor's page: the last so many hours up to now, or two fixed times (epoch milliseconds). */
export type Range = { last: number } | { from: number; to: number };

const HOUR = 3_600_000;

/** Stretches offered as buttons, in hours. */
export const RANGES = [1, 6, 24, 168, 720] as const;

export const USUAL: Range = { last: 24 };

export function rangeOf(address: Record<string, unknown>): Range {
  const from = Date.parse(String(address['from'] ?? ''));
  const to = Date.parse(String(address['to'] ?? ''));
  if (Number.isFinite(from) && Number.isFinite(to) && from < to) return { from, to };
  const last = Number(address['last']);
  return (RANGES as readonly number[]).includes(last) ? { last } : USUAL;
}

export function addressOfRange(range: Range): Record<string, string | number> {
  if ('last' in range) return range.last === 24 ? {} : { last: range.last };
  return { from: new Date(range.from).toISOString(), to: new Date(range.to).toISOString() };
}

/**
 * The two times of a range. What goes on to now moves in steps, so that it is not asked for anew every second: 10 s for
 * up to six hours, else a minute.
 */
export function spanOf(range: Range, nowSeconds: number): { from: number; to: number; live: boolean } {
  if ('from' in range) return { ...range, live: false };
  const step = range.last <= 6 ? 10 : 60;
  const to = Math.ceil(nowSeconds / step) * step * 1000;
  return { from: to - range.last * HOUR, to, live: true };
}
