import { useComputedColorScheme } from '@mantine/core';
import { LineChart } from 'echarts/charts';
import {
  DataZoomComponent,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  MarkPointComponent,
  TooltipComponent,
} from 'echarts/components';
import { init, use as register, type EChartsType } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import type { Severity } from '../api';
import { severityOrder } from '../app';
import { chartOption, type ChartColours, type ChartEvent, type ChartLine } from './option';
import './chart.css';

register([
  LineChart,
  GridComponent,
  TooltipComponent,
  LegendComponent,
  DataZoomComponent,
  MarkAreaComponent,
  MarkLineComponent,
  MarkPointComponent,
  CanvasRenderer,
]);

export interface SeriesChartProps {
  lines: readonly ChartLine[];
  events?: readonly ChartEvent[];
  limits?: readonly { value: number; text: string }[];
  /** Epoch milliseconds. */
  from: number;
  to: number;
  bands?: boolean;
  /** What the picture shows, for those who do not see it. */
  label: string;
  /** Called when somebody zooms, half a second after the last move. */
  onRange?: (from: number, to: number) => void;
  onEvent?: (id: string) => void;
}

const SETTLE_MS = 500;
const none: readonly never[] = [];

/** Values over time, with the spread of each bucket, index steps, flagged stretches and what happened. */
export default function SeriesChart(props: SeriesChartProps) {
  const { lines, events = none, limits = none, from, to, bands = false } = props;
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | undefined>(undefined);
  const latest = useRef(props);
  const scheme = useComputedColorScheme('dark');
  useEffect(() => {
    latest.current = props;
  });

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const made = init(element, undefined, { renderer: 'canvas' });
    chart.current = made;
    let timer: ReturnType<typeof setTimeout>;
    made.on('datazoom', () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const { dataZoom } = made.getOption() as { dataZoom?: { start: number; end: number }[] };
        const zoom = dataZoom?.[0];
        if (!zoom || (zoom.start <= 0 && zoom.end >= 100)) return;
        const { from: start, to: end, onRange } = latest.current;
        const span = end - start;
        onRange?.(start + (span * zoom.start) / 100, start + (span * zoom.end) / 100);
      }, SETTLE_MS);
    });
    made.on('click', (event) => {
      if (event.componentType === 'markPoint') latest.current.onEvent?.(event.name);
    });
    const observer = new ResizeObserver(() => made.resize());
    observer.observe(element);
    return () => {
      clearTimeout(timer);
      observer.disconnect();
      made.dispose();
      chart.current = undefined;
    };
  }, []);

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const look = { lines, events, limits, from, to, bands, colours: coloursOf(element) };
    chart.current?.setOption(chartOption(look), { notMerge: true, lazyUpdate: true });
    // The scheme changes the colours that the element inherits.
  }, [lines, events, limits, from, to, bands, scheme]);

  return <div ref={host} className="v-chart" role="img" aria-label={props.label} />;
}

function coloursOf(element: HTMLElement): ChartColours {
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(`--v-${name}`).trim();
  return {
    text: read('text'),
    quiet: read('quiet'),
    line: read('line'),
    surface: read('raised'),
    warn: read('major'),
    lines: [read('info'), read('good'), read('text'), read('minor')],
    severity: Object.fromEntries(severityOrder.map((each) => [each, read(each.toLowerCase())])) as Record<
      Severity,
      string
    >,
  };
}
