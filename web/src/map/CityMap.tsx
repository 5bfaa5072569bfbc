import { useComputedColorScheme } from '@mantine/core';
import * as maplibre from 'maplibre-gl';
import type { GeoJSONSource } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import 'maplibre-gl/dist/maplibre-gl.css';
import { Protocol } from 'pmtiles';
import { useEffect, useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { useBaseMap, type Alert, type BaseMap, type Camera, type GeoPoint } from '../api';
import { severityOrder, severityPath } from '../app';
import { t } from '../words';
import { apart } from './alertGroups';
import { baseStyle } from './baseStyle';
import { cameraIcon } from './cameraIcons';
import { cameraFeatures, type CameraState } from './cones';
import { SensorTip } from './SensorTip';
import { addShapeLayers, shapePlaces, showShapes, type MapShape } from './shapes';
import { useSensors, type SensorsOnMap } from './useSensors';
import './map.css';

maplibre.setWorkerUrl(workerUrl);
maplibre.addProtocol('pmtiles', new Protocol().tile);

export interface CityMapProps {
  cameras: readonly Camera[];
  /** Alerts to mark at their place; of several in one place the worst is shown with their number. */
  alerts?: readonly Alert[];
  /** The camera that is marked as chosen. */
  chosen?: string | undefined;
  onCamera?: (camera: string) => void;
  /** Sensors to draw with their newest value. */
  sensors?: SensorsOnMap | undefined;
  /** Areas and marks; the map opens where they are. */
  shapes?: readonly MapShape[] | undefined;
  onAlert?: (alert: Alert) => void;
  /** A click on free ground. */
  onGround?: (at: GeoPoint) => void;
  /** The ground is there to be clicked: shows a cross-hair. */
  picking?: boolean;
  /** Flies there whenever this changes. */
  goTo?: GeoPoint | undefined;
}

/** How the base map is: streets and water are there, not yet, not to be had now, or none is set. */
type Ground = 'loading' | 'shown' | 'failed' | 'none';

const RETRY_MS = 5_000;
/** A camera nearer to the edge of the map than this is not seen with its cone and its name. */
const EDGE_PX = 44;

const states: readonly CameraState[] = ['good', 'warn', 'bad', 'unknown'];

/** The city: base map, cameras with what they look at, alerts at their place. */
export default function CityMap(props: CityMapProps) {
  const base = useBaseMap();
  const scheme = useComputedColorScheme('dark');
  const host = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<maplibre.Map>();
  const [drawn, setDrawn] = useState(0);
  const [zoom, setZoom] = useState<number>();
  const [fault, setFault] = useState<string>();
  const [ground, setGround] = useState<Ground>('loading');
  const drawnScheme = useRef(scheme);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  const { pointed, hit } = useSensors(map, scheme, props.sensors);
  const sensorAt = useRef(hit);
  useEffect(() => {
    sensorAt.current = props.sensors?.onSensor ? hit : () => undefined;
  });
  const ready = !base.isPending;

  useEffect(() => {
    if (!host.current || !ready) return;
    let created: maplibre.Map;
    try {
      created = createMap(host.current, base.data, drawnScheme.current, placesOf(latest.current));
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error));
      return;
    }
    created.on('style.load', () => {
      addShapeLayers(created, drawnScheme.current);
      addCameraLayers(created, drawnScheme.current);
      setDrawn((count) => count + 1);
    });
    const drawAgain = () => created.setStyle(baseStyle(base.data, drawnScheme.current), { diff: false });
    const stopWatching = watchGround(created, base.data, setGround, drawAgain);
    created.on('click', (event) => {
      const sensor = sensorAt.current(event);
      if (sensor) {
        latest.current.sensors?.onSensor?.(sensor);
        return;
      }
      const [hit] = created.getLayer('camera')
        ? created.queryRenderedFeatures(event.point, { layers: ['camera'] })
        : [];
      const id = hit?.properties['id'] as string | undefined;
      if (id !== undefined) latest.current.onCamera?.(id);
      else latest.current.onGround?.({ latitude: event.lngLat.lat, longitude: event.lngLat.lng });
    });
    created.on('mousemove', (event) => {
      const over =
        sensorAt.current(event) !== undefined ||
        (created.getLayer('camera') && created.queryRenderedFeatures(event.point, { layers: ['camera'] }).length > 0);
      created.getCanvas().style.cursor = over ? 'pointer' : latest.current.picking ? 'crosshair' : '';
    });
    const observer = new ResizeObserver(() => created.resize());
    observer.observe(host.current);
    setMap(created);
    return () => {
      observer.disconnect();
      stopWatching();
      created.remove();
      setMap(undefined);
    };
  }, [ready, base.data]);

  useEffect(() => {
    if (!map || drawnScheme.current === scheme) return;
    drawnScheme.current = scheme;
    map.setStyle(baseStyle(base.data, scheme), { diff: false });
  }, [map, base.data, scheme]);

  const { cameras, chosen, alerts } = props;
  useEffect(() => {
    if (!map || drawn === 0) return;
    const { points, cones } = cameraFeatures(cameras, chosen);
    map.getSource<GeoJSONSource>('cameras')?.setData(points);
    map.getSource<GeoJSONSource>('cones')?.setData(cones);
  }, [map, drawn, cameras, chosen]);

  useEffect(() => {
    if (!map) return;
    const zoomed = () => setZoom(map.getZoom());
    zoomed();
    map.on('zoomend', zoomed);
    return () => void map.off('zoomend', zoomed);
  }, [map]);

  useEffect(() => {
    if (!map) return;
    const markers = alertMarkers(map, alerts ?? [], (alert) => latest.current.onAlert?.(alert));
    return () => markers.forEach((remove) => remove());
  }, [map, alerts, zoom]);

  const shapes = props.shapes;
  useEffect(() => {
    if (map && drawn > 0) showShapes(map, shapes ?? []);
  }, [map, drawn, shapes]);

  // Sensors come after the map opened; it then shows where they are, once.
  const markers = props.sensors?.markers;
  const fitted = useRef(false);
  useEffect(() => {
    if (!map || !markers || markers.length === 0 || fitted.current) return;
    fitted.current = true;
    fit(map, placesOf(latest.current));
  }, [map, markers]);

  const goTo = props.goTo;
  useEffect(() => {
    if (!map || !goTo) return;
    const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    const to = { center: [goTo.longitude, goTo.latitude] as [number, number], zoom: Math.max(map.getZoom(), 16) };
    if (still) map.jumpTo(to);
    else map.flyTo({ ...to, duration: 900 });
  }, [map, goTo]);

  return (
    <div className="v-map" role="region" aria-label={t('map.label')} data-ground={ground}>
      <div ref={host} className="v-map-host" />
      <div className="v-map-note" role="status">
        {fault === undefined && ground !== 'shown' && t(`map.${base.error ? 'failed' : ground}`)}
      </div>
      {pointed && props.sensors && <SensorTip of={pointed} quantities={props.sensors.quantities} />}
      {fault !== undefined && (
        <div className="v-stateview">
          <h2>{t('map.noGl')}</h2>
          <p>{t('map.noGlDetail')}</p>
        </div>
      )}
    </div>
  );
}

/** Tells how the base map is, and asks for it again while it cannot be had. Returns what stops that. */
function watchGround(
  map: maplibre.Map,
  base: BaseMap | undefined,
  tell: (ground: Ground) => void,
  again: () => void,
): () => void {
  if (!base?.url) {
    tell('none');
    return () => undefined;
  }
  let timer: ReturnType<typeof setTimeout> | undefined;
  tell('loading');
  map.on('error', (event) => {
    if ((event as { sourceId?: string }).sourceId !== 'base') return;
    tell('failed');
    clearTimeout(timer);
    timer = setTimeout(again, RETRY_MS);
  });
  map.on('sourcedata', (event) => {
    if (event.sourceId !== 'base' || timer !== undefined || !map.isSourceLoaded('base')) return;
    void map.once('render', () => tell('shown'));
  });
  map.on('style.load', () => {
    timer = undefined;
  });
  return () => clearTimeout(timer);
}

/** Where what is shown is: shapes when there are any, else cameras and sensors. */
function placesOf({ shapes, cameras, sensors }: CityMapProps): GeoPoint[] {
  if (shapes && shapes.length > 0) return shapePlaces(shapes);
  return [...cameras, ...(sensors?.markers ?? [])].flatMap(({ location }) => (location ? [location] : []));
}

/** Opens where the base map says, else where the things shown are, else on the whole world. */
function createMap(
  host: HTMLElement,
  base: BaseMap | undefined,
  scheme: 'dark' | 'light',
  located: readonly GeoPoint[],
): maplibre.Map {
  const centre = base?.centre ?? undefined;
  const map = new maplibre.Map({
    container: host,
    style: baseStyle(base, scheme),
    center: centre ? [centre.longitude, centre.latitude] : [0, 20],
    zoom: centre ? (base?.zoom ?? 14) : 1,
    attributionControl: { compact: true },
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    fadeDuration: 0,
    canvasContextAttributes: { antialias: true },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), 'bottom-right');
  map.addControl(new maplibre.ScaleControl({ maxWidth: 90 }), 'bottom-left');
  if (located.length > 0) fit(map, located);
  return map;
}

/** Shows all cameras, unless they stand well inside the view that the base map opens with. */
function fit(map: maplibre.Map, places: readonly GeoPoint[]): void {
  const { clientWidth: width, clientHeight: height } = map.getContainer();
  const inside = places.every(({ longitude, latitude }) => {
    const { x, y } = map.project([longitude, latitude]);
    return x >= EDGE_PX && y >= EDGE_PX && x <= width - EDGE_PX && y <= height - EDGE_PX;
  });
  if (inside) return;
  const bounds = new maplibre.LngLatBounds();
  places.forEach((place) => bounds.extend([place.longitude, place.latitude]));
  const padding = Math.min(70, width / 5, height / 5);
  map.fitBounds(bounds, { padding, maxZoom: 16.5, animate: false });
}

function addCameraLayers(map: maplibre.Map, scheme: 'dark' | 'light'): void {
  if (map.getSource('cameras')) return;
  const dark = scheme === 'dark';
  const none = { type: 'FeatureCollection' as const, features: [] };
  for (const state of states) {
    const image = cameraIcon(state, scheme);
    if (image && !map.hasImage(`camera-${state}`)) map.addImage(`camera-${state}`, image, { pixelRatio: 2 });
  }
  map.addSource('cones', { type: 'geojson', data: none });
  map.addSource('cameras', { type: 'geojson', data: none });
  const cone = dark ? '#9fc4ec' : '#2f6aad';
  map.addLayer({
    id: 'cone',
    type: 'fill',
    source: 'cones',
    paint: {
      'fill-color': cone,
      'fill-opacity': ['case', ['get', 'chosen'], 0.3, ['==', ['get', 'state'], 'bad'], 0.04, 0.12],
    },
  });
  map.addLayer({
    id: 'cone-edge',
    type: 'line',
    source: 'cones',
    paint: { 'line-color': cone, 'line-opacity': ['case', ['get', 'chosen'], 0.9, 0.3], 'line-width': 1 },
  });
  map.addLayer({
    id: 'camera-chosen',
    type: 'circle',
    source: 'cameras',
    filter: ['get', 'chosen'],
    paint: {
      'circle-radius': 17,
      'circle-color': cone,
      'circle-opacity': 0.35,
      'circle-stroke-width': 1.5,
      'circle-stroke-color': cone,
    },
  });
  map.addLayer({
    id: 'camera',
    type: 'symbol',
    source: 'cameras',
    layout: {
      'icon-image': ['concat', 'camera-', ['get', 'state']],
      'icon-allow-overlap': true,
      'text-field': ['step', ['zoom'], '', 15.5, ['get', 'name']],
      'text-font': ['Inter Variable'],
      'text-size': 12,
      'text-anchor': 'top',
      'text-offset': [0, 1.3],
      'text-optional': true,
    },
    paint: {
      'text-color': dark ? '#e3e7eb' : '#1a1f25',
      'text-halo-color': dark ? '#14171b' : '#ffffff',
      'text-halo-width': 1.5,
    },
  });
}

/** One mark where several would lie over each other: the worst alert's shape, their number, and a pulse for a new critical one. */
function alertMarkers(map: maplibre.Map, alerts: readonly Alert[], onAlert: (alert: Alert) => void): (() => void)[] {
  const rank = ({ severity }: Alert) => severityOrder.indexOf(severity);
  const placed = alerts.filter(({ location }) => location).sort((a, b) => rank(a) - rank(b));
  const spotOf = ({ location }: Alert) => map.project([location?.longitude ?? 0, location?.latitude ?? 0]);
  return apart(placed, spotOf).map((here) => {
    const worst = here[0] as Alert;
    const element = document.createElement('div');
    const root = createRoot(element);
    root.render(<AlertPin alert={worst} count={here.length} onClick={() => onAlert(worst)} />);
    const at = worst.location ?? { latitude: 0, longitude: 0 };
    const marker = new maplibre.Marker({ element, anchor: 'bottom', offset: [0, -12] })
      .setLngLat([at.longitude, at.latitude])
      .addTo(map);
    return () => {
      marker.remove();
      // Unmounting while React renders is not allowed; the next turn is soon enough.
      setTimeout(() => root.unmount());
    };
  });
}

function AlertPin(props: { alert: Alert; count: number; onClick: () => void }) {
  const { alert, count } = props;
  const label = t('map.alert', { severity: t(`app.severity.${alert.severity}`), message: alert.message, n: count });
  return (
    <button
      type="button"
      className="v-pin"
      data-severity={alert.severity}
      data-pulse={(alert.severity === 'CRITICAL' && alert.state === 'NEW') || undefined}
      aria-label={label}
      title={label}
      onClick={(event) => {
        event.stopPropagation();
        props.onClick();
      }}
    >
      <svg width="26" height="26" viewBox="-1 -1 18 18" aria-hidden="true">
        <path d={severityPath[alert.severity]} />
      </svg>
      {count > 1 && <span>{count}</span>}
    </button>
  );
}
