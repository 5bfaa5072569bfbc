/**
 * From the picture to the ground and back, by four points whose place on the ground is known.
 *
 * A planar homography: right on flat ground, more and more wrong on slopes and stairs. Used for the preview of a
 * calibration; the figures that count are computed by vision from the same four points.
 */
import type { GroundMark, Scene } from '../../../api';
import { area, side, type Point } from './geometry';

export type Calibration = NonNullable<Scene['calibration']>;

/** Metres in the flat local frame of the calibration. */
export type Ground = [eastM: number, northM: number];

/** Three of the points lie on one line; `point` is the one left over, from 1. */
export type CalibrationFault =
  | { code: 'needsFour'; points: number }
  | { code: 'oneLine'; point: number; where: 'picture' | 'ground' }
  | { code: 'pointOutside'; point: number }
  | { code: 'twisted' };

/** Row by row, the last element 1. */
type Matrix = readonly number[];

/** Every fault of a calibration; empty when it may be saved. Limits as in the contract's Calibration. */
export function calibrationFaults(marks: readonly GroundMark[]): CalibrationFault[] {
  if (marks.length !== 4) {
    return [{ code: 'needsFour', points: marks.length }];
  }
  const faults: CalibrationFault[] = [];
  marks.forEach((mark, i) => {
    if (!mark.picture.every((value) => value >= 0 && value <= 1)) {
      faults.push({ code: 'pointOutside', point: i + 1 });
    }
  });
  for (let skip = 0; skip < 4; skip++) {
    const [a, b, c] = [1, 2, 3].map((step) => marks[(skip + step) % 4]) as [GroundMark, GroundMark, GroundMark];
    if (Math.abs(side(a.picture, b.picture, c.picture)) < 1e-5) {
      faults.push({ code: 'oneLine', point: skip + 1, where: 'picture' });
    }
    if (Math.abs(side(groundOf(a), groundOf(b), groundOf(c))) < 1e-3) {
      faults.push({ code: 'oneLine', point: skip + 1, where: 'ground' });
    }
  }
  if (faults.length === 0 && !sameTurn(marks)) {
    faults.push({ code: 'twisted' });
  }
  return faults;
}

/**
 * The four points must go round the same way in the picture and on the ground, up to one mirroring for all of them;
 * otherwise two have been swapped and the horizon would run through the area.
 */
function sameTurn(marks: readonly GroundMark[]): boolean {
  const signs = [0, 1, 2, 3].map((skip) => {
    const [a, b, c] = [1, 2, 3].map((step) => marks[(skip + step) % 4]) as [GroundMark, GroundMark, GroundMark];
    return Math.sign(side(a.picture, b.picture, c.picture)) * Math.sign(side(groundOf(a), groundOf(b), groundOf(c)));
  });
  return signs.every((sign) => sign === signs[0]);
}

function groundOf(mark: GroundMark): Point {
  return [mark.eastM, mark.northM];
}

export interface GroundView {
  /** Where a spot of the picture lies on the ground; null at and above the horizon. */
  toGround(p: Point): Ground | null;
  /** Where a spot of the ground is seen; null behind the camera. May lie outside the picture. */
  toPicture(g: Ground): Point | null;
}

/** Null when the four points are not usable; ask calibrationFaults why. */
export function groundView(marks: readonly GroundMark[]): GroundView | null {
  if (calibrationFaults(marks).length > 0) {
    return null;
  }
  const there = solve(marks.map((mark) => [mark.picture, groundOf(mark)]));
  const back = solve(marks.map((mark) => [groundOf(mark), mark.picture]));
  if (!there || !back) {
    return null;
  }
  const first = marks[0] as GroundMark;
  const thereSign = Math.sign(depth(there, first.picture));
  const backSign = Math.sign(depth(back, groundOf(first)));
  return {
    toGround: (p) => apply(there, p, thereSign),
    toPicture: (g) => apply(back, g, backSign),
  };
}

function depth(m: Matrix, [x, y]: Point): number {
  return (m[6] ?? 0) * x + (m[7] ?? 0) * y + (m[8] ?? 0);
}

function apply(m: Matrix, p: Point, sign: number): Point | null {
  const w = depth(m, p);
  if (w * sign < 1e-6) {
    return null;
  }
  const [x, y] = p;
  return [((m[0] ?? 0) * x + (m[1] ?? 0) * y + (m[2] ?? 0)) / w, ((m[3] ?? 0) * x + (m[4] ?? 0) * y + (m[5] ?? 0)) / w];
}

/** Direct linear transform of four pairs: eight equations, eight unknowns, by elimination with pivoting. */
function solve(pairs: readonly (readonly [Point, Point])[]): Matrix | null {
  const rows: number[][] = [];
  for (const [[x, y], [u, v]] of pairs) {
    rows.push([x, y, 1, 0, 0, 0, -x * u, -y * u, u]);
    rows.push([0, 0, 0, x, y, 1, -x * v, -y * v, v]);
  }
  for (let column = 0; column < 8; column++) {
    let pivot = column;
    for (let r = column + 1; r < 8; r++) {
      if (Math.abs(rows[r]?.[column] ?? 0) > Math.abs(rows[pivot]?.[column] ?? 0)) {
        pivot = r;
      }
    }
    const lead = rows[pivot];
    const swapped = rows[column];
    if (!lead || !swapped || Math.abs(lead[column] ?? 0) < 1e-12) {
      return null;
    }
    rows[pivot] = swapped;
    rows[column] = lead;
    const scale = lead[column] ?? 1;
    rows.forEach((row, r) => {
      if (r !== column) {
        const factor = (row[column] ?? 0) / scale;
        for (let k = column; k < 9; k++) {
          row[k] = (row[k] ?? 0) - factor * (lead[k] ?? 0);
        }
      }
    });
  }
  return [...rows.map((row, i) => (row[8] ?? 0) / (row[i] ?? 1)), 1];
}

/** Ground area of a shape in m²; null when part of it lies above the horizon. */
export function squareMetres(view: GroundView, corners: readonly Point[]): number | null {
  const ground = corners.map((corner) => view.toGround(corner));
  return ground.some((g) => g === null) ? null : area(ground as Ground[]);
}

/** Ground length in metres; null when an end lies above the horizon. */
export function metresBetween(view: GroundView, a: Point, b: Point): number | null {
  const from = view.toGround(a);
  const to = view.toGround(b);
  return from && to ? Math.hypot(to[0] - from[0], to[1] - from[1]) : null;
}

/** A step of 1, 2 or 5 times a power of ten that cuts a stretch into about six. */
export function niceStepM(stretchM: number): number {
  const raw = Math.max(stretchM, 1e-3) / 6;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= raw * 0.999) ?? 10;
  return step * power;
}

/**
 * The ground grid as it should look in the picture: a person sees at once whether it lies on the ground.
 * Covers the four points and half as much again on each side.
 */
export function previewGrid(
  view: GroundView,
  marks: readonly GroundMark[],
): { stepM: number; lines: { from: Point; to: Point }[] } {
  const easts = marks.map((mark) => mark.eastM);
  const norths = marks.map((mark) => mark.northM);
  const stretch = Math.max(Math.max(...easts) - Math.min(...easts), Math.max(...norths) - Math.min(...norths));
  const stepM = niceStepM(stretch);
  const low = (values: number[]): number => Math.floor((Math.min(...values) - stretch / 2) / stepM) * stepM;
  const high = (values: number[]): number => Math.ceil((Math.max(...values) + stretch / 2) / stepM) * stepM;
  const lines: { from: Point; to: Point }[] = [];
  const add = (a: Ground, b: Ground): void => {
    const pieces = 24;
    for (let i = 0; i < pieces; i++) {
      const from = view.toPicture(between(a, b, i / pieces));
      const to = view.toPicture(between(a, b, (i + 1) / pieces));
      if (from && to && near(from) && near(to)) {
        lines.push({ from, to });
      }
    }
  };
  const [west, east, south, north] = [low(easts), high(easts), low(norths), high(norths)];
  for (let e = west; e <= east + stepM / 2; e += stepM) {
    add([e, south], [e, north]);
  }
  for (let n = south; n <= north + stepM / 2; n += stepM) {
    add([west, n], [east, n]);
  }
  return { stepM, lines };
}

function between(a: Ground, b: Ground, part: number): Ground {
  return [a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])];
}

function near([x, y]: Point): boolean {
  return x > -0.5 && x < 1.5 && y > -0.5 && y < 1.5;
}

/** The four corners of a rectangle on the ground, as the person clicks them: near left, near right, far right, far left. */
export function rectangleMarks(corners: readonly Point[], widthM: number, lengthM: number): GroundMark[] {
  const grounds: Ground[] = [
    [0, 0],
    [widthM, 0],
    [widthM, lengthM],
    [0, lengthM],
  ];
  return corners.slice(0, 4).map((picture, i) => {
    const [eastM, northM] = grounds[i] ?? [0, 0];
    return { picture, eastM, northM };
  });
}
