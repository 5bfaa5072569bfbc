import type { Feature, FeatureCollection, Point, Polygon } from 'geojson';
import type { Camera, GeoPoint } from '../api';

const METRES_PER_DEGREE = 111_320;
const DEFAULT_RANGE_M = 80;
const DEFAULT_VIEW_DEGREES = 60;

/** A point some metres away in a direction (0 north, 90 east, clockwise); flat ground, good for a city. */
export function away(from: GeoPoint, headingDegrees: number, metres: number): [number, number] {
  const heading = (headingDegrees * Math.PI) / 180;
  const north = (metres * Math.cos(heading)) / METRES_PER_DEGREE;
  const east = (metres * Math.sin(heading)) / (METRES_PER_DEGREE * Math.cos((from.latitude * Math.PI) / 180));
  return [from.longitude + east, from.latitude + north];
}

/** The part of the map a camera looks at; undefined when its place or direction is unknown. */
export function cone(
  camera: Pick<Camera, 'location' | 'headingDegrees' | 'fieldOfViewDegrees' | 'rangeM'>,
): Polygon | undefined {
  const { location, headingDegrees } = camera;
  if (!location || headingDegrees === null || headingDegrees === undefined) return undefined;
  const view = camera.fieldOfViewDegrees ?? DEFAULT_VIEW_DEGREES;
  const range = camera.rangeM ?? DEFAULT_RANGE_M;
  const centre: [number, number] = [location.longitude, location.latitude];
  const ring: [number, number][] = view < 360 ? [centre] : [];
  const steps = Math.max(6, Math.round(view / 5));
  for (let i = 0; i <= steps; i++) ring.push(away(location, headingDegrees - view / 2 + (view * i) / steps, range));
  const first = ring[0];
  if (first) ring.push(first);
  return { type: 'Polygon', coordinates: [ring] };
}

export type CameraState = 'good' | 'warn' | 'bad' | 'unknown';

/** The state a camera's mark on the map shows: the worse of connection and picture. */
export function cameraState(camera: Camera): CameraState {
  const { connection, picture } = camera.health;
  if (!connection) return 'unknown';
  if (connection.condition !== 'GOOD') return 'bad';
  return picture && picture.condition !== 'GOOD' ? 'warn' : 'good';
}

/** Cameras as points and as cones, for the map's sources. */
export function cameraFeatures(cameras: readonly Camera[], chosen: string | undefined) {
  const points: Feature<Point>[] = [];
  const cones: Feature<Polygon>[] = [];
  for (const camera of cameras) {
    if (!camera.location) continue;
    const properties = {
      id: camera.id,
      name: camera.name,
      state: cameraState(camera),
      chosen: camera.id === chosen,
    };
    points.push({
      type: 'Feature',
      properties,
      geometry: { type: 'Point', coordinates: [camera.location.longitude, camera.location.latitude] },
    });
    const view = cone(camera);
    if (view) cones.push({ type: 'Feature', properties, geometry: view });
  }
  const collection = <T extends Point | Polygon>(features: Feature<T>[]): FeatureCollection<T> => ({
    type: 'FeatureCollection',
    features,
  });
  return { points: collection(points), cones: collection(cones) };
}
