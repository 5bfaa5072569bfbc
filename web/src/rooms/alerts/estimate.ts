import type { DatastreamRow, GeoPoint, SourceEstimate } from '../../api';
import type { MapShape } from '../../map';

const METRES_PER_DEGREE = 111_320;
/** Cameras farther away than this say nothing of what a sensor felt. */
const NEAR_M = 1_500;
/** A measured wind direction swings by about this much to each side. */
const HALF_ANGLE_DEGREES = 22;

/** Distance on flat ground, good for a city. */
export function metresBetween(a: GeoPoint, b: GeoPoint): number {
  const north = (a.latitude - b.latitude) * METRES_PER_DEGREE;
  const east = (a.longitude - b.longitude) * METRES_PER_DEGREE * Math.cos((a.latitude * Math.PI) / 180);
  return Math.hypot(north, east);
}

export const isNear = (camera: GeoPoint, place: GeoPoint): boolean => metresBetween(camera, place) <= NEAR_M;

/** Where it was felt, the wedge the wind points out, the probable place in it, and things there. */
export function shapesOf(
  felt: GeoPoint,
  name: string,
  estimate: SourceEstimate | null,
  rows: ReadonlyMap<number, DatastreamRow>,
): MapShape[] {
  const shapes: MapShape[] = [];
  if (estimate) {
    const { centre, radiusMetres, windFrom } = estimate;
    if (windFrom !== null && windFrom !== undefined) {
      shapes.push({
        is: 'wedge',
        from: felt,
        headingDegrees: windFrom,
        halfAngleDegrees: HALF_ANGLE_DEGREES,
        metres: metresBetween(felt, centre) + radiusMetres,
      });
    }
    shapes.push({ is: 'circle', centre, radiusMetres, tone: 'probable' });
    for (const id of estimate.datastreams) {
      const row = rows.get(id);
      if (row?.location) shapes.push({ is: 'mark', at: row.location, label: row.deviceName ?? row.name });
    }
  }
  shapes.push({ is: 'mark', at: felt, label: name });
  return shapes;
}
