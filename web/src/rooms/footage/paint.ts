import type { CameraTimeline } from '../../api';
import { severityPath } from '../../app';
import { ticks, xOf, type Stretch } from './scale';

export const ROW = 44;
export const HEAD = 24;

export interface Selection {
  from: number | undefined;
  to: number | undefined;
}

interface Colours {
  text: string;
  quiet: string;
  line: string;
  surface: string;
  raised: string;
  band: string;
  motion: string;
  person: string;
  vehicle: string;
  select: string;
  severity: Record<string, string>;
}

export function coloursOf(element: HTMLElement): Colours {
  const style = getComputedStyle(element);
  const of = (name: string) => style.getPropertyValue(`--v-${name}`).trim();
  return {
    text: of('text'),
    quiet: of('quiet'),
    line: of('line'),
    surface: of('surface'),
    raised: of('raised'),
    band: of('bar-band'),
    motion: of('bar-motion'),
    person: of('bar-person'),
    vehicle: of('bar-vehicle'),
    select: of('select'),
    severity: { CRITICAL: of('critical'), MAJOR: of('major'), MINOR: of('minor'), INFO: of('info') },
  };
}

export const VEHICLES: ReadonlySet<string> = new Set(['CAR', 'TRUCK', 'BUS', 'MOTORCYCLE', 'BICYCLE']);

const shapes = new Map<string, Path2D>();
function shape(severity: string): Path2D {
  let path = shapes.get(severity);
  if (!path) {
    path = new Path2D(severityPath[severity as keyof typeof severityPath] ?? severityPath.INFO);
    shapes.set(severity, path);
  }
  return path;
}

/** Draws the whole bar: a head with times, and a row for each camera. */
export function paint(
  canvas: HTMLCanvasElement,
  stretch: Stretch,
  rows: readonly (CameraTimeline | undefined)[],
  selection: Selection,
  now: number,
): void {
  const ratio = window.devicePixelRatio || 1;
  const width = canvas.clientWidth;
  const height = HEAD + rows.length * ROW;
  const w = Math.round(width * ratio);
  const h = Math.round(height * ratio);
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w;
    canvas.height = h;
  }
  const c = canvas.getContext('2d');
  if (!c || width === 0) return;
  const colours = coloursOf(canvas);
  c.setTransform(ratio, 0, 0, ratio, 0, 0);
  c.clearRect(0, 0, width, height);
  const x = (at: number | string) => xOf(stretch, typeof at === 'string' ? Date.parse(at) : at, width);

  rows.forEach((row, i) => paintRow(c, row, HEAD + i * ROW, width, x, colours));
  paintHead(c, stretch, width, height, colours);

  // What has not happened yet.
  const future = x(now);
  if (future < width) {
    c.fillStyle = colours.surface;
    c.globalAlpha = 0.75;
    c.fillRect(Math.max(0, future), HEAD, width - Math.max(0, future), height - HEAD);
    c.globalAlpha = 1;
  }
  paintSelection(c, selection, x, width, height, colours);
}

function paintHead(
  c: CanvasRenderingContext2D,
  stretch: Stretch,
  width: number,
  height: number,
  colours: Colours,
): void {
  c.font = `500 11.5px ${getComputedStyle(c.canvas).fontFamily}`;
  c.textBaseline = 'middle';
  for (const mark of ticks(stretch, width)) {
    const at = Math.round(xOf(stretch, mark.at, width)) + 0.5;
    c.strokeStyle = colours.line;
    c.lineWidth = 1;
    c.globalAlpha = mark.day ? 1 : 0.55;
    c.beginPath();
    c.moveTo(at, HEAD - 6);
    c.lineTo(at, height);
    c.stroke();
    c.globalAlpha = 1;
    c.fillStyle = mark.day ? colours.text : colours.quiet;
    const label = c.measureText(mark.label).width;
    if (at - label / 2 > 2 && at + label / 2 < width - 2) c.fillText(mark.label, at - label / 2, HEAD / 2 - 1);
  }
}

function hatch(c: CanvasRenderingContext2D, from: number, top: number, to: number, bottom: number, gap: number): void {
  c.save();
  c.beginPath();
  c.rect(from, top, Math.max(1.5, to - from), bottom - top);
  c.clip();
  c.beginPath();
  const rise = bottom - top;
  const begin = Math.floor((from - rise) / gap) * gap;
  for (let at = begin; at < to + rise; at += gap) {
    c.moveTo(at, bottom);
    c.lineTo(at + rise, top);
  }
  c.stroke();
  c.restore();
}

function paintRow(
  c: CanvasRenderingContext2D,
  row: CameraTimeline | undefined,
  top: number,
  width: number,
  x: (at: number | string) => number,
  colours: Colours,
): void {
  c.strokeStyle = colours.line;
  c.lineWidth = 1;
  c.beginPath();
  c.moveTo(0, top + 0.5);
  c.lineTo(width, top + 0.5);
  c.stroke();
  if (!row) return;
  const bandTop = top + 17;
  const bandEnd = top + ROW - 6;
  const inside = (from: number, to: number) => to >= 0 && from <= width;

  c.fillStyle = colours.band;
  for (const { from, to } of row.recorded) {
    const a = x(from);
    const b = x(to);
    if (inside(a, b)) c.fillRect(a, bandTop, Math.max(1, b - a), bandEnd - bandTop);
  }
  paintMotion(c, row, bandTop, bandEnd, width, x, colours);
  c.lineWidth = 1.2;
  for (const { from, to } of row.lost) {
    const [a, b] = [x(from), x(to)];
    if (!inside(a, b)) continue;
    c.strokeStyle = colours.severity['MAJOR'] ?? colours.text;
    hatch(c, a, bandTop, b, bandEnd, 6);
    c.strokeRect(a + 0.5, bandTop + 0.5, Math.max(1, b - a - 1), bandEnd - bandTop - 1);
  }
  for (const { from, to } of row.deleted) {
    const [a, b] = [x(from), x(to)];
    if (!inside(a, b)) continue;
    c.strokeStyle = colours.quiet;
    c.setLineDash([3, 3]);
    c.strokeRect(a + 0.5, bandTop + 0.5, Math.max(1, b - a - 1), bandEnd - bandTop - 1);
    c.setLineDash([]);
  }
  for (const { from, to } of row.notWanted ?? []) {
    const [a, b] = [x(from), x(to)];
    if (!inside(a, b)) continue;
    c.fillStyle = colours.line;
    c.fillRect(a, (bandTop + bandEnd) / 2 - 0.5, Math.max(1, b - a), 1);
  }
  for (const seen of row.objects) {
    const person = seen.objectClass === 'PERSON';
    if (!person && !VEHICLES.has(seen.objectClass)) continue;
    const [a, b] = [x(seen.from), x(seen.to)];
    if (!inside(a, b)) continue;
    c.fillStyle = person ? colours.person : colours.vehicle;
    // Persons above, vehicles below: told apart without colour.
    c.fillRect(a, person ? top + 10 : top + 14, Math.max(2, b - a), 3);
  }
  for (const mark of row.bookmarks) {
    const a = x(mark.from);
    if (a < -10 || a > width + 10) continue;
    c.fillStyle = colours.text;
    c.beginPath();
    c.moveTo(a, top + 2);
    c.lineTo(a + 8, top + 5.5);
    c.lineTo(a + 1.5, top + 9);
    c.lineTo(a + 1.5, bandEnd);
    c.lineTo(a, bandEnd);
    c.fill();
  }
  for (const alert of row.alerts) {
    const a = x(alert.at);
    if (a < -10 || a > width + 10) continue;
    c.save();
    c.translate(a - 6.5, top + 1);
    c.scale(13 / 16, 13 / 16);
    c.fillStyle = colours.severity[alert.severity] ?? colours.text;
    c.strokeStyle = colours.surface;
    c.lineWidth = 1.6;
    c.stroke(shape(alert.severity));
    c.fill(shape(alert.severity));
    c.restore();
  }
}

function paintMotion(
  c: CanvasRenderingContext2D,
  row: CameraTimeline,
  bandTop: number,
  bandEnd: number,
  width: number,
  x: (at: number | string) => number,
  colours: Colours,
): void {
  c.fillStyle = colours.motion;
  const step = Math.max(10_000, stepOf(row));
  for (const { from, level } of row.motion) {
    const at = Date.parse(from);
    const a = x(at);
    const b = x(at + step);
    if (b < 0 || a > width || level <= 0) continue;
    const height = Math.max(1.5, Math.min(1, level) * (bandEnd - bandTop));
    c.fillRect(a, bandEnd - height, Math.max(1, b - a - 0.4), height);
  }
}

/** The step of motion marks: the shortest distance between two. */
function stepOf(row: CameraTimeline): number {
  let least = Infinity;
  for (let i = 1; i < Math.min(row.motion.length, 50); i++) {
    const by = Date.parse(row.motion[i]?.from ?? '') - Date.parse(row.motion[i - 1]?.from ?? '');
    if (by > 0 && by < least) least = by;
  }
  return Number.isFinite(least) ? least : 10_000;
}

function paintSelection(
  c: CanvasRenderingContext2D,
  { from, to }: Selection,
  x: (at: number) => number,
  width: number,
  height: number,
  colours: Colours,
): void {
  c.fillStyle = colours.select;
  c.strokeStyle = colours.text;
  c.lineWidth = 1.5;
  if (from !== undefined && to !== undefined) c.fillRect(x(from), HEAD, x(to) - x(from), height - HEAD);
  for (const [at, side] of [
    [from, 1],
    [to, -1],
  ] as const) {
    if (at === undefined) continue;
    const a = x(at);
    if (a < -2 || a > width + 2) continue;
    c.beginPath();
    c.moveTo(a + side * 6, HEAD);
    c.lineTo(a, HEAD);
    c.lineTo(a, height);
    c.lineTo(a + side * 6, height);
    c.stroke();
  }
}
