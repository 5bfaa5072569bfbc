import { useCallback, useEffect, useState } from 'react';

export const sizes = [1, 4, 9, 16] as const;
export type WallSize = (typeof sizes)[number];

/** How one person has arranged the watch screen. */
export interface Arrangement {
  size: WallSize;
  /** Cameras by tile; null where a tile is free. Longer than the wall is: what is hidden comes back with more tiles. */
  tiles: (string | null)[];
  /** Part of the width that is the map, 0..1. */
  split: number;
  tracks: boolean;
  scene: boolean;
}

const LARGEST = 16;
const fresh: Arrangement = {
  size: 4,
  tiles: new Array<string | null>(LARGEST).fill(null),
  split: 0.42,
  tracks: true,
  scene: false,
};

/** Reads what was stored, forgiving whatever an older version or a hand wrote. */
export function readArrangement(text: string | null): Arrangement | undefined {
  if (!text) return undefined;
  try {
    const read = JSON.parse(text) as Partial<Arrangement>;
    const tiles = Array.isArray(read.tiles) ? read.tiles : [];
    return {
      size: sizes.find((size) => size === read.size) ?? fresh.size,
      tiles: fresh.tiles.map((_free, i) => (typeof tiles[i] === 'string' ? tiles[i] : null)),
      split: typeof read.split === 'number' ? clampSplit(read.split) : fresh.split,
      tracks: read.tracks ?? fresh.tracks,
      scene: read.scene ?? fresh.scene,
    };
  } catch {
    return undefined;
  }
}

export function clampSplit(split: number): number {
  return Math.min(0.75, Math.max(0.18, split));
}

/** Swaps two tiles. */
export function swap(tiles: readonly (string | null)[], a: number, b: number): (string | null)[] {
  const next = [...tiles];
  [next[a], next[b]] = [tiles[b] ?? null, tiles[a] ?? null];
  return next;
}

/**
 * Puts a camera on the wall: where it already hangs, else on the first free visible tile, else on the last one.
 *
 * @returns the tiles, and which one shows the camera
 */
export function place(
  tiles: readonly (string | null)[],
  size: number,
  camera: string,
): { tiles: (string | null)[]; at: number } {
  const visible = tiles.slice(0, size);
  const known = visible.indexOf(camera);
  if (known >= 0) return { tiles: [...tiles], at: known };
  const free = visible.indexOf(null);
  const at = free >= 0 ? free : size - 1;
  const hidden = tiles.indexOf(camera);
  const next = hidden >= 0 ? swap(tiles, hidden, at) : [...tiles];
  next[at] = camera;
  return { tiles: next, at };
}

/**
 * The arrangement of a person, kept in this browser. At first all cameras are hung in their order, and the wall is as
 * large as they need.
 */
export function useArrangement(person: string, cameras: readonly string[] | undefined) {
  const key = `vigilia.watch.${person}`;
  const [stored, setStored] = useState(() => readArrangement(localStorage.getItem(key)));

  const first = cameras && cameras.length > 0 ? firstArrangement(cameras) : fresh;
  const arrangement = stored ?? first;

  useEffect(() => {
    if (stored) localStorage.setItem(key, JSON.stringify(stored));
  }, [key, stored]);

  const change = useCallback(
    (next: Partial<Arrangement> | ((now: Arrangement) => Partial<Arrangement>)) => {
      setStored((before) => {
        const now = before ?? arrangement;
        return { ...now, ...(typeof next === 'function' ? next(now) : next) };
      });
    },
    [arrangement],
  );
  return [arrangement, change] as const;
}

function firstArrangement(cameras: readonly string[]): Arrangement {
  const size: WallSize = cameras.length <= 1 ? 1 : cameras.length <= 4 ? 4 : 9;
  return { ...fresh, size, tiles: fresh.tiles.map((_free, i) => cameras[i] ?? null) };
}
