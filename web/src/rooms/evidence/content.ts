import { apiUrl } from '../../api';

/** Address of an exhibit's file; looking and downloading go into custody apart. */
export function contentUrl(exhibit: string, as: 'view' | 'download', file?: string): string {
  return apiUrl(`/evidence/exhibits/${exhibit}/content`, { as, file });
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** A size for people: 3.2 GB. */
export function bytes(size: number): string {
  let value = size;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`;
}
