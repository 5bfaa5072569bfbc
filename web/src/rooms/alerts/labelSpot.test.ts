import { expect, it } from 'vitest';
import type { Point } from '../../api';
import { labelSpot } from './labelSpot';

const junction: Point[] = [
  [0.4, 0.32],
  [0.68, 0.34],
  [0.7, 0.5],
  [0.46, 0.44],
];

it('stands above the topmost corner', () => {
  const spot = labelSpot('Junction', junction, null, 16 / 9);
  expect(spot?.left).toBeCloseTo(0.4);
  expect(spot?.top).toBeLessThan(0.32);
});

it('goes to another corner rather than over the object', () => {
  const spot = labelSpot('Junction', junction, { left: 0.42, top: 0.3, width: 0.06, height: 0.06 }, 16 / 9);
  expect(spot?.left).toBeCloseTo(0.68);
});

it('stays inside the picture', () => {
  const lawn: Point[] = [
    [0.98, 0],
    [1, 0.5],
    [0.9, 1],
  ];
  const spot = labelSpot('Lawn', lawn, null, 4 / 3);
  expect(spot?.left).toBeLessThan(0.9);
  expect(spot?.top).toBeGreaterThan(0);
});

it('is left out when it would cover the object everywhere', () => {
  expect(labelSpot('Junction', junction, { left: 0.1, top: 0.1, width: 0.8, height: 0.8 }, 16 / 9)).toBeUndefined();
});
