import { describe, expect, it } from 'vitest';
import type { Marker } from './sensing';
import { mergeMarkers, type Markers } from './sensingQueries';

const marker = (id: string, value: number): Marker => ({
  ...{ id, name: id, kind: 'ODOUR', state: 'OK', value },
  location: { latitude: 52, longitude: 4 },
});
const start: Markers = {
  at: '2026-11-25T10:00:00Z',
  cursor: '1',
  items: [marker('a', 1), marker('b', 2), marker('c', 3)],
  index: new Map([
    ['a', 0],
    ['b', 1],
    ['c', 2],
  ]),
};
const next = { at: '2026-11-25T10:00:01Z', cursor: '2' };

describe('markers that change', () => {
  it('keep their places in the list', () => {
    const after = mergeMarkers(start, { ...next, items: [marker('b', 9)], removed: [] });
    expect(after.items.map(({ id, value }) => [id, value])).toEqual([
      ['a', 1],
      ['b', 9],
      ['c', 3],
    ]);
    expect(after.items[0]).toBe(start.items[0]);
    expect(after).toMatchObject(next);
    expect(start.items[1]?.value).toBe(2);
  });

  it('come and go', () => {
    const after = mergeMarkers(start, { ...next, items: [marker('d', 4)], removed: ['a'] });
    expect(after.items.map((item) => item.id)).toEqual(['b', 'c', 'd']);
    expect([...after.index]).toEqual([
      ['b', 0],
      ['c', 1],
      ['d', 2],
    ]);
  });

  it('are the same list when only time has passed', () => {
    expect(mergeMarkers(start, { ...next, items: [], removed: [] }).items).toBe(start.items);
  });
});
