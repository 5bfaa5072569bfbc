/**
 * What a key means in the alert queue. Pure, so that the list of keys and their meaning are tested without a screen.
 */
import type { DismissReason } from '../../api';

/** In the order of their digits. */
export const DISMISS_REASONS: readonly DismissReason[] = [
  'FALSE_DETECTION',
  'HARMLESS',
  'KNOWN_WORK',
  'DUPLICATE',
  'TEST',
];

export type KeyCommand =
  | { do: 'next' }
  | { do: 'previous' }
  | { do: 'first' }
  | { do: 'last' }
  | { do: 'open' }
  | { do: 'back' }
  | { do: 'acknowledge' }
  | { do: 'askReason' }
  | { do: 'dismiss'; reason: DismissReason }
  | { do: 'cancelReason' }
  | { do: 'incident' }
  | { do: 'undo' }
  | { do: 'live' }
  | { do: 'settle' };

export interface Press {
  key: string;
  ctrlKey?: boolean;
  metaKey?: boolean;
  altKey?: boolean;
}

/** Null: the key means nothing here and belongs to the browser. */
export function commandOf(press: Press, mode: { askingReason: boolean; hasSelection: boolean }): KeyCommand | null {
  if (press.ctrlKey || press.metaKey || press.altKey) {
    return null;
  }
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  if (mode.askingReason) {
    const reason = /^[1-9]$/.test(key) ? DISMISS_REASONS[Number(key) - 1] : undefined;
    return reason ? { do: 'dismiss', reason } : key === 'Escape' || key === 'd' ? { do: 'cancelReason' } : null;
  }
  switch (key) {
    case 'j':
    case 'ArrowDown':
      return { do: 'next' };
    case 'k':
    case 'ArrowUp':
      return { do: 'previous' };
    case 'Home':
      return { do: 'first' };
    case 'End':
      return { do: 'last' };
    case 'z':
      return { do: 'undo' };
    case '.':
      return { do: 'settle' };
  }
  if (!mode.hasSelection) {
    return null;
  }
  switch (key) {
    case 'a':
      return { do: 'acknowledge' };
    case 'd':
      return { do: 'askReason' };
    case 'i':
      return { do: 'incident' };
    case 'v':
      return { do: 'live' };
    case 'Enter':
      return { do: 'open' };
    case 'Escape':
      return { do: 'back' };
    default:
      return null;
  }
}
