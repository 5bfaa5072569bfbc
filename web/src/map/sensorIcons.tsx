import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type { DeviceState, SensorKind } from '../api';
import { KindIcon } from '../app';

/* One picture with every sign a sensor can have on the map; deck.gl tints the signs and cuts them out of it. */

const CELL = 64;
const COLUMNS = 8;

/** Outer shapes: a step of an index by how bad it is, and what is shown instead where a value cannot be trusted. */
export type Plate = 'rank0' | 'rank1' | 'rank2' | 'rank3' | 'silent' | 'doubtful' | 'never' | 'off';

const plates: readonly Plate[] = ['rank0', 'rank1', 'rank2', 'rank3', 'silent', 'doubtful', 'never', 'off'];
const kinds: readonly SensorKind[] = [
  'AIR_QUALITY',
  'ODOUR',
  'SMOKE',
  'WEATHER',
  'SOUND',
  'TRAFFIC',
  'WASTE',
  'WATER',
  'DOOR',
  'PEOPLE',
  'GENERIC',
];

export const plateOf: Record<Exclude<DeviceState, 'OK'>, Plate> = {
  SILENT: 'silent',
  DOUBTFUL: 'doubtful',
  NEVER: 'never',
  OFF: 'off',
};

/* Outlines in a square of 16, as those of severity. */
const filled: Partial<Record<Plate, string>> = {
  rank0: 'M8 1a7 7 0 1 0 0 14A7 7 0 1 0 8 1z',
  rank1: 'M8 .5L15.500 8 8 15.500.5 8z',
  rank2: 'M8 1l7.500 13.500H.5z',
  rank3: 'M5 1h6l4 4v6l-4 4H5l-4-4V5z',
};

export interface IconPlace {
  x: number;
  y: number;
  width: number;
  height: number;
  mask: boolean;
}

export interface SensorAtlas {
  image: HTMLCanvasElement;
  places: Record<string, IconPlace>;
}

export function sensorAtlas(): SensorAtlas {
  const image = document.createElement('canvas');
  image.width = CELL * COLUMNS;
  image.height = CELL * Math.ceil((plates.length + kinds.length) / COLUMNS);
  const context = image.getContext('2d', { willReadFrequently: true });
  const places: Record<string, IconPlace> = {};
  let at = 0;
  const cell = (name: string, draw: (context: CanvasRenderingContext2D) => void) => {
    const x = (at % COLUMNS) * CELL;
    const y = Math.floor(at / COLUMNS) * CELL;
    at += 1;
    places[name] = { x, y, width: CELL, height: CELL, mask: true };
    if (!context) return;
    context.save();
    context.translate(x, y);
    context.fillStyle = '#ffffff';
    context.strokeStyle = '#ffffff';
    context.lineCap = 'round';
    context.lineJoin = 'round';
    draw(context);
    context.restore();
  };
  for (const plate of plates) cell(plate, (on) => drawPlate(on, plate));
  for (const kind of kinds) {
    const paths = glyphPaths(kind);
    cell(kind, (on) => {
      on.translate(6, 6);
      on.scale(52 / 24, 52 / 24);
      on.lineWidth = 2;
      for (const path of paths) on.stroke(new Path2D(path));
    });
  }
  return { image, places };
}

function drawPlate(on: CanvasRenderingContext2D, plate: Plate): void {
  on.translate(4, 4);
  on.scale(56 / 16, 56 / 16);
  const outline = filled[plate];
  if (outline) {
    on.fill(new Path2D(outline));
    return;
  }
  // Hollow signs: silent is crossed out, doubtful is a broken diamond, never is dotted, off is a small bar.
  on.lineWidth = 1.8;
  if (plate === 'silent') {
    on.stroke(new Path2D('M8 1.500a6.500 6.500 0 1 0 0 13A6.500 6.500 0 1 0 8 1.500zM3.500 12.500l9-9'));
  } else if (plate === 'doubtful') {
    on.setLineDash([3, 2.4]);
    on.stroke(new Path2D('M8 1.500L14.500 8 8 14.500 1.500 8z'));
  } else if (plate === 'never') {
    on.setLineDash([1, 2.9]);
    on.stroke(new Path2D('M8 1.500a6.500 6.500 0 1 0 0 13A6.500 6.500 0 1 0 8 1.500z'));
  } else {
    on.stroke(new Path2D('M2 8h12'));
  }
}

/** The lines of a kind's sign, from the one place where it is drawn. */
function glyphPaths(kind: SensorKind): string[] {
  const element = document.createElement('div');
  const root = createRoot(element);
  flushSync(() => root.render(<KindIcon kind={kind} />));
  const paths = [...element.querySelectorAll('path')].flatMap((path) => path.getAttribute('d') ?? []);
  root.unmount();
  return paths.filter((path) => path !== 'M0 0h24v24H0z');
}
