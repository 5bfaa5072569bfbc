import { describe, expect, it } from 'vitest';
import {
  area,
  areaFaults,
  contains,
  forwardOf,
  labelSpot,
  laneFaults,
  lineFaults,
  moved,
  nearestEdge,
  side,
  stretchesCross,
  usualArrow,
  withCorner,
  withCornerAfter,
  withoutCorner,
  type Point,
} from './geometry';

const square: Point[] = [
  [0.2, 0.2],
  [0.8, 0.2],
  [0.8, 0.8],
  [0.2, 0.8],
];

describe('an area', () => {
  it('may be saved when it is simple', () => {
    expect(areaFaults(square)).toEqual([]);
    expect(area(square)).toBeCloseTo(0.36);
  });

  it('needs 3 to 64 corners', () => {
    expect(areaFaults(square.slice(0, 2))).toEqual([{ code: 'tooFewCorners', corners: 2 }]);
    const circle = (n: number): Point[] =>
      Array.from({ length: n }, (_, i) => [
        0.5 + 0.3 * Math.cos((i * 2 * Math.PI) / n),
        0.5 + 0.3 * Math.sin((i * 2 * Math.PI) / n),
      ]);
    expect(areaFaults(circle(64))).toEqual([]);
    expect(areaFaults(circle(65))).toEqual([{ code: 'tooManyCorners', corners: 65 }]);
  });

  it('says which corner lies outside the picture', () => {
    expect(
      areaFaults([
        [0.2, 0.2],
        [1.2, 0.2],
        [0.5, 0.9],
      ]),
    ).toEqual([{ code: 'cornerOutside', corner: 2 }]);
  });

  it('says which edges cross', () => {
    expect(
      areaFaults([
        [0.2, 0.2],
        [0.8, 0.8],
        [0.8, 0.2],
        [0.3, 0.8],
      ]),
    ).toEqual([{ code: 'edgesCross', edge: 1, other: 3 }]);
  });

  it('counts edges that only touch as crossing, as the server does', () => {
    const touching: Point[] = [
      [0.1, 0.1],
      [0.9, 0.1],
      [0.9, 0.9],
      [0.5, 0.1],
      [0.1, 0.9],
    ];
    expect(areaFaults(touching).map((fault) => fault.code)).toContain('edgesCross');
  });

  it('must not be empty', () => {
    expect(
      areaFaults([
        [0.1, 0.1],
        [0.5, 0.5],
        [0.9, 0.9],
      ]),
    ).toEqual([{ code: 'emptyArea' }]);
  });
});

describe('lines and lanes', () => {
  it('must lie in the picture and be long enough to have a direction', () => {
    expect(lineFaults([0.1, 0.1], [0.9, 0.1])).toEqual([]);
    expect(lineFaults([0.1, 0.1], [0.105, 0.1])).toEqual([{ code: 'lineTooShort' }]);
    expect(lineFaults([-0.1, 0.1], [0.5, 0.1])).toEqual([{ code: 'endOutside' }]);
    expect(laneFaults(square, [0.5, 0.5], [0.51, 0.5])).toEqual([{ code: 'arrowTooShort' }]);
    expect(laneFaults(square, [0.5, 0.5], [0.5, 1.1])).toEqual([{ code: 'arrowOutside' }]);
  });

  it('show forward as the right hand of someone walking along the line', () => {
    const { middle, step } = forwardOf([0.2, 0.5], [0.8, 0.5], 16 / 9);
    expect(middle).toEqual([0.5, 0.5]);
    const after: Point = [middle[0] + 0.1 * step[0], middle[1] + 0.1 * step[1]];
    expect(side([0.2, 0.5], [0.8, 0.5], after)).toBeGreaterThan(0);
    expect(step[1]).toBeCloseTo(1);
  });

  it('start with an arrow along the long side, away from the viewer', () => {
    const upright: Point[] = [
      [0.4, 0.9],
      [0.45, 0.1],
      [0.55, 0.1],
      [0.6, 0.9],
    ];
    const { entry, exit } = usualArrow(upright, 16 / 9);
    expect(exit[1]).toBeLessThan(entry[1] - 0.2);
    expect(laneFaults(upright, entry, exit)).toEqual([]);
    const wide: Point[] = [
      [0.1, 0.5],
      [0.9, 0.5],
      [0.9, 0.6],
      [0.1, 0.6],
    ];
    const along = usualArrow(wide, 16 / 9);
    expect(Math.abs(along.exit[0] - along.entry[0])).toBeGreaterThan(0.2);
  });
});

describe('editing', () => {
  it('keeps corners in the picture', () => {
    expect(withCorner(square, 0, [-3, 0.123456])[0]).toEqual([0, 0.1235]);
  });

  it('inserts in the middle of an edge, also of the closing one, and never past the limit', () => {
    expect(withCornerAfter(square, 3)[4]).toEqual([0.2, 0.5]);
    const full: Point[] = Array.from({ length: 64 }, (_, i) => [i / 64, (i % 2) / 2]);
    expect(withCornerAfter(full, 0)).toHaveLength(64);
  });

  it('leaves at least three corners', () => {
    expect(withoutCorner(square, 1)).toEqual([
      [0.2, 0.2],
      [0.8, 0.8],
      [0.2, 0.8],
    ]);
    expect(withoutCorner(square.slice(0, 3), 1)).toHaveLength(3);
  });

  it('moves a shape as a whole and stops at the border', () => {
    expect(moved(square, 0.5, -0.1)).toEqual([
      [0.4, 0.1],
      [1, 0.1],
      [1, 0.7],
      [0.4, 0.7],
    ]);
  });

  it('finds the edge under the pointer', () => {
    const { index, spot } = nearestEdge(square, [0.85, 0.5]);
    expect(index).toBe(1);
    expect(spot).toEqual([0.8, 0.5]);
  });

  it('puts the label inside even when the middle is outside', () => {
    const c: Point[] = [
      [0.1, 0.1],
      [0.9, 0.1],
      [0.9, 0.2],
      [0.2, 0.2],
      [0.2, 0.8],
      [0.9, 0.8],
      [0.9, 0.9],
      [0.1, 0.9],
    ];
    expect(contains(c, labelSpot(c))).toBe(true);
  });
});

describe('random areas', () => {
  it('contain the same points as a slow winding count says, and cross symmetrically', () => {
    const seed = Date.now() % 2_147_483_647;
    console.log(`seed ${seed}`);
    let state = seed || 1;
    const next = (): number => {
      state = (state * 48_271) % 2_147_483_647;
      return state / 2_147_483_647;
    };
    for (let round = 0; round < 500; round++) {
      const angles = Array.from({ length: 3 + Math.floor(next() * 9) }, () => next() * 2 * Math.PI).sort(
        (a, b) => a - b,
      );
      const corners = angles.map((angle): Point => {
        const r = 0.1 + 0.35 * next();
        return [0.5 + r * Math.cos(angle), 0.5 + r * Math.sin(angle)];
      });
      const p: Point = [next(), next()];
      let winding = 0;
      corners.forEach((a, i) => {
        const b = corners[(i + 1) % corners.length] ?? a;
        let turn = Math.atan2(b[1] - p[1], b[0] - p[0]) - Math.atan2(a[1] - p[1], a[0] - p[0]);
        while (turn > Math.PI) turn -= 2 * Math.PI;
        while (turn < -Math.PI) turn += 2 * Math.PI;
        winding += turn;
      });
      if (areaFaults(corners).length === 0) {
        expect(contains(corners, p), `seed ${seed} round ${round}`).toBe(Math.abs(winding) > Math.PI);
      }
      const [a, b, c] = corners as [Point, Point, Point];
      expect(stretchesCross(a, b, c, p)).toBe(stretchesCross(p, c, b, a));
    }
  });
});
