import { lazy, Suspense } from 'react';
import { useBaseMap } from '../api';
import { LoadingState } from '../app';
import type { CityMapProps } from './CityMap';
import type PlacePickerType from './PlacePicker';

/* The door of `map`. What draws it is large, so it is loaded only where a map is shown. */

const LazyMap = lazy(() => import('./CityMap'));
const LazyPicker = lazy(() => import('./PlacePicker'));

export type { CityMapProps } from './CityMap';
export type { MapShape } from './shapes';
export type { SensorsOnMap } from './useSensors';

/** The city: base map, cameras with what they look at, alerts at their place. Fills its parent. */
export function CityMap(props: CityMapProps) {
  // Asked for here already, so that it comes while the code that draws it still loads.
  useBaseMap();
  return (
    <Suspense fallback={<LoadingState />}>
      <LazyMap {...props} />
    </Suspense>
  );
}

/** A map to click on: where a camera stands. Fills its parent. */
export function PlacePicker(props: React.ComponentProps<typeof PlacePickerType>) {
  return (
    <Suspense fallback={<LoadingState />}>
      <LazyPicker {...props} />
    </Suspense>
  );
}
