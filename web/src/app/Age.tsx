import { useSyncExternalStore } from 'react';
import { serverNow } from '../api';
import { t } from '../words';

let now = Math.floor(Date.now() / 1000);
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Math.floor(serverNow() / 1000);
    listeners.forEach((each) => each());
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** The server's time in seconds, anew every second; one timer for the whole page. */
export function useSeconds(): number {
  return useSyncExternalStore(subscribe, () => now);
}

/** A length of time in words: "40 s", "12 min", "3 h". */
export function duration(seconds: number): string {
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) return t('app.age.seconds', { n: s });
  if (s < 3600) return t('app.age.minutes', { n: Math.floor(s / 60) });
  if (s < 48 * 3600) return t('app.age.hours', { n: Math.floor(s / 3600) });
  return t('app.age.days', { n: Math.floor(s / 86_400) });
}

/** Clock time here, with the date when it is not today: "12:03:10", "21 Nov 12:03:10". */
export function clockTime(at: string | number | Date): string {
  const date = new Date(at);
  return isSameDay(date, new Date()) ? timeOf(date) : dayAndTime(date);
}

/** From when to when, as {@link clockTime}; with both dates when these differ: "28 Nov 13:51:00 – 29 Nov 13:51:00". */
export function clockSpan(from: string | number | Date, to: string | number | Date): string {
  const [start, end] = [new Date(from), new Date(to)];
  const tell = isSameDay(start, end) ? clockTime : dayAndTime;
  return `${tell(start)} – ${tell(end)}`;
}

function isSameDay(one: Date, other: Date): boolean {
  return one.toDateString() === other.toDateString();
}

function timeOf(date: Date): string {
  return date.toLocaleTimeString('en-GB', { hour12: false });
}

function dayAndTime(date: Date): string {
  return `${date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })} ${timeOf(date)}`;
}

/** How long ago something was, counting on by itself; the exact time on hover. */
export function Age(props: { at: string | number | null | undefined; bare?: boolean }) {
  const seconds = useSeconds();
  if (props.at === null || props.at === undefined) return <span>{t('app.age.never')}</span>;
  const at = new Date(props.at);
  const gone = seconds - at.getTime() / 1000;
  const text = gone < 1 ? t('app.age.now') : props.bare ? duration(gone) : t('app.age.ago', { age: duration(gone) });
  return (
    <time dateTime={at.toISOString()} title={at.toLocaleString('en-GB')}>
      {text}
    </time>
  );
}

/** A clock time; the full date and the UTC time on hover. */
export function At(props: { at: string | number }) {
  const date = new Date(props.at);
  return (
    <time dateTime={date.toISOString()} title={`${date.toLocaleString('en-GB')} (${date.toISOString()})`}>
      {clockTime(date)}
    </time>
  );
}
