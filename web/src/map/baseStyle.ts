import type { LayerSpecification, SourceSpecification, StyleSpecification } from 'maplibre-gl';
import type { BaseMap } from '../api';

/** Colours of the base map: greys only, so that state stands out. */
interface Palette {
  ground: string;
  water: string;
  park: string;
  plaza: string;
  building: string;
  buildingEdge: string;
  road: string;
  roadEdge: string;
  major: string;
  rail: string;
  text: string;
  halo: string;
}

const palettes: Record<'dark' | 'light', Palette> = {
  dark: {
    ground: '#191d22',
    water: '#10202c',
    park: '#1b2622',
    plaza: '#22272d',
    building: '#262c33',
    buildingEdge: '#303740',
    road: '#39424c',
    roadEdge: '#14171b',
    major: '#4a5561',
    rail: '#4b4650',
    text: '#aeb8c3',
    halo: '#14171b',
  },
  light: {
    ground: '#eceef0',
    water: '#cbd9e3',
    park: '#dce6da',
    plaza: '#e3e2df',
    building: '#dcdfe3',
    buildingEdge: '#cfd3d8',
    road: '#ffffff',
    roadEdge: '#d0d5da',
    major: '#fbfbf6',
    rail: '#c0bcc4',
    text: '#4b5561',
    halo: '#ffffff',
  },
};

/** Which features of a source are what; the two kinds of base map differ only in this. */
interface Vocabulary {
  layer: (name: 'water' | 'green' | 'building' | 'road' | 'rail' | 'place') => Record<string, string>;
  is: (thing: 'water' | 'park' | 'plaza' | 'building' | 'road' | 'rail' | 'place') => unknown[];
  /** 3 motorway, 2 main street, 1 street, 0 path. */
  rank: unknown[];
}

const kindIs = (...kinds: string[]) => ['match', ['get', 'kind'], kinds, true, false];

const roadRank = (property: unknown[]) => [
  'match',
  property,
  ['motorway', 'trunk', 'highway'],
  3,
  ['primary', 'secondary', 'tertiary', 'major_road'],
  2,
  ['path', 'footway', 'cycleway'],
  0,
  1,
];

const geojson: Vocabulary = {
  layer: () => ({}),
  is: (thing) =>
    ({
      water: kindIs('water', 'river', 'sea'),
      park: kindIs('park', 'green', 'forest', 'grass'),
      plaza: kindIs('plaza', 'square'),
      building: kindIs('building'),
      road: kindIs('road', 'street', 'motorway', 'highway', 'path'),
      rail: kindIs('rail', 'railway'),
      place: kindIs('place', 'label'),
    })[thing],
  rank: roadRank(['coalesce', ['get', 'class'], ['get', 'kind']]),
};

/** The Protomaps base map schema, version 4. */
const protomaps: Vocabulary = {
  layer: (name) => ({
    'source-layer': {
      water: 'water',
      green: 'landuse',
      building: 'buildings',
      road: 'roads',
      rail: 'roads',
      place: 'places',
    }[name],
  }),
  is: (thing) =>
    ({
      water: ['==', ['geometry-type'], 'Polygon'],
      park: kindIs('park', 'forest', 'wood', 'grass', 'garden', 'cemetery', 'nature_reserve', 'recreation_ground'),
      plaza: kindIs('pedestrian', 'plaza', 'pier'),
      building: ['all'],
      road: kindIs('highway', 'major_road', 'minor_road', 'path', 'other'),
      rail: kindIs('rail'),
      place: ['has', 'name'],
    })[thing],
  rank: roadRank(['get', 'kind']),
};

const FONT = ['Inter Variable'];
const grow = (at13: number, at18: number) => [
  'interpolate',
  ['exponential', 1.6],
  ['zoom'],
  11,
  at13 / 3,
  13,
  at13,
  18,
  at18,
];

/**
 * The style of the base map, made here: nothing is fetched but the map itself. Labels are drawn with the page's own font
 * because the style names no glyph server.
 */
export function baseStyle(base: BaseMap | undefined, scheme: 'dark' | 'light'): StyleSpecification {
  const c = palettes[scheme];
  const layers: unknown[] = [{ id: 'ground', type: 'background', paint: { 'background-color': c.ground } }];
  const sources: Record<string, SourceSpecification> = {};
  if (base?.url) {
    const url = new URL(base.url, location.href).href;
    sources['base'] =
      base.kind === 'PMTILES'
        ? { type: 'vector', url: `pmtiles://${url}`, attribution: base.attribution }
        : { type: 'geojson', data: url, attribution: base.attribution };
    layers.push(...baseLayers(base.kind === 'PMTILES' ? protomaps : geojson, c));
  }
  return { version: 8, sources, layers: layers as LayerSpecification[] };
}

function baseLayers(v: Vocabulary, c: Palette): unknown[] {
  const source = { source: 'base' };
  const areas = ['==', ['geometry-type'], 'Polygon'];
  const area = (id: string, name: 'water' | 'green' | 'building', is: unknown[], color: string, more = {}) => ({
    id,
    type: 'fill',
    ...source,
    ...v.layer(name),
    filter: ['all', areas, is],
    paint: { 'fill-color': color, ...more },
  });
  const width = (factor: number) => [
    'interpolate',
    ['exponential', 1.6],
    ['zoom'],
    12,
    ['*', factor, ['match', v.rank, 3, 2.4, 2, 1.6, 1, 0.8, 0.4]],
    18,
    ['*', factor, ['match', v.rank, 3, 26, 2, 19, 1, 13, 3]],
  ];
  const lines = ['==', ['geometry-type'], 'LineString'];
  const road = (id: string, paint: object) => ({
    id,
    type: 'line',
    ...source,
    ...v.layer('road'),
    filter: ['all', lines, v.is('road')],
    layout: { 'line-cap': 'round', 'line-join': 'round', 'line-sort-key': v.rank },
    paint,
  });
  const roadName = (id: string, minzoom: number, which: unknown[]) => ({
    id,
    type: 'symbol',
    ...source,
    ...v.layer('road'),
    filter: ['all', lines, v.is('road'), ['has', 'name'], which],
    minzoom,
    layout: {
      'symbol-placement': 'line',
      'symbol-spacing': 260,
      'text-field': ['get', 'name'],
      'text-font': FONT,
      'text-size': 11,
      'text-max-angle': 30,
    },
    // Wide enough that the street does not show between two words.
    paint: { 'text-color': c.text, 'text-halo-color': c.halo, 'text-halo-width': 2.2, 'text-opacity': 0.85 },
  });
  return [
    area('park', 'green', v.is('park'), c.park),
    area('plaza', 'green', v.is('plaza'), c.plaza),
    area('water', 'water', v.is('water'), c.water),
    area('building', 'building', v.is('building'), c.building, { 'fill-outline-color': c.buildingEdge }),
    {
      id: 'rail',
      type: 'line',
      ...source,
      ...v.layer('rail'),
      filter: ['all', lines, v.is('rail')],
      paint: { 'line-color': c.rail, 'line-width': grow(1.5, 4), 'line-dasharray': [3, 1.5] },
    },
    road('road-edge', { 'line-color': c.roadEdge, 'line-width': width(1.3) }),
    road('road', { 'line-color': ['match', v.rank, [2, 3], c.major, c.road], 'line-width': width(1) }),
    roadName('road-name-main', 13, ['>=', v.rank, 2]),
    roadName('road-name', 14.8, ['<', v.rank, 2]),
    {
      id: 'place-name',
      type: 'symbol',
      ...source,
      ...v.layer('place'),
      filter: ['all', ['==', ['geometry-type'], 'Point'], v.is('place')],
      layout: {
        'text-field': ['coalesce', ['get', 'name'], ['get', 'label'], ''],
        'text-font': FONT,
        'text-size': ['match', ['coalesce', ['get', 'class'], ['get', 'kind']], ['town', 'city', 'locality'], 15, 12.5],
        'text-max-width': 8,
      },
      paint: { 'text-color': c.text, 'text-halo-color': c.halo, 'text-halo-width': 1.4 },
    },
  ];
}
