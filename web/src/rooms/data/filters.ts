import type { DeviceState, Marker, SensorKind } from '../../api';

/** What of the city's sensors is shown; kept in the address, so that a link shows the same. */
export interface Filters {
  search: string;
  kinds: SensorKind[];
  states: DeviceState[];
}

export const STATES: readonly DeviceState[] = ['OK', 'DOUBTFUL', 'SILENT', 'NEVER', 'OFF'];

export const KINDS: readonly SensorKind[] = [
  'AIR_QUALITY',
  'ODOUR',
  'SMOKE',
  'WEATHER',
  'SOUND',
  'TRAFFIC',
  'WASTE',
  'WATER',
  'DOOR',
  'PEOPLE',
  'GENERIC',
];

function listOf<T extends string>(value: unknown, allowed: readonly T[]): T[] {
  if (typeof value !== 'string') return [];
  return value.split(',').filter((each): each is T => (allowed as readonly string[]).includes(each));
}

/** Reads an address; what it does not know is left out. */
export function filtersOf(address: Record<string, unknown>): Filters {
  return {
    search: typeof address['search'] === 'string' ? address['search'] : '',
    kinds: listOf(address['kind'], KINDS),
    states: listOf(address['state'], STATES),
  };
}

/** The address of filters. */
export function addressOf({ search, kinds, states }: Filters): Record<string, string> {
  return {
    ...(search && { search }),
    ...(kinds.length > 0 && { kind: kinds.join(',') }),
    ...(states.length > 0 && { state: states.join(',') }),
  };
}

/** Whether a marker is shown. */
export function fits(marker: Marker, { search, kinds, states }: Filters): boolean {
  if (kinds.length > 0 && !kinds.includes(marker.kind)) return false;
  if (states.length > 0 && !states.includes(marker.state)) return false;
  if (!search) return true;
  const hay = `${marker.name} ${marker.id}`.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => hay.includes(word));
}
