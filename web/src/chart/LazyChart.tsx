import { lazy, Suspense } from 'react';
import { LoadingState } from '../app';
import type { SeriesChartProps } from './SeriesChart';

const LazyChart = lazy(() => import('./SeriesChart'));

/** Values over time. Fills its parent. */
export function SeriesChart(props: SeriesChartProps) {
  return (
    <Suspense fallback={<LoadingState />}>
      <LazyChart {...props} />
    </Suspense>
  );
}
