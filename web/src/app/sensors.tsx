import {
  IconCar,
  IconCloud,
  IconDoor,
  IconDroplet,
  IconFlame,
  IconGauge,
  IconMoodSick,
  IconTrash,
  IconUsers,
  IconVolume,
  IconWind,
  type Icon,
} from '@tabler/icons-react';
import {
  qualityFlags,
  type Band,
  type DeviceState,
  type Newest,
  type QualityFlag,
  type QuantityInfo,
  type SensorKind,
} from '../api';
import { t, tName } from '../words';
import { StateMark, type Tone } from './SeverityMark';

const icons: Record<SensorKind, Icon> = {
  AIR_QUALITY: IconWind,
  ODOUR: IconMoodSick,
  SMOKE: IconFlame,
  WEATHER: IconCloud,
  SOUND: IconVolume,
  TRAFFIC: IconCar,
  WASTE: IconTrash,
  WATER: IconDroplet,
  DOOR: IconDoor,
  PEOPLE: IconUsers,
  GENERIC: IconGauge,
};

/** The sign of a kind of sensor, the same on map, list and page. Its word stands beside it or in `title`. */
export function KindIcon(props: { kind: SensorKind; size?: number; titled?: boolean }) {
  const Sign = icons[props.kind];
  const name = tName('app.sensorKind', props.kind);
  return props.titled ? (
    <span title={name} className="v-kindicon">
      <Sign size={props.size ?? 17} stroke={1.6} aria-hidden />
      <span className="v-visually-hidden">{name}</span>
    </span>
  ) : (
    <Sign size={props.size ?? 17} stroke={1.6} aria-hidden />
  );
}

export const stateTone: Record<DeviceState, Tone> = {
  OK: 'good',
  DOUBTFUL: 'warn',
  SILENT: 'bad',
  NEVER: 'unknown',
  OFF: 'unknown',
};

/** How a device is, with its word. */
export function DeviceStateMark(props: { state: DeviceState; short?: boolean; title?: string }) {
  return (
    <StateMark
      tone={stateTone[props.state]}
      {...(props.short && { short: true })}
      {...(props.title && { title: props.title })}
    >
      {tName('app.deviceState', props.state)}
    </StateMark>
  );
}

/** A number with as many digits as such a figure deserves: "0.42", "7.3", "128". */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  const digits = size >= 100 || Number.isInteger(value) ? 0 : size >= 10 ? 1 : 2;
  return value.toLocaleString('en-GB', { maximumFractionDigits: digits }).replace('-', '−');
}

/** A value with its unit, in one line of text. */
export function formatValue(value: number | null | undefined, unit = '', text?: string | null): string {
  if (value === null || value === undefined) return text ? text.replace(/^"|"$/g, '') : '–';
  return unit === '' ? formatNumber(value) : `${formatNumber(value)}${unit === '°' ? '' : '\u202f'}${unit}`;
}

/** The step of an index in which a value lies; undefined where the quantity has none. */
export function bandOf(info: QuantityInfo | undefined, value: number | null | undefined): Band | undefined {
  const bands = info?.scales[0]?.bands;
  if (!bands || value === null || value === undefined) return undefined;
  return bands.find((band) => band.upTo === null || band.upTo === undefined || value < band.upTo);
}

/** How bad a step is, 0 to 3, in the shapes of severity: circle, diamond, triangle, octagon. */
export function bandRank(info: QuantityInfo | undefined, band: Band | undefined): 0 | 1 | 2 | 3 {
  const bands = info?.scales[0]?.bands;
  if (!bands || !band || bands.length < 2) return 0;
  const part = bands.indexOf(band) / (bands.length - 1);
  return part < 0.34 ? 0 : part < 0.6 ? 1 : part < 0.9 ? 2 : 3;
}

/** The flags in the number that the store keeps. */
export function flagsOf(bits: number): QualityFlag[] {
  return qualityFlags.filter((_flag, i) => (bits & (1 << i)) !== 0);
}

const rankPath = [
  'M8 1a7 7 0 1 0 0 14A7 7 0 1 0 8 1z',
  'M8 .5L15.500 8 8 15.500.5 8z',
  'M8 1l7.500 13.500H.5z',
  'M5 1h6l4 4v6l-4 4H5l-4-4V5z',
] as const;

/** The newest value: figure, unit, the index step it lies in (shape, colour, word) and what is doubtful about it. */
export function Value(props: {
  newest: Pick<Newest, 'value' | 'text' | 'quality'> | null | undefined;
  unit: string;
  info: QuantityInfo | undefined;
  /** Leaves the word of the step to the title. */
  short?: boolean;
}) {
  const { newest, unit, info, short } = props;
  if (!newest) return <span className="v-quiet">{t('app.value.none')}</span>;
  const band = bandOf(info, newest.value);
  const doubt = newest.quality.map((flag) => tName('app.quality', flag)).join(', ');
  return (
    <span className="v-value" title={[band?.word, doubt].filter(Boolean).join(' · ') || undefined}>
      {band && (
        <svg width="11" height="11" viewBox="0 0 16 16" aria-hidden="true">
          <path d={rankPath[bandRank(info, band)]} fill={band.colour} stroke="var(--v-quiet)" strokeWidth="1" />
        </svg>
      )}
      <span className="v-number">{formatValue(newest.value, unit, newest.text)}</span>
      {band && (short ? <span className="v-visually-hidden">{band.word}</span> : <span>{band.word}</span>)}
      {doubt && (
        <StateMark tone="warn" {...(short && { short: true })}>
          {doubt}
        </StateMark>
      )}
    </span>
  );
}
