import { describe, expect, it } from 'vitest';
import type { Series } from '../api';
import { figuresOf, flaggedSpans, pointsOf } from './gaps';

const seriesOf = (more: Partial<Series>): Series => ({
  datastream: 1,
  name: 'PM2.5',
  quantity: 'PM25',
  unit: 'µg/m³',
  from: '2026-11-25T00:00:00Z',
  to: '2026-11-25T01:00:00Z',
  resolution: 'RAW',
  cut: false,
  at: [0, 10, 20, 30, 100, 110],
  mean: [1, 2, 3, 4, 5, 6],
  min: [1, 2, 3, 4, 5, 6],
  max: [1, 2, 3, 4, 5, 6],
  count: [1, 1, 1, 1, 1, 1],
  flagged: [0, 0, 1, 1, 0, 1],
  quality: [0, 0, 2, 2, 0, 4],
  ...more,
});

describe('points of a line', () => {
  it('break where values are missing', () => {
    expect(pointsOf(seriesOf({}), 'mean')).toEqual([
      [0, 1],
      [10, 2],
      [20, 3],
      [30, 4],
      [40, null],
      [100, 5],
      [110, 6],
    ]);
  });

  it('stand in the middle of their bucket', () => {
    const hours = seriesOf({ resolution: 'HOUR', at: [0, 3_600_000], mean: [1, 2] });
    expect(pointsOf(hours, 'mean')).toEqual([
      [1_800_000, 1],
      [5_400_000, 2],
    ]);
  });

  it('keep a null as a break of its own', () => {
    expect(pointsOf(seriesOf({ at: [0, 10], mean: [1, null] }), 'mean')).toEqual([
      [0, 1],
      [10, null],
    ]);
  });
});

describe('flagged stretches', () => {
  it('are joined where they touch', () => {
    expect(flaggedSpans(seriesOf({}))).toEqual([
      [20, 40],
      [110, 120],
    ]);
  });
});

describe('figures', () => {
  it('weigh a bucket by how many values it holds', () => {
    expect(figuresOf(seriesOf({ at: [0, 10], mean: [1, 4], min: [0, 3], max: [2, 9], count: [1, 3] }))).toEqual({
      min: 0,
      mean: 3.25,
      max: 9,
      count: 4,
    });
  });

  it('are nothing of nothing', () => {
    expect(figuresOf(seriesOf({ at: [], mean: [] }))).toBeUndefined();
  });
});
