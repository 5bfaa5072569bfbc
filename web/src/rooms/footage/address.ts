import { SPEEDS } from '../../video';
import { clampLength, HOUR } from './scale';

export const MOST_CAMERAS = 9;

/** What a link to the room says. */
export interface Address {
  cameras: string[];
  /** Milliseconds since 1970; undefined for now. */
  at: number | undefined;
  speed: number;
  length: number;
  play: boolean;
}

/** A picture needs the fragment it lies in: this close to the end there is one to show. */
const BEHIND_MS = 3_000;

/**
 * Where to open when no moment was asked for: shortly before the newest picture of the cameras, which may be hours ago
 * when recording was stopped. Undefined when none of them has any.
 */
export function openingAt(newest: readonly (string | null | undefined)[], now: number): number | undefined {
  const ends = newest.map((at) => Date.parse(at ?? '')).filter(Number.isFinite);
  return ends.length === 0 ? undefined : Math.min(Math.max(...ends), now) - BEHIND_MS;
}

export function readAddress(search: Record<string, unknown>): Address {
  const text = (name: string) => (search[name] === undefined ? '' : String(search[name]));
  const at = Date.parse(text('at'));
  const speed = Number(text('speed'));
  const span = Number(text('span'));
  return {
    cameras: [...new Set(text('cameras').split(',').filter(Boolean))].slice(0, MOST_CAMERAS),
    at: Number.isFinite(at) ? at : undefined,
    speed: SPEEDS.find((known) => known === speed) ?? 1,
    length: span > 0 ? clampLength(span * 1000) : HOUR,
    play: text('play') === 'true' || text('play') === '1',
  };
}

export function writeAddress(address: Omit<Address, 'play'>): Record<string, string | number> {
  return {
    ...(address.cameras.length > 0 && { cameras: address.cameras.join(',') }),
    ...(address.at !== undefined && { at: new Date(address.at).toISOString() }),
    ...(address.speed !== 1 && { speed: address.speed }),
    ...(address.length !== HOUR && { span: Math.round(address.length / 1000) }),
  };
}
