/**
 * Drawing a new shape, by pointer or by keyboard: what a click, a drag or a key does next. Pure.
 *
 * A click sets a point; a drag with no point set yet draws a rectangle (areas) or the whole line. Clicking the first
 * point again, or finishing, closes an area; a line is done with its second point, a calibration with its fourth.
 */
import { clampToPicture, distance, rounded, type Point } from './geometry';

export type Tool = 'select' | 'zone' | 'line' | 'lane' | 'calibrate';

export interface Drawing {
  tool: Tool;
  points: Point[];
  /** Where the next point would go: the pointer, or the cross of the keyboard. */
  cursor: Point | null;
  /** The cross is moved by keys. */
  byKeys: boolean;
}

export type DrawEvent =
  | { on: 'tool'; tool: Tool }
  | { on: 'point'; at: Point }
  | { on: 'drag'; from: Point; to: Point }
  | { on: 'hover'; at: Point | null }
  | { on: 'step'; dx: number; dy: number }
  | { on: 'setHere' }
  | { on: 'back' }
  | { on: 'finish' }
  | { on: 'stop' };

/** A finished shape; the editor adds it to the scene. */
export type Finished =
  | { shape: 'zone' | 'lane'; area: Point[] }
  | { shape: 'line'; from: Point; to: Point }
  | { shape: 'calibrate'; points: Point[] };

export interface Drawn {
  drawing: Drawing;
  finished: Finished | null;
}

/** How near, as a fraction of the picture, a click must be to the first corner to close an area. */
const CLOSE = 0.018;
const MIN_DRAG = 0.02;

export const IDLE: Drawing = { tool: 'select', points: [], cursor: null, byKeys: false };

export function draw(before: Drawing, event: DrawEvent): Drawn {
  switch (event.on) {
    case 'tool':
      return open({ ...IDLE, tool: event.tool });
    case 'stop':
      return open(before.points.length > 0 ? { ...before, points: [] } : IDLE);
    case 'hover':
      return open(before.byKeys ? before : { ...before, cursor: event.at });
    case 'step': {
      const [x, y] = before.cursor ?? [0.5, 0.5];
      return open({ ...before, byKeys: true, cursor: rounded(clampToPicture([x + event.dx, y + event.dy])) });
    }
    case 'back':
      return open({ ...before, points: before.points.slice(0, -1) });
    case 'setHere':
      return before.cursor ? withPoint(before, before.cursor) : open({ ...before, byKeys: true, cursor: [0.5, 0.5] });
    case 'point':
      return withPoint({ ...before, byKeys: false }, event.at);
    case 'drag':
      return dragged(before, event.from, event.to);
    case 'finish':
      return finish(before);
  }
}

function open(drawing: Drawing): Drawn {
  return { drawing, finished: null };
}

function withPoint(before: Drawing, at: Point): Drawn {
  const { tool, points } = before;
  if (tool === 'select') return open(before);
  const point = rounded(clampToPicture(at));
  const first = points[0];
  const area = tool === 'zone' || tool === 'lane';
  if (area && first && points.length >= 3 && distance(first, point) < CLOSE) return finish(before);
  const last = points.at(-1);
  // The second press of a double click, or a key pressed twice: not another corner.
  if (last && distance(last, point) < 0.004) return points.length >= 3 ? finish(before) : open(before);
  const next = { ...before, points: [...points, point] };
  if (tool === 'line' && next.points.length === 2) return finish(next);
  if (tool === 'calibrate' && next.points.length === 4) return finish(next);
  if (area && next.points.length === 64) return finish(next);
  return open(next);
}

function dragged(before: Drawing, from: Point, to: Point): Drawn {
  if (before.points.length > 0 || distance(from, to) < MIN_DRAG) return withPoint(before, to);
  const [x1, y1] = rounded(clampToPicture(from));
  const [x2, y2] = rounded(clampToPicture(to));
  switch (before.tool) {
    case 'line':
      return { drawing: IDLE, finished: { shape: 'line', from: [x1, y1], to: [x2, y2] } };
    case 'zone':
    case 'lane': {
      if (Math.abs(x2 - x1) < 0.01 || Math.abs(y2 - y1) < 0.01) return withPoint(before, to);
      const area: Point[] = [
        [x1, y1],
        [x2, y1],
        [x2, y2],
        [x1, y2],
      ];
      return { drawing: IDLE, finished: { shape: before.tool, area } };
    }
    default:
      return withPoint(before, to);
  }
}

function finish(before: Drawing): Drawn {
  const { tool, points } = before;
  const [a, b] = points;
  if ((tool === 'zone' || tool === 'lane') && points.length >= 3) {
    return { drawing: IDLE, finished: { shape: tool, area: points } };
  }
  if (tool === 'line' && a && b) return { drawing: IDLE, finished: { shape: 'line', from: a, to: b } };
  if (tool === 'calibrate' && points.length === 4) return { drawing: IDLE, finished: { shape: 'calibrate', points } };
  return open(before);
}
