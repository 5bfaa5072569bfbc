import { lazy, Suspense } from 'react';
import { LoadingState } from '../app';
import type { SeriesChartProps } from './SeriesChart';

/* The door of `chart`. What draws it is large, so it is loaded only where a chart is shown. */

const LazyChart = lazy(() => import('./SeriesChart'));

export { figuresOf } from './gaps';
export type { ChartEvent, ChartLine } from './option';

/** Values over time. Fills its parent. */
export function SeriesChart(props: SeriesChartProps) {
  return (
    <Suspense fallback={<LoadingState />}>
      <LazyChart {...props} />
    </Suspense>
  );
}
