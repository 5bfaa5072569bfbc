import { describe, expect, it } from 'vitest';
import type { DatastreamRow } from '../../api';
import { isNear, metresBetween, shapesOf } from './estimate';

const felt = { latitude: 52, longitude: 4 };

describe('where a smell comes from', () => {
  it('is as far away as the map says', () => {
    expect(metresBetween(felt, { latitude: 52.001, longitude: 4 })).toBeCloseTo(111.32, 1);
    expect(metresBetween(felt, { latitude: 52, longitude: 4.001 })).toBeCloseTo(68.5, 0);
    expect(isNear({ latitude: 52.02, longitude: 4 }, felt)).toBe(false);
  });

  it('is drawn upwind, with what could be the source', () => {
    const bin = { id: 9, name: 'Bin: fill', deviceName: 'Bin', location: felt } as DatastreamRow;
    const estimate = {
      ...{ centre: { latitude: 52.001, longitude: 4 }, radiusMetres: 50, windFrom: 0, windMetresPerSecond: 3 },
      ...{ datastreams: [9, 10], cameras: [], text: '' },
    };
    const shapes = shapesOf(felt, 'Harbour', estimate, new Map([[9, bin]]));
    expect(shapes.map((shape) => shape.is)).toEqual(['wedge', 'circle', 'mark', 'mark']);
    expect(shapes[0]).toMatchObject({ headingDegrees: 0, from: felt });
    expect((shapes[0] as { metres: number }).metres).toBeCloseTo(161.3, 0);
    expect(shapes.at(-1)).toMatchObject({ label: 'Harbour' });
  });

  it('is only a circle where no wind was measured, and only a mark where nothing can be said', () => {
    const estimate = { centre: felt, radiusMetres: 50, windFrom: null, datastreams: [], cameras: [], text: '' };
    expect(shapesOf(felt, 'x', estimate, new Map()).map((shape) => shape.is)).toEqual(['circle', 'mark']);
    expect(shapesOf(felt, 'x', null, new Map()).map((shape) => shape.is)).toEqual(['mark']);
  });
});
