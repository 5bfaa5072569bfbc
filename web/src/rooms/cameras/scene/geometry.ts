/**
 * Shapes that are drawn in a camera's picture, and what may be wrong with them.
 *
 * Coordinates are fractions of the picture's width and height, 0..1, y downwards. The rules are those of the
 * contract's Polygon, Line and Lane (org.vigilia.contract.scene), so that the editor refuses what the server would
 * refuse, at the corner or edge that is wrong, before anything is sent.
 */
export type Point = [x: number, y: number];

export const MAX_CORNERS = 64;
export const MAX_NAME_LENGTH = 60;
const MIN_AREA = 1e-5;
const MIN_LINE = 0.01;
const MIN_LANE = 0.02;

/** What is wrong with a shape. Corners and edges count from 1, as people do; edge n runs from corner n to the next. */
export type ShapeFault =
  | { code: 'tooFewCorners'; corners: number }
  | { code: 'tooManyCorners'; corners: number }
  | { code: 'cornerOutside'; corner: number }
  | { code: 'edgesCross'; edge: number; other: number }
  | { code: 'emptyArea' }
  | { code: 'endOutside' }
  | { code: 'lineTooShort' }
  | { code: 'arrowOutside' }
  | { code: 'arrowTooShort' };

export function inPicture([x, y]: Point): boolean {
  return x >= 0 && x <= 1 && y >= 0 && y <= 1;
}

export function distance(a: Point, b: Point): number {
  return Math.hypot(b[0] - a[0], b[1] - a[1]);
}

/** Positive when p lies to the right of a→b as seen in the picture. */
export function side(a: Point, b: Point, p: Point): number {
  return (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]);
}

function onStretch(a: Point, b: Point, p: Point): boolean {
  return (
    p[0] >= Math.min(a[0], b[0]) &&
    p[0] <= Math.max(a[0], b[0]) &&
    p[1] >= Math.min(a[1], b[1]) &&
    p[1] <= Math.max(a[1], b[1])
  );
}

/** Whether the stretches a–b and c–d have a point in common. */
export function stretchesCross(a: Point, b: Point, c: Point, d: Point): boolean {
  const d1 = side(c, d, a);
  const d2 = side(c, d, b);
  const d3 = side(a, b, c);
  const d4 = side(a, b, d);
  if (((d1 > 0 && d2 < 0) || (d1 < 0 && d2 > 0)) && ((d3 > 0 && d4 < 0) || (d3 < 0 && d4 > 0))) {
    return true;
  }
  return (
    (d1 === 0 && onStretch(c, d, a)) ||
    (d2 === 0 && onStretch(c, d, b)) ||
    (d3 === 0 && onStretch(a, b, c)) ||
    (d4 === 0 && onStretch(a, b, d))
  );
}

/** Area as a fraction of the picture, 0..1. */
export function area(corners: readonly Point[]): number {
  let sum = 0;
  corners.forEach((corner, i) => {
    const next = at(corners, i + 1);
    sum += corner[0] * next[1] - next[0] * corner[1];
  });
  return Math.abs(sum / 2);
}

/** Every fault of an area; empty when it may be saved. */
export function areaFaults(corners: readonly Point[]): ShapeFault[] {
  const n = corners.length;
  if (n < 3) {
    return [{ code: 'tooFewCorners', corners: n }];
  }
  if (n > MAX_CORNERS) {
    return [{ code: 'tooManyCorners', corners: n }];
  }
  const faults: ShapeFault[] = [];
  corners.forEach((corner, i) => {
    if (!inPicture(corner)) {
      faults.push({ code: 'cornerOutside', corner: i + 1 });
    }
  });
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const neighbours = j === i + 1 || (i === 0 && j === n - 1);
      if (!neighbours && stretchesCross(at(corners, i), at(corners, i + 1), at(corners, j), at(corners, j + 1))) {
        faults.push({ code: 'edgesCross', edge: i + 1, other: j + 1 });
      }
    }
  }
  if (faults.length === 0 && area(corners) < MIN_AREA) {
    faults.push({ code: 'emptyArea' });
  }
  return faults;
}

export function lineFaults(from: Point, to: Point): ShapeFault[] {
  const faults: ShapeFault[] = [];
  if (!inPicture(from) || !inPicture(to)) {
    faults.push({ code: 'endOutside' });
  }
  if (distance(from, to) < MIN_LINE) {
    faults.push({ code: 'lineTooShort' });
  }
  return faults;
}

export function laneFaults(corners: readonly Point[], entry: Point, exit: Point): ShapeFault[] {
  const faults = areaFaults(corners);
  if (!inPicture(entry) || !inPicture(exit)) {
    faults.push({ code: 'arrowOutside' });
  }
  if (distance(entry, exit) < MIN_LANE) {
    faults.push({ code: 'arrowTooShort' });
  }
  return faults;
}

/** The corner at an index that may run past the end: areas close by themselves. */
function at(corners: readonly Point[], i: number): Point {
  const corner = corners[i % corners.length];
  if (!corner) {
    throw new Error('an area without corners has none to give');
  }
  return corner;
}

export function clampToPicture([x, y]: Point): Point {
  return [clamp01(x), clamp01(y)];
}

function clamp01(value: number): number {
  return Math.min(1, Math.max(0, value));
}

/** Four decimals are a tenth of a pixel at 1080p: enough, and documents stay readable. */
export function rounded([x, y]: Point): Point {
  return [Math.round(x * 10_000) / 10_000, Math.round(y * 10_000) / 10_000];
}

export function withCorner(corners: readonly Point[], index: number, to: Point): Point[] {
  return corners.map((corner, i) => (i === index ? rounded(clampToPicture(to)) : corner));
}

/** A new corner after the given one; in the middle of the edge unless told where. */
export function withCornerAfter(corners: readonly Point[], index: number, where?: Point): Point[] {
  if (corners.length >= MAX_CORNERS) {
    return [...corners];
  }
  const a = at(corners, index);
  const b = at(corners, index + 1);
  const corner = where ?? [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  return [...corners.slice(0, index + 1), rounded(clampToPicture(corner)), ...corners.slice(index + 1)];
}

/** An area keeps at least three corners. */
export function withoutCorner(corners: readonly Point[], index: number): Point[] {
  return corners.length <= 3 ? [...corners] : corners.filter((_, i) => i !== index);
}

/** Moves all points together and stops at the border of the picture, so that a shape keeps its form. */
export function moved(points: readonly Point[], dx: number, dy: number): Point[] {
  const xs = points.map((p) => p[0]);
  const ys = points.map((p) => p[1]);
  const stepX = Math.min(Math.max(dx, -Math.min(...xs)), 1 - Math.max(...xs));
  const stepY = Math.min(Math.max(dy, -Math.min(...ys)), 1 - Math.max(...ys));
  return points.map(([x, y]) => rounded([x + stepX, y + stepY]));
}

export function centre(points: readonly Point[]): Point {
  const n = Math.max(1, points.length);
  return [points.reduce((sum, p) => sum + p[0], 0) / n, points.reduce((sum, p) => sum + p[1], 0) / n];
}

/**
 * Where a label of the area stands well: inside it, even when its middle is not (an L or a C).
 * Falls back to the middle for areas that cross themselves.
 */
export function labelSpot(corners: readonly Point[]): Point {
  const middle = centre(corners);
  if (corners.length < 3 || contains(corners, middle)) {
    return middle;
  }
  const xsAt = crossingsAt(corners, middle[1]);
  let best: Point = middle;
  let widest = 0;
  for (let i = 0; i + 1 < xsAt.length; i += 2) {
    const left = xsAt[i] ?? 0;
    const right = xsAt[i + 1] ?? 0;
    if (right - left > widest) {
      widest = right - left;
      best = [(left + right) / 2, middle[1]];
    }
  }
  return best;
}

function crossingsAt(corners: readonly Point[], y: number): number[] {
  const xs: number[] = [];
  corners.forEach((a, i) => {
    const b = at(corners, i + 1);
    if (a[1] > y !== b[1] > y) {
      xs.push(((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1]) + a[0]);
    }
  });
  return xs.sort((left, right) => left - right);
}

export function contains(corners: readonly Point[], [x, y]: Point): boolean {
  return crossingsAt(corners, y).filter((crossing) => crossing > x).length % 2 === 1;
}

/** The edge nearest to a point and the spot on it; index of the corner it starts from. */
export function nearestEdge(corners: readonly Point[], p: Point): { index: number; spot: Point; away: number } {
  let best = { index: 0, spot: at(corners, 0), away: Infinity };
  corners.forEach((a, i) => {
    const b = at(corners, i + 1);
    const length2 = (b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2;
    const along =
      length2 === 0 ? 0 : clamp01(((p[0] - a[0]) * (b[0] - a[0]) + (p[1] - a[1]) * (b[1] - a[1])) / length2);
    const spot: Point = [a[0] + along * (b[0] - a[0]), a[1] + along * (b[1] - a[1])];
    const away = distance(spot, p);
    if (away < best.away) {
      best = { index: i, spot, away };
    }
  });
  return best;
}

/**
 * The arrow a new lane starts with: along the longer axis of its area, upwards or rightwards, clearly inside.
 * A guess that the person turns round with one key when traffic runs the other way.
 */
export function usualArrow(corners: readonly Point[], aspect: number): { entry: Point; exit: Point } {
  const middle = centre(corners);
  let xx = 0;
  let xy = 0;
  let yy = 0;
  for (const [x, y] of corners) {
    const dx = (x - middle[0]) * aspect;
    const dy = y - middle[1];
    xx += dx * dx;
    xy += dx * dy;
    yy += dy * dy;
  }
  const angle = 0.5 * Math.atan2(2 * xy, xx - yy);
  const reach = 0.7 * Math.sqrt(Math.max(xx, yy, 1e-4) / Math.max(1, corners.length));
  let step: Point = [(Math.cos(angle) * reach) / aspect, Math.sin(angle) * reach];
  if (step[1] > 0.01 || (Math.abs(step[1]) <= 0.01 && step[0] < 0)) {
    step = [-step[0], -step[1]];
  }
  return {
    entry: rounded(clampToPicture([middle[0] - step[0], middle[1] - step[1]])),
    exit: rounded(clampToPicture([middle[0] + step[0], middle[1] + step[1]])),
  };
}

/**
 * The middle of a line and the direction in which crossing counts as forward, as a unit step in the picture's own
 * proportions: from the left hand to the right hand of someone who walks from `from` to `to`.
 */
export function forwardOf(from: Point, to: Point, aspect: number): { middle: Point; step: Point } {
  const dx = (to[0] - from[0]) * aspect;
  const dy = to[1] - from[1];
  const length = Math.hypot(dx, dy) || 1;
  return {
    middle: [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2],
    step: [-dy / length / aspect, dx / length],
  };
}
