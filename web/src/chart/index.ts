/* The door of `chart`. What draws it is large, so it is loaded only where a chart is shown. */

export { figuresOf } from './gaps';
export { SeriesChart } from './LazyChart';
export type { ChartEvent, ChartLine } from './option';
export { Readings } from './Readings';
