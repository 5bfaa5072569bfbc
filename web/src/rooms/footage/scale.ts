/** What the time bar shows: a stretch of time in milliseconds since 1970. */
export interface Stretch {
  from: number;
  to: number;
}

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const SHORTEST = MINUTE;
export const LONGEST = 30 * DAY;

const LEVELS = [1, 5, 15, 60, 6 * 60, 24 * 60, 7 * 24 * 60, 30 * 24 * 60].map((minutes) => minutes * MINUTE);
const STEPS_S = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400];

/** Lengths that buttons offer. */
export const lengths = LEVELS;

export function clampLength(length: number): number {
  return Math.max(SHORTEST, Math.min(LONGEST, length));
}

/** Makes a stretch longer or shorter about a moment that stays where it is on the bar. */
export function zoom(stretch: Stretch, factor: number, about: number): Stretch {
  const length = stretch.to - stretch.from;
  const next = clampLength(length * factor);
  const part = (about - stretch.from) / length;
  const from = Math.round(about - part * next);
  return { from, to: from + Math.round(next) };
}

export function pan(stretch: Stretch, by: number): Stretch {
  return { from: stretch.from + by, to: stretch.to + by };
}

/** The same length around another moment. */
export function around(at: number, length: number): Stretch {
  const half = Math.round(clampLength(length) / 2);
  return { from: at - half, to: at + half };
}

/** A moment must stay in sight: pages on when it leaves the bar, with a margin on the side it came from. */
export function follow(stretch: Stretch, at: number): Stretch {
  const length = stretch.to - stretch.from;
  if (at >= stretch.from && at <= stretch.to - length * 0.02) return stretch;
  if (at > stretch.to + length || at < stretch.from - length) return around(at, length);
  return at < stretch.from
    ? { from: Math.round(at - length * 0.9), to: Math.round(at + length * 0.1) }
    : { from: Math.round(at - length * 0.1), to: Math.round(at + length * 0.9) };
}

/** The next offered length, shorter (−1) or longer (1). */
export function nextLength(length: number, direction: 1 | -1): number {
  if (direction > 0) return LEVELS.find((level) => level > length * 1.01) ?? LONGEST;
  return LEVELS.findLast((level) => level < length * 0.99) ?? SHORTEST;
}

export const xOf = (stretch: Stretch, at: number, width: number) =>
  ((at - stretch.from) / (stretch.to - stretch.from)) * width;

export const atOf = (stretch: Stretch, x: number, width: number) =>
  stretch.from + (x / width) * (stretch.to - stretch.from);

/** Seconds of one bucket, so that a bucket is about four pixels. */
export function resolutionOf(stretch: Stretch, width: number): number {
  const wanted = ((stretch.to - stretch.from) / 1000 / Math.max(width, 100)) * 4;
  return STEPS_S.find((step) => step >= wanted) ?? 86_400;
}

/** The stretch to ask the server for: somewhat more than shown and on even borders, so that small moves ask nothing. */
export function asked(stretch: Stretch): Stretch {
  const length = stretch.to - stretch.from;
  const grid = length / 2;
  const from = Math.floor((stretch.from - length / 4) / grid) * grid;
  const to = Math.ceil((stretch.to + length / 4) / grid) * grid;
  return { from: Math.round(from), to: Math.round(to) };
}

export interface Tick {
  at: number;
  label: string;
  /** A new day begins. */
  day: boolean;
}

const TICK_STEPS = [
  1000,
  2000,
  5000,
  10_000,
  15_000,
  30_000,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  5 * DAY,
  10 * DAY,
];

/** Marks on even times of the wall clock here, about a hundred pixels apart. */
export function ticks(stretch: Stretch, width: number, gapPx = 100): Tick[] {
  const wanted = ((stretch.to - stretch.from) / Math.max(width, 1)) * gapPx;
  const step = TICK_STEPS.find((each) => each >= wanted) ?? 10 * DAY;
  const marks: Tick[] = [];
  // Even by the clock on the wall: counted from local midnight, which also holds on days when the clock is put.
  const first = new Date(stretch.from);
  first.setHours(0, 0, 0, 0);
  for (let day = first; day.getTime() <= stretch.to && marks.length < 400;) {
    const next = new Date(day);
    next.setDate(day.getDate() + Math.max(1, Math.round(step / DAY)));
    const end = Math.min(next.getTime(), stretch.to + 1);
    for (let at = day.getTime(); at < end; at += Math.min(step, DAY * 40)) {
      if (at >= stretch.from && at <= stretch.to) marks.push(tick(at, step));
      if (step >= DAY) break;
    }
    day = next;
  }
  return marks;
}

function tick(at: number, step: number): Tick {
  const date = new Date(at);
  const day = date.getHours() === 0 && date.getMinutes() === 0 && date.getSeconds() === 0;
  const label = day
    ? date.toLocaleDateString('en-GB', { weekday: 'short', day: 'numeric', month: 'short' })
    : date.toLocaleTimeString('en-GB', {
        hour: '2-digit',
        minute: '2-digit',
        ...(step < MINUTE && { second: '2-digit' }),
      });
  return { at, label, day };
}

/** The exact time in words, with tenths where the bar is short. */
export function exactTime(at: number): string {
  const date = new Date(at);
  const time = date.toLocaleTimeString('en-GB', { hour12: false });
  return `${time}.${Math.floor((((at % 1000) + 1000) % 1000) / 100)}`;
}

export function dateOf(at: number): string {
  return new Date(at).toLocaleDateString('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  });
}

/** The zone of the shown times, such as "EET (UTC+2)". */
export function zoneOf(at: number): string {
  const date = new Date(at);
  const minutes = -date.getTimezoneOffset();
  const hours = Math.floor(Math.abs(minutes) / 60);
  const rest = Math.abs(minutes) % 60;
  const name = Intl.DateTimeFormat('en-GB', { timeZoneName: 'short' })
    .formatToParts(date)
    .find((part) => part.type === 'timeZoneName')?.value;
  const offset = `UTC${minutes === 0 ? '' : `${minutes < 0 ? '−' : '+'}${hours}${rest ? `:${String(rest).padStart(2, '0')}` : ''}`}`;
  return !name || name.startsWith('GMT') || name === 'UTC' ? offset : `${name} (${offset})`;
}
