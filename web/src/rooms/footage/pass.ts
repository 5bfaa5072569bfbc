import { HOUR, MINUTE } from './scale';

/** The most of a camera that one pass opens. */
export const LONGEST_PASS = 6 * HOUR;
const LAST = 15 * MINUTE;

/** What is marked, the last quarter of an hour, or from now on. */
export type PassSpan = 'marked' | 'last' | 'growing';

/** What to ask the server for. */
export function passWish(
  camera: string,
  span: PassSpan,
  marked: { from: number; to: number } | undefined,
  hours: number,
  now: number,
): Record<string, string | number> {
  const iso = (at: number) => new Date(Math.round(at)).toISOString();
  const validMinutes = hours * 60;
  if (span === 'growing') return { camera, validMinutes };
  const { from, to } = span === 'marked' && marked ? marked : { from: now - LAST, to: now };
  return { camera, from: iso(from), to: iso(to), validMinutes };
}

/** The header that opens a pass (RFC 7617). */
export function basic(user: string, password: string): string {
  return `Basic ${btoa(`${user}:${password}`)}`;
}

/** A line for a shell. The secret stands in a header: addresses are written to logs. */
export function ffplayLine(address: string, user: string, password: string): string {
  return `ffplay -headers "Authorization: ${basic(user, password)}" "${address}"`;
}
