/** A stretch of time in milliseconds. */
export interface Span {
  from: number;
  to: number;
}

/** Forgives this much before a span's first picture, so that a moment told to the millisecond still finds it. */
const LENIENT_MS = 60;

export function spanAt<T extends Span>(spans: readonly T[], atMs: number): T | undefined {
  return spans.find((span) => span.from - LENIENT_MS <= atMs && atMs < span.to);
}

/** Adds a span and joins those that touch or are closer than a seam; of joined ones the later keeps its further words. */
export function gather<T extends Span>(spans: readonly T[], added: T, seamMs: number): T[] {
  const all = [...spans, added].sort((a, b) => a.from - b.from || a.to - b.to);
  const joined: T[] = [];
  for (const span of all) {
    const last = joined.at(-1);
    if (last && span.from - last.to <= seamMs) {
      joined[joined.length - 1] = span.to >= last.to ? { ...span, from: last.from } : last;
    } else {
      joined.push(span);
    }
  }
  return joined;
}

/** What of a stretch lies in none of the spans. */
export function missing(spans: readonly Span[], from: number, to: number): Span[] {
  const gaps: Span[] = [];
  let at = from;
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    if (span.to <= at) continue;
    if (span.from >= to) break;
    if (span.from > at) gaps.push({ from: at, to: span.from });
    at = Math.max(at, span.to);
  }
  if (at < to) gaps.push({ from: at, to });
  return gaps;
}
