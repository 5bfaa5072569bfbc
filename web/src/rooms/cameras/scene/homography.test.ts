import { describe, expect, it } from 'vitest';
import type { GroundMark } from '../../../api';
import type { Point } from './geometry';
import {
  calibrationFaults,
  groundView,
  metresBetween,
  niceStepM,
  previewGrid,
  rectangleMarks,
  squareMetres,
} from './homography';

const road: Point[] = [
  [0.2, 0.9],
  [0.8, 0.9],
  [0.6, 0.4],
  [0.4, 0.4],
];
const marks = rectangleMarks(road, 7, 40);

describe('a calibration', () => {
  it('gives back its own points', () => {
    const view = groundView(marks);
    marks.forEach((mark) => {
      const ground = view?.toGround(mark.picture);
      expect(ground?.[0]).toBeCloseTo(mark.eastM, 6);
      expect(ground?.[1]).toBeCloseTo(mark.northM, 6);
      const picture = view?.toPicture([mark.eastM, mark.northM]);
      expect(picture?.[0]).toBeCloseTo(mark.picture[0], 6);
      expect(picture?.[1]).toBeCloseTo(mark.picture[1], 6);
    });
  });

  it('goes there and back anywhere on the ground that is seen', () => {
    const view = groundView(marks);
    for (let i = 0; i < 50; i++) {
      const p: Point = [0.02 * i, 0.45 + 0.01 * i];
      const ground = view?.toGround(p);
      const back = ground && view?.toPicture(ground);
      expect(back?.[0]).toBeCloseTo(p[0], 6);
      expect(back?.[1]).toBeCloseTo(p[1], 6);
    }
  });

  it('says how big things are', () => {
    const view = groundView(marks);
    if (!view) throw new Error('usable');
    expect(squareMetres(view, road)).toBeCloseTo(280, 6);
    expect(metresBetween(view, [0.2, 0.9], [0.8, 0.9])).toBeCloseTo(7, 6);
  });

  it('has no ground above the horizon', () => {
    const view = groundView(marks);
    expect(view?.toGround([0.5, 0.05])).toBeNull();
    expect(
      view &&
        squareMetres(view, [
          [0.1, 0.01],
          [0.9, 0.01],
          [0.5, 0.9],
        ]),
    ).toBeNull();
  });

  it('draws a grid with round steps that stays near the picture', () => {
    const view = groundView(marks);
    if (!view) throw new Error('usable');
    const grid = previewGrid(view, marks);
    expect(grid.stepM).toBe(10);
    expect(grid.lines.length).toBeGreaterThan(20);
    grid.lines
      .flatMap((line) => [...line.from, ...line.to])
      .forEach((value) => {
        expect(value).toBeGreaterThan(-0.51);
        expect(value).toBeLessThan(1.51);
      });
    expect([0.5, 3, 6, 7, 100].map(niceStepM)).toEqual([0.1, 0.5, 1, 2, 20]);
  });

  it('is refused with the point to blame', () => {
    expect(calibrationFaults(marks)).toEqual([]);
    expect(calibrationFaults(marks.slice(0, 3))).toEqual([{ code: 'needsFour', points: 3 }]);
    const onLine = rectangleMarks(
      [
        [0.1, 0.1],
        [0.5, 0.5],
        [0.9, 0.9],
        [0.1, 0.9],
      ],
      5,
      5,
    );
    expect(calibrationFaults(onLine)).toContainEqual({ code: 'oneLine', point: 4, where: 'picture' });
    const flat: GroundMark[] = marks.map((mark, i) => ({ ...mark, northM: i === 3 ? 10 : 0 }));
    expect(calibrationFaults(flat)).toContainEqual({ code: 'oneLine', point: 4, where: 'ground' });
    const swapped = rectangleMarks([road[1], road[0], road[2], road[3]] as Point[], 7, 40);
    expect(calibrationFaults(swapped)).toEqual([{ code: 'twisted' }]);
    expect(groundView(swapped)).toBeNull();
  });
});
