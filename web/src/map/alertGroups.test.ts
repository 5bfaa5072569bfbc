import { expect, test } from 'vitest';
import { apart } from './alertGroups';

test('pins that would lie over each other are one, the first keeps its place', () => {
  const worst = { x: 100, y: 100 };
  const beside = { x: 130, y: 110 };
  const below = { x: 100, y: 140 };
  expect(apart([worst, beside, below], (spot) => spot)).toEqual([[worst, beside], [below]]);
});

test('no two groups are near each other, and nothing is lost', () => {
  const seed = Date.now() % 2147483647;
  console.log(`seed ${seed}`);
  let state = seed;
  const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
  const spots = Array.from({ length: 300 }, () => ({ x: random() * 800, y: random() * 600 }));
  const groups = apart(spots, (spot) => spot);
  expect(groups.flat()).toHaveLength(300);
  const firsts = groups.map(([first]) => first);
  for (const [i, a] of firsts.entries())
    for (const b of firsts.slice(i + 1))
      expect(Math.abs((a?.x ?? 0) - (b?.x ?? 0)) >= 54 || Math.abs((a?.y ?? 0) - (b?.y ?? 0)) >= 32).toBe(true);
});
