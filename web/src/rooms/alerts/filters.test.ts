import { describe, expect, it } from 'vitest';
import {
  addressOf,
  filterCount,
  filtersFrom,
  matches,
  NO_FILTERS,
  questionOf,
  type Filterable,
  type Filters,
} from './filters';
import { commandOf, DISMISS_REASONS } from './keys';

const now = new Date('2026-11-22T12:00:30Z');
const alert: Filterable = {
  state: 'NEW',
  kind: 'WRONG_WAY',
  severity: 'CRITICAL',
  ruleName: 'Wrong way on the ramp',
  camera: { id: 'ramp', name: 'North ramp' },
  sourceName: 'North ramp',
  place: { id: 'p1', name: 'Ring road' },
  part: 'lane 1',
  message: 'A car drives against lane 1',
  raisedAt: '2026-11-22T11:30:00Z',
};

describe('filters', () => {
  it('live in the address and come back from it', () => {
    const filters: Filters = {
      state: null,
      severities: ['CRITICAL', 'MINOR'],
      kinds: ['WRONG_WAY'],
      cameraId: 'ramp',
      place: 'Ring road',
      period: '8h',
      search: 'red car',
    };
    expect(filtersFrom(addressOf(filters))).toEqual(filters);
    expect(addressOf(NO_FILTERS)).toEqual({});
    expect(filtersFrom({})).toEqual(NO_FILTERS);
    expect(filterCount(filters)).toBe(6);
  });

  it('ignore nonsense in an address', () => {
    expect(filtersFrom({ state: 'x', severity: 'BAD,MAJOR', kind: '<script>', period: 9, search: { a: 1 } })).toEqual({
      ...NO_FILTERS,
      severities: ['MAJOR'],
    });
  });

  it('ask the server by whole minutes', () => {
    expect(questionOf({ ...NO_FILTERS, period: '1h' }, now)).toEqual({
      state: 'NEW',
      from: '2026-11-22T11:00:00.000Z',
    });
  });

  it('judge news as the server would', () => {
    const fits = (change: Partial<Filters>): boolean => matches(alert, { ...NO_FILTERS, ...change }, now);
    expect(fits({})).toBe(true);
    expect(fits({ state: 'DISMISSED' })).toBe(false);
    expect(fits({ state: null, severities: ['MINOR'] })).toBe(false);
    expect(fits({ kinds: ['WRONG_WAY', 'LOITERING'] })).toBe(true);
    expect(fits({ cameraId: 'other' })).toBe(false);
    expect(fits({ place: 'Ring road' })).toBe(true);
    expect(fits({ period: '1h' })).toBe(true);
    expect(matches({ ...alert, raisedAt: '2026-11-22T10:00:00Z' }, { ...NO_FILTERS, period: '1h' }, now)).toBe(false);
    expect(fits({ search: ' RING ' })).toBe(true);
    expect(fits({ search: 'car bicycle' })).toBe(false);
  });
});

describe('keys', () => {
  const calm = { askingReason: false, hasSelection: true };

  it('mean what the list of keys says', () => {
    const meaning = Object.fromEntries(
      ['j', 'k', 'a', 'd', 'i', 'z', 'v', 'Enter', 'Escape', 'x'].map((key) => [key, commandOf({ key }, calm)?.do]),
    );
    expect(meaning).toEqual({
      j: 'next',
      k: 'previous',
      a: 'acknowledge',
      d: 'askReason',
      i: 'incident',
      z: 'undo',
      v: 'live',
      Enter: 'open',
      Escape: 'back',
      x: undefined,
    });
    expect(commandOf({ key: 'A' }, calm)?.do).toBe('acknowledge');
  });

  it('leave the browser its own', () => {
    expect(commandOf({ key: 'a', ctrlKey: true }, calm)).toBeNull();
    expect(commandOf({ key: 'd', metaKey: true }, calm)).toBeNull();
  });

  it('choose a reason by its digit, and only a reason while one is asked for', () => {
    const asking = { askingReason: true, hasSelection: true };
    DISMISS_REASONS.forEach((reason, i) =>
      expect(commandOf({ key: String(i + 1) }, asking)).toEqual({ do: 'dismiss', reason }),
    );
    expect(commandOf({ key: 'a' }, asking)).toBeNull();
    expect(commandOf({ key: '9' }, asking)).toBeNull();
    expect(commandOf({ key: 'Escape' }, asking)).toEqual({ do: 'cancelReason' });
  });

  it('act on nothing when nothing is selected', () => {
    expect(commandOf({ key: 'a' }, { askingReason: false, hasSelection: false })).toBeNull();
    expect(commandOf({ key: 'j' }, { askingReason: false, hasSelection: false })).toEqual({ do: 'next' });
  });
});
