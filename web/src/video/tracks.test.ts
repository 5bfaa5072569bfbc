import { describe, expect, it } from 'vitest';
import type { NewsOf } from '../api';
import { contain, Sightings } from './tracks';

function seen(at: number, left: number): NewsOf<'tracks'> {
  const box = { left, top: 0.5, width: 0.1, height: 0.2 };
  return {
    type: 'tracks',
    camera: 'c',
    at: new Date(at).toISOString(),
    tracks: [{ track: 't', objectClass: 'PERSON', box, path: [], confidence: 0.9 }],
  };
}

describe('sightings', () => {
  it('carries a box on at its speed to the moment of the picture', () => {
    const sightings = new Sightings();
    sightings.take(seen(1000, 0.2));
    sightings.take(seen(1200, 0.3));
    expect(sightings.at(1300)[0]?.box.left).toBeCloseTo(0.35);
  });

  it('carries on for a short while only', () => {
    const sightings = new Sightings();
    sightings.take(seen(1000, 0.2));
    sightings.take(seen(1200, 0.3));
    expect(sightings.at(2400)[0]?.box.left).toBeCloseTo(0.5);
  });

  it('shows nothing when the last news is too old or the object is gone', () => {
    const sightings = new Sightings();
    sightings.take(seen(1000, 0.2));
    expect(sightings.at(3500)).toEqual([]);
    sightings.take({ ...seen(3600, 0.2), tracks: [] });
    expect(sightings.at(3600)).toEqual([]);
  });
});

describe('contain', () => {
  it('finds where the picture lies in a wider frame', () => {
    expect(contain(200, 100, 100, 100)).toEqual({ left: 50, top: 0, width: 100, height: 100 });
  });
});

it('shows no boxes over a picture that stopped', () => {
  const sightings = new Sightings();
  sightings.take(seen(10_000, 0.2));
  expect(sightings.at(0)).toEqual([]);
});
