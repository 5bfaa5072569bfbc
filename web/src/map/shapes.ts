import type { Feature, FeatureCollection } from 'geojson';
import type { GeoJSONSource, Map as StreetMap } from 'maplibre-gl';
import type { GeoPoint } from '../api';
import { away } from './cones';

/** Something drawn on the map beside things of the city: the area of a rule, where a smell probably comes from. */
export type MapShape =
  | { is: 'circle'; centre: GeoPoint; radiusMetres: number; tone?: 'plain' | 'probable' }
  | { is: 'wedge'; from: GeoPoint; headingDegrees: number; halfAngleDegrees: number; metres: number }
  | { is: 'line'; from: GeoPoint; to: GeoPoint }
  | { is: 'mark'; at: GeoPoint; label: string };

const STEPS = 64;
const WEDGE_STEPS = 16;
const lngLat = ({ longitude, latitude }: GeoPoint): [number, number] => [longitude, latitude];

/** The shapes as GeoJSON. */
export function shapeFeatures(shapes: readonly MapShape[]): FeatureCollection {
  return { type: 'FeatureCollection', features: shapes.map(featureOf) };
}

function featureOf(shape: MapShape): Feature {
  const feature = (geometry: Feature['geometry'], more: object = {}): Feature => ({
    type: 'Feature',
    properties: { is: shape.is, ...more },
    geometry,
  });
  switch (shape.is) {
    case 'circle': {
      const ring = Array.from({ length: STEPS + 1 }, (_each, i) =>
        away(shape.centre, (360 * (i % STEPS)) / STEPS, shape.radiusMetres),
      );
      return feature({ type: 'Polygon', coordinates: [ring] }, { tone: shape.tone ?? 'plain' });
    }
    case 'wedge': {
      const start = lngLat(shape.from);
      const arc = Array.from({ length: WEDGE_STEPS + 1 }, (_each, i) =>
        away(
          shape.from,
          shape.headingDegrees - shape.halfAngleDegrees + (2 * shape.halfAngleDegrees * i) / WEDGE_STEPS,
          shape.metres,
        ),
      );
      return feature({ type: 'Polygon', coordinates: [[start, ...arc, start]] }, { tone: 'wedge' });
    }
    case 'line':
      return feature({ type: 'LineString', coordinates: [lngLat(shape.from), lngLat(shape.to)] });
    case 'mark':
      return feature({ type: 'Point', coordinates: lngLat(shape.at) }, { label: shape.label });
  }
}

/** Layers for shapes, below the cameras. */
export function addShapeLayers(map: StreetMap, scheme: 'dark' | 'light'): void {
  if (map.getSource('shapes')) return;
  const dark = scheme === 'dark';
  const plain = dark ? '#9fc4ec' : '#2f6aad';
  const probable = dark ? '#ff9f4a' : '#a84a00';
  map.addSource('shapes', { type: 'geojson', data: { type: 'FeatureCollection', features: [] } });
  map.addLayer({
    id: 'shape-fill',
    type: 'fill',
    source: 'shapes',
    filter: ['==', ['geometry-type'], 'Polygon'],
    paint: {
      'fill-color': ['match', ['get', 'tone'], 'plain', plain, probable],
      'fill-opacity': ['match', ['get', 'tone'], 'wedge', 0.12, 0.2],
    },
  });
  map.addLayer({
    id: 'shape-line',
    type: 'line',
    source: 'shapes',
    filter: ['!=', ['geometry-type'], 'Point'],
    paint: {
      'line-color': ['match', ['get', 'tone'], 'plain', plain, probable],
      'line-width': ['match', ['get', 'tone'], 'wedge', 1, 2],
      'line-dasharray': [3, 2],
    },
  });
  map.addLayer({
    id: 'shape-mark',
    type: 'circle',
    source: 'shapes',
    filter: ['==', ['geometry-type'], 'Point'],
    paint: {
      'circle-radius': 6,
      'circle-color': dark ? '#e3e7eb' : '#1a1f25',
      'circle-stroke-width': 2,
      'circle-stroke-color': dark ? '#14171b' : '#ffffff',
    },
  });
  map.addLayer({
    id: 'shape-label',
    type: 'symbol',
    source: 'shapes',
    filter: ['==', ['geometry-type'], 'Point'],
    layout: {
      'text-field': ['get', 'label'],
      'text-font': ['Inter Variable'],
      'text-size': 12,
      'text-anchor': 'top',
      'text-offset': [0, 0.8],
    },
    paint: {
      'text-color': dark ? '#e3e7eb' : '#1a1f25',
      'text-halo-color': dark ? '#14171b' : '#ffffff',
      'text-halo-width': 1.5,
    },
  });
}

export function showShapes(map: StreetMap, shapes: readonly MapShape[]): void {
  map.getSource<GeoJSONSource>('shapes')?.setData(shapeFeatures(shapes));
}

/** Corners that hold every shape, for a map that opens on them. */
export function shapePlaces(shapes: readonly MapShape[]): GeoPoint[] {
  const places: GeoPoint[] = [];
  const add = ([longitude, latitude]: [number, number]) => places.push({ longitude, latitude });
  for (const shape of shapes) {
    if (shape.is === 'mark') places.push(shape.at);
    else if (shape.is === 'line') places.push(shape.from, shape.to);
    else {
      const feature = featureOf(shape);
      if (feature.geometry.type === 'Polygon') {
        for (const corner of feature.geometry.coordinates[0] ?? []) add(corner as [number, number]);
      }
    }
  }
  return places;
}
