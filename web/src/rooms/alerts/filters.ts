/**
 * What the queue shows, kept in the address so that a link shows another person the same list.
 */
import type { AlertState, Severity } from '../../api';

export const STATES: readonly AlertState[] = ['NEW', 'ACKNOWLEDGED', 'DISMISSED', 'IN_INCIDENT'];
export const SEVERITIES: readonly Severity[] = ['CRITICAL', 'MAJOR', 'MINOR', 'INFO'];
export const PERIODS = ['1h', '8h', '24h', '7d'] as const;
export type Period = (typeof PERIODS)[number];

const HOURS: Record<Period, number> = { '1h': 1, '8h': 8, '24h': 24, '7d': 168 };

export interface Filters {
  /** Null: all states. */
  state: AlertState | null;
  severities: Severity[];
  kinds: string[];
  cameraId: string | null;
  /** Name of a place. */
  place: string | null;
  period: Period | null;
  search: string;
}

export const NO_FILTERS: Filters = {
  state: 'NEW',
  severities: [],
  kinds: [],
  cameraId: null,
  place: null,
  period: null,
  search: '',
};

/** The part of an address after `?`, as the router gives it: any JSON, so nothing about it is trusted. */
export type Address = Record<string, unknown>;

export function filtersFrom(address: Address): Filters {
  const state = text(address['state']);
  return {
    state: state === 'ALL' ? null : (STATES.find((known) => known === state) ?? 'NEW'),
    severities: words(address['severity']).filter((word): word is Severity =>
      SEVERITIES.some((known) => known === word),
    ),
    kinds: words(address['kind']).filter((word) => /^[A-Z_]{1,40}$/.test(word)),
    cameraId: text(address['camera']) || null,
    place: text(address['place']).slice(0, 120) || null,
    period: PERIODS.find((known) => known === address['period']) ?? null,
    search: text(address['search']).slice(0, 200),
  };
}

/** Only what differs from a fresh page, so that addresses stay short. */
export function addressOf(filters: Filters): Record<string, string> {
  const address: Record<string, string> = {};
  if (filters.state !== 'NEW') {
    address['state'] = filters.state ?? 'ALL';
  }
  if (filters.severities.length > 0) {
    address['severity'] = filters.severities.join(',');
  }
  if (filters.kinds.length > 0) {
    address['kind'] = filters.kinds.join(',');
  }
  if (filters.cameraId) {
    address['camera'] = filters.cameraId;
  }
  if (filters.place) {
    address['place'] = filters.place;
  }
  if (filters.period) {
    address['period'] = filters.period;
  }
  if (filters.search) {
    address['search'] = filters.search;
  }
  return address;
}

/** How many filters narrow the list beside the state, which has its own tabs. */
export function filterCount(filters: Filters): number {
  return [
    filters.severities.length > 0,
    filters.kinds.length > 0,
    filters.cameraId !== null,
    filters.place !== null,
    filters.period !== null,
    filters.search !== '',
  ].filter(Boolean).length;
}

/** The same question for the server. `now` moves in steps of a minute so that a list is not asked anew every second. */
export function questionOf(filters: Filters, now: Date): Record<string, string> {
  const question: Record<string, string> = {};
  if (filters.state) {
    question['state'] = filters.state;
  }
  if (filters.severities.length > 0) {
    question['severity'] = filters.severities.join(',');
  }
  if (filters.kinds.length > 0) {
    question['kind'] = filters.kinds.join(',');
  }
  if (filters.cameraId) {
    question['cameraId'] = filters.cameraId;
  }
  if (filters.period) {
    const minute = Math.floor(now.getTime() / 60_000) * 60_000;
    question['from'] = new Date(minute - HOURS[filters.period] * 3_600_000).toISOString();
  }
  // The server's search also looks at the place; `matches` then makes it exact.
  const search = [filters.search.trim(), filters.place ?? ''].filter(Boolean).join(' ');
  if (search) {
    question['search'] = search;
  }
  return question;
}

/** What an alert needs to be judged by the filters without asking the server: for news. */
export interface Filterable {
  state: AlertState;
  kind: string;
  severity: Severity;
  ruleName: string;
  camera?: { id: string; name: string } | null;
  sourceName: string;
  place?: { id: string; name: string } | null;
  part?: string | null;
  message: string;
  raisedAt: string;
}

export function matches(alert: Filterable, filters: Filters, now: Date): boolean {
  if (filters.state && alert.state !== filters.state) {
    return false;
  }
  if (filters.severities.length > 0 && !filters.severities.includes(alert.severity)) {
    return false;
  }
  if (filters.kinds.length > 0 && !filters.kinds.includes(alert.kind)) {
    return false;
  }
  if (filters.cameraId && alert.camera?.id !== filters.cameraId) {
    return false;
  }
  if (filters.place && alert.place?.name !== filters.place) {
    return false;
  }
  if (filters.period && now.getTime() - Date.parse(alert.raisedAt) > HOURS[filters.period] * 3_600_000) {
    return false;
  }
  const hay = [alert.message, alert.ruleName, alert.sourceName, alert.place?.name ?? '', alert.part ?? '']
    .join('\n')
    .toLowerCase();
  return filters.search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => hay.includes(word));
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

function words(value: unknown): string[] {
  return text(value)
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}
