import type { Map as StreetMap, MapMouseEvent } from 'maplibre-gl';
import { useEffect, useRef, useState } from 'react';
import type { Marker, QuantityInfo } from '../api';
import type { SensorOverlay } from './sensorLayers';

/** Sensors to draw, and what is known of the quantities they measure. */
export interface SensorsOnMap {
  markers: readonly Marker[];
  quantities: ReadonlyMap<string, QuantityInfo>;
  chosen?: string | undefined;
  onSensor?: ((sensor: Marker) => void) | undefined;
}

export interface Pointed {
  marker: Marker;
  x: number;
  y: number;
}

/**
 * Draws sensors above a map; the code for it is large and comes only where there are sensors.
 *
 * @returns the sensor under the pointer, and a question for clicks: which sensor is there?
 */
export function useSensors(
  map: StreetMap | undefined,
  scheme: 'dark' | 'light',
  sensors: SensorsOnMap | undefined,
): { pointed: Pointed | undefined; hit: (event: MapMouseEvent) => Marker | undefined; drawn: number } {
  const overlay = useRef<SensorOverlay | undefined>(undefined);
  const [ready, setReady] = useState(0);
  const [pointed, setPointed] = useState<Pointed>();
  const wanted = sensors !== undefined;

  useEffect(() => {
    if (!map || !wanted) return;
    let gone = false;
    let mine: SensorOverlay | undefined;
    void import('./sensorLayers').then(({ SensorOverlay: Overlay }) => {
      if (gone) return;
      mine = new Overlay(map);
      overlay.current = mine;
      setReady((count) => count + 1);
    });
    return () => {
      gone = true;
      overlay.current = undefined;
      setPointed(undefined);
      // The map itself may be gone already, and its controls with it.
      try {
        mine?.remove();
      } catch {
        return;
      }
    };
  }, [map, wanted]);

  const markers = sensors?.markers;
  const quantities = sensors?.quantities;
  const chosen = sensors?.chosen;
  useEffect(() => {
    if (ready === 0 || !markers || !quantities) return;
    overlay.current?.update({ markers, quantities, chosen, scheme });
  }, [ready, markers, quantities, chosen, scheme]);

  useEffect(() => {
    if (!map || !wanted) return;
    let frame = 0;
    const look = (event: MapMouseEvent) => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => {
        const marker = map.isMoving() ? undefined : overlay.current?.hit(event.lngLat);
        setPointed((before) =>
          marker ? (before?.marker === marker ? before : { marker, x: event.point.x, y: event.point.y }) : undefined,
        );
      });
    };
    const leave = () => setPointed(undefined);
    map.on('mousemove', look);
    map.on('mouseout', leave);
    map.on('movestart', leave);
    return () => {
      cancelAnimationFrame(frame);
      map.off('mousemove', look);
      map.off('mouseout', leave);
      map.off('movestart', leave);
    };
  }, [map, wanted]);

  return { pointed, hit: (event) => overlay.current?.hit(event.lngLat), drawn: ready };
}
