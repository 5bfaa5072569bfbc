import { describe, expect, it } from 'vitest';
import { away, cone } from './cones';

const location = { latitude: 60, longitude: 10 };

describe('cones', () => {
  it('knows that a degree of longitude is half as wide at 60 degrees north', () => {
    const [longitude, latitude] = away(location, 90, 1000);
    expect(latitude).toBeCloseTo(60, 9);
    expect((longitude - 10) * 111_320 * 0.5).toBeCloseTo(1000, 3);
  });

  it('opens from the camera around its heading and is closed', () => {
    const ring = cone({ location, headingDegrees: 0, fieldOfViewDegrees: 60, rangeM: 100 })?.coordinates[0] ?? [];
    expect(ring[0]).toEqual([10, 60]);
    expect(ring.at(-1)).toEqual(ring[0]);
    const latitudes = ring.map(([, latitude]) => latitude ?? 0);
    expect((Math.max(...latitudes) - 60) * 111_320).toBeCloseTo(100, 0);
    expect(Math.min(...latitudes)).toBe(60);
  });

  it('draws nothing for a camera whose place or direction is unknown', () => {
    expect(cone({ location: null, headingDegrees: 0, fieldOfViewDegrees: 60, rangeM: 100 })).toBeUndefined();
    expect(cone({ location, headingDegrees: null, fieldOfViewDegrees: 60, rangeM: 100 })).toBeUndefined();
  });
});
