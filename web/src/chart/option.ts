import type { EChartsCoreOption } from 'echarts/core';
import type { QuantityInfo, Series, Severity } from '../api';
import { formatValue, severityPath } from '../app';
import { t } from '../words';
import { flaggedSpans, pointsOf, type Points } from './gaps';

/** One line of a chart. */
export interface ChartLine {
  series: Series;
  info?: QuantityInfo | undefined;
}

/** Something that happened, drawn where it happened. */
export interface ChartEvent {
  id: string;
  start: number;
  end?: number | undefined;
  severity: Severity;
  text: string;
}

export interface ChartLook {
  lines: readonly ChartLine[];
  events: readonly ChartEvent[];
  /** Horizontal lines, such as a rule's limit, in the unit of the first line. */
  limits: readonly { value: number; text: string }[];
  from: number;
  to: number;
  colours: ChartColours;
  /** Draws the steps of the first line's index behind it. */
  bands: boolean;
}

export interface ChartColours {
  text: string;
  quiet: string;
  line: string;
  surface: string;
  lines: readonly string[];
  warn: string;
  severity: Record<Severity, string>;
}

/** Lines of a chart differ in dash as well as in colour. */
const dashes = ['solid', 'dashed', 'dotted', [8, 3, 2, 3]] as const;

/** What ECharts is told. */
export function chartOption(look: ChartLook): EChartsCoreOption {
  const { lines, colours, from, to } = look;
  const units = [...new Set(lines.map((line) => line.series.unit))];
  const axisOf = (line: ChartLine) => Math.min(1, units.indexOf(line.series.unit));
  return {
    animation: false,
    textStyle: { fontFamily: 'Inter Variable, sans-serif' },
    grid: { left: 58, right: units.length > 1 ? 58 : 18, top: 30, bottom: 62 },
    xAxis: {
      type: 'time',
      min: from,
      max: to,
      axisLine: { lineStyle: { color: colours.line } },
      axisLabel: { color: colours.quiet, hideOverlap: true },
      splitLine: { show: false },
    },
    yAxis: units.slice(0, 2).map((unit, i) => ({
      type: 'value',
      scale: true,
      name: unit,
      position: i === 0 ? 'left' : 'right',
      nameTextStyle: { color: colours.quiet, align: i === 0 ? 'right' : 'left' },
      axisLabel: { color: colours.quiet },
      splitLine: { show: i === 0, lineStyle: { color: colours.line } },
    })),
    legend:
      lines.length > 1
        ? {
            top: 0,
            left: 60,
            textStyle: { color: colours.text },
            itemHeight: 8,
            data: lines.map((each) => each.series.name),
          }
        : { show: false },
    tooltip: {
      trigger: 'axis',
      backgroundColor: colours.surface,
      borderColor: colours.line,
      textStyle: { color: colours.text, fontSize: 12.5 },
      axisPointer: { lineStyle: { color: colours.quiet } },
      formatter: (shown: unknown) => tipText(shown, look),
    },
    dataZoom: [
      { type: 'inside', filterMode: 'none', zoomOnMouseWheel: 'ctrl', moveOnMouseWheel: false },
      {
        type: 'slider',
        filterMode: 'none',
        bottom: 8,
        height: 22,
        showDataShadow: true,
        borderColor: colours.line,
        textStyle: { color: colours.quiet },
        labelFormatter: '',
      },
    ],
    series: [...lines.flatMap((line, i) => lineSeries(line, i, axisOf(line), look)), eventSeries(look)],
  };
}

function lineSeries(line: ChartLine, i: number, yAxisIndex: number, look: ChartLook): object[] {
  const { series } = line;
  const { colours, limits } = look;
  const colour = colours.lines[i % colours.lines.length];
  const main = {
    id: `line-${i}`,
    name: series.name,
    type: 'line',
    yAxisIndex,
    data: pointsOf(series, 'mean'),
    showSymbol: series.at.length < 60,
    symbolSize: 5,
    connectNulls: false,
    lineStyle: { color: colour, width: 1.8, type: dashes[i % dashes.length] },
    itemStyle: { color: colour },
    z: 4,
    ...(i === 0 && {
      markArea: { silent: true, data: [...bandAreas(line, look), ...flaggedAreas(series, look)] },
      markLine: {
        silent: true,
        symbol: 'none',
        label: { position: 'insideEndTop', color: colours.text },
        lineStyle: { color: colours.warn, type: 'dashed', width: 1.5 },
        data: limits.map(({ value, text }) => ({ yAxis: value, name: text, label: { formatter: text } })),
      },
    }),
  };
  if (series.resolution === 'RAW') return [main];
  // The spread between the smallest and the greatest value of each bucket, as an area stacked on an invisible line.
  const low = pointsOf(series, 'min');
  const high = pointsOf(series, 'max');
  const spread: Points = low.map(([at, min], each) => {
    const max = high[each]?.[1];
    return [at, min === null || max === null || max === undefined ? null : max - min];
  });
  const hidden = {
    type: 'line',
    yAxisIndex,
    stack: `spread-${i}`,
    stackStrategy: 'all',
    showSymbol: false,
    silent: true,
    lineStyle: { opacity: 0 },
    tooltip: { show: false },
    z: 2,
  };
  return [
    { ...hidden, id: `low-${i}`, data: low },
    { ...hidden, id: `spread-${i}`, data: spread, areaStyle: { color: colour, opacity: 0.2 } },
    main,
  ];
}

function bandAreas(line: ChartLine, look: ChartLook): object[][] {
  const bands = line.info?.scales[0]?.bands;
  if (!look.bands || !bands) return [];
  return bands.map((band, i) => [
    {
      yAxis: i === 0 ? -1e9 : (bands[i - 1]?.upTo ?? 0),
      name: band.word,
      itemStyle: { color: band.colour, opacity: 0.08 },
      label: { position: 'insideRight', color: look.colours.quiet, fontSize: 11 },
    },
    { yAxis: band.upTo ?? 1e9 },
  ]);
}

function flaggedAreas(series: Series, look: ChartLook): object[][] {
  return flaggedSpans(series).map(([from, to]) => [
    { xAxis: from, itemStyle: { color: look.colours.warn, opacity: 0.22 }, label: { show: false } },
    { xAxis: to },
  ]);
}

/** Events stand on the upper edge with the shape of their severity; how long they lasted is a line beside it. */
function eventSeries({ events, colours, to }: ChartLook): object {
  return {
    id: 'events',
    name: t('app.nav.alerts'),
    type: 'line',
    data: [],
    z: 6,
    markPoint: {
      symbolSize: 17,
      data: events.map((event) => ({
        name: event.id,
        x: undefined,
        xAxis: event.start,
        yAxis: 'max',
        y: 16,
        symbol: `path://${severityPath[event.severity]}`,
        itemStyle: { color: colours.severity[event.severity], borderColor: colours.surface, borderWidth: 1 },
        label: { show: false },
        value: event.text,
      })),
    },
    markLine: {
      silent: true,
      symbol: 'none',
      label: { show: false },
      data: events.map((event) => ({
        xAxis: event.start,
        lineStyle: { color: colours.severity[event.severity], type: 'solid', width: 1, opacity: 0.8 },
      })),
    },
    markArea: {
      silent: true,
      data: events.map((event) => [
        { xAxis: event.start, itemStyle: { color: colours.severity[event.severity], opacity: 0.12 } },
        { xAxis: event.end ?? to },
      ]),
    },
  };
}

interface Shown {
  seriesId?: string;
  seriesIndex: number;
  axisValue: number;
  data?: [number, number | null];
}

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function tipText(shown: unknown, { lines, events }: ChartLook): string {
  const items = (Array.isArray(shown) ? shown : [shown]) as Shown[];
  const at = items[0]?.axisValue;
  if (at === undefined) return '';
  const parts = [`<b>${new Date(at).toLocaleString('en-GB')}</b>`];
  for (const item of items) {
    const line = lines[Number(/^line-(\d+)$/.exec(item.seriesId ?? '')?.[1] ?? -1)];
    if (!line || !item.data) continue;
    const { series } = line;
    const value = item.data[1];
    let text = `${escape(series.name)}: <b>${value === null ? '–' : formatValue(value, escape(series.unit))}</b>`;
    const index = nearest(series.at, item.data[0], series.resolution);
    if (series.resolution !== 'RAW' && index >= 0) {
      text += ` (${formatValue(series.min[index])} – ${formatValue(series.max[index])})`;
    }
    if (index >= 0 && (series.flagged[index] ?? 0) > 0)
      text += ` ${t('chart.flagged', { n: series.flagged[index] ?? 0 })}`;
    parts.push(text);
  }
  for (const event of events) {
    if (at >= event.start && (event.end === undefined || at <= event.end)) parts.push(escape(event.text));
  }
  return parts.join('<br>');
}

/** Index of the value drawn at a time; −1 for a break. */
function nearest(at: readonly number[], shownAt: number, resolution: Series['resolution']): number {
  if (resolution === 'RAW') return at.indexOf(shownAt);
  const half = resolution === 'MINUTE' ? 30_000 : resolution === 'HOUR' ? 1_800_000 : 43_200_000;
  return at.indexOf(shownAt - half);
}
