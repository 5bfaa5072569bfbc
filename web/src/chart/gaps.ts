import type { Resolution, Series } from '../api';

const bucketMs: Record<Exclude<Resolution, 'RAW'>, number> = { MINUTE: 60_000, HOUR: 3_600_000, DAY: 86_400_000 };

/** Points of a line; a null value breaks it. */
export type Points = [number, number | null][];

/** The usual distance between two values: the median, which a few gaps do not change. */
function usualStep(at: readonly number[]): number {
  const steps = at.slice(1).map((time, i) => time - (at[i] ?? time));
  steps.sort((a, b) => a - b);
  return steps[Math.floor(steps.length / 2)] ?? 0;
}

/**
 * One column of a series as points. Where values are missing the line is broken instead of drawn across: silence must
 * not look like data. A bucket stands at its middle.
 */
export function pointsOf(series: Series, column: 'mean' | 'min' | 'max'): Points {
  const { at, resolution } = series;
  const values = series[column];
  const step = resolution === 'RAW' ? usualStep(at) : bucketMs[resolution];
  const shift = resolution === 'RAW' ? 0 : step / 2;
  const points: Points = [];
  for (let i = 0; i < at.length; i++) {
    const time = at[i] ?? 0;
    const before = at[i - 1];
    if (before !== undefined && step > 0 && time - before > 3 * step) points.push([before + step + shift, null]);
    points.push([time + shift, values[i] ?? null]);
  }
  return points;
}

/** Stretches of time in which values were flagged, joined where they touch. */
export function flaggedSpans(series: Series): [number, number][] {
  const { at, flagged, quality, resolution } = series;
  const step = resolution === 'RAW' ? usualStep(at) : bucketMs[resolution];
  const spans: [number, number][] = [];
  for (let i = 0; i < at.length; i++) {
    if ((flagged[i] ?? 0) === 0 && (quality[i] ?? 0) === 0) continue;
    const from = at[i] ?? 0;
    const last = spans.at(-1);
    if (last && from - last[1] <= step) last[1] = from + step;
    else spans.push([from, from + step]);
  }
  return spans;
}

/** Figures of a whole series, for those who read rather than look. */
export function figuresOf(series: Series): { min: number; mean: number; max: number; count: number } | undefined {
  let min = Infinity;
  let max = -Infinity;
  let sum = 0;
  let count = 0;
  for (let i = 0; i < series.at.length; i++) {
    const mean = series.mean[i];
    if (mean === null || mean === undefined) continue;
    const weight = series.count[i] ?? 1;
    sum += mean * weight;
    count += weight;
    min = Math.min(min, series.min[i] ?? mean);
    max = Math.max(max, series.max[i] ?? mean);
  }
  return count === 0 ? undefined : { min, mean: sum / count, max, count };
}
