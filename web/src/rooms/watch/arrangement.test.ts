import { describe, expect, it } from 'vitest';
import { place, readArrangement, swap } from './arrangement';

const tiles = ['a', 'b', null, 'd', 'e', ...new Array<null>(11).fill(null)];

describe('arrangement of the wall', () => {
  it('leaves a camera where it already hangs', () => {
    expect(place(tiles, 4, 'b')).toEqual({ tiles, at: 1 });
  });

  it('hangs a new camera on the first free tile, else on the last visible one', () => {
    expect(place(tiles, 4, 'x').at).toBe(2);
    const full = ['a', 'b', 'c', 'd', 'e', ...new Array<null>(11).fill(null)];
    expect(place(full, 4, 'x').at).toBe(3);
  });

  it('brings a hidden camera forward without losing or doubling any other', () => {
    const full = ['a', 'b', 'c', 'd', 'e', ...new Array<null>(11).fill(null)];
    const next = place(full, 4, 'e');
    expect(next.at).toBe(3);
    expect(next.tiles.slice(0, 5)).toEqual(['a', 'b', 'c', 'e', 'd']);
  });

  it('swaps two tiles, also with a free one', () => {
    expect(swap(tiles, 0, 2).slice(0, 3)).toEqual([null, 'b', 'a']);
  });

  it('forgives what it cannot read', () => {
    expect(readArrangement('not json')).toBeUndefined();
    const read = readArrangement('{"size":5,"tiles":["a",7],"split":9}');
    expect(read?.size).toBe(4);
    expect(read?.tiles.slice(0, 2)).toEqual(['a', null]);
    expect(read?.tiles).toHaveLength(16);
    expect(read?.split).toBe(0.75);
  });
});
