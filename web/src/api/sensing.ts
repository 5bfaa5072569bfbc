import type { GeoPoint, Named } from './types';

/* The shapes of the server's room sensing. Names of enums are the contract's; times are ISO 8601 in UTC. */

export type SensorKind =
  | 'AIR_QUALITY'
  | 'ODOUR'
  | 'SMOKE'
  | 'WEATHER'
  | 'SOUND'
  | 'TRAFFIC'
  | 'WASTE'
  | 'WATER'
  | 'DOOR'
  | 'PEOPLE'
  | 'GENERIC';

/** How a device is: the worst of its channels. */
export type DeviceState = 'OK' | 'DOUBTFUL' | 'SILENT' | 'NEVER' | 'OFF';

export type QualityFlag = 'OUT_OF_RANGE' | 'SPIKE' | 'STUCK' | 'CLOCK_SKEW' | 'LATE' | 'AFTER_SILENCE' | 'DEVICE_DOUBT';

/** In the order of their bits. */
export const qualityFlags: readonly QualityFlag[] = [
  'OUT_OF_RANGE',
  'SPIKE',
  'STUCK',
  'CLOCK_SKEW',
  'LATE',
  'AFTER_SILENCE',
  'DEVICE_DOUBT',
];

/** One step of an index: from the one before it up to, and without, `upTo`; the last has none. */
export interface Band {
  upTo?: number | null;
  word: string;
  colour: string;
}

export interface Scale {
  name: string;
  source: string;
  bands: Band[];
}

export interface QuantityInfo {
  quantity: string;
  channel: string;
  label: string;
  ucum: string;
  unit: string;
  min?: number | null;
  max?: number | null;
  usualSilenceSeconds: number;
  scales: Scale[];
}

export interface KindInfo {
  kind: SensorKind;
  label: string;
  icon: string;
  quantities: string[];
}

export interface MappingInfo {
  name: string;
  label: string;
  topic: string;
}

export interface Kinds {
  kinds: KindInfo[];
  quantities: QuantityInfo[];
  mappings: MappingInfo[];
}

/** The newest observation of a datastream. */
export interface Newest {
  at: string;
  receivedAt?: string | null;
  value?: number | null;
  /** JSON, when the result is not a number. */
  text?: string | null;
  quality: QualityFlag[];
}

export interface Calibration {
  version: number;
  from: string;
  gain: number;
  offset: number;
  reference?: string | null;
}

export interface Channel {
  datastream: number;
  channel: string;
  name: string;
  quantity: string;
  unit: string;
  min: number | null;
  max: number | null;
  silenceSeconds: number;
  newest?: Newest | null;
  calibrations: Calibration[];
}

export interface DeviceRow {
  id: string;
  name: string;
  kind: SensorKind;
  agency: Named;
  location?: GeoPoint | null;
  state: DeviceState;
  lastSeen?: string | null;
  enabled: boolean;
  /** Its main channel; `at` is null while nothing has come. */
  main?: (Omit<Newest, 'at'> & { at?: string | null; datastream: number; quantity: string; unit: string }) | null;
  batteryPercent?: number | null;
  signalDbm?: number | null;
}

export interface Device extends DeviceRow {
  thing: number;
  mapping: string;
  gateway: boolean;
  topic: string;
  mqttUser: string;
  hasPassword: boolean;
  certificate?: string | null;
  clockSkewSeconds?: number | null;
  observationsToday: number;
  flaggedToday: number;
  channels: Channel[];
}

export interface DeviceListing {
  items: DeviceRow[];
  total: number;
  next?: string | null;
  counts: Record<DeviceState, number>;
}

export interface ChannelForm {
  channel: string;
  quantity: string;
  unit?: string | null;
  name?: string | null;
  min?: number | null;
  max?: number | null;
  silenceSeconds?: number | null;
}

export interface DeviceForm {
  id: string;
  name: string;
  kind: SensorKind;
  location?: GeoPoint | null;
  mapping?: string;
  gateway?: boolean;
  enabled?: boolean;
  certificate?: string | null;
  channels: ChannelForm[];
}

/** How a new device speaks to the broker; the password is told this once. */
export interface MqttAccess {
  host?: string | null;
  port: number;
  tlsPort?: number | null;
  user: string;
  password: string;
  topic: string;
  sample: string;
}

export interface BulkResult {
  created: { id: string; user: string; password: string }[];
  rejected: { index: number; id?: string | null; field?: string | null; reason: string }[];
}

/** A device on the map, with its main value. */
export interface Marker {
  id: string;
  name: string;
  kind: SensorKind;
  location: GeoPoint;
  state: DeviceState;
  datastream?: number | null;
  quantity?: string | null;
  value?: number | null;
  text?: string | null;
  time?: string | null;
}

export interface DatastreamRow {
  id: number;
  name: string;
  device?: string | null;
  deviceName?: string | null;
  kind: SensorKind;
  quantity: string;
  unit: string;
  location?: GeoPoint | null;
  silenceSeconds: number;
  newest?: Newest | null;
}

export type Resolution = 'RAW' | 'MINUTE' | 'HOUR' | 'DAY';

/** Columns of equal length, oldest first; times in epoch milliseconds, quality in bits (0 unless RAW). */
export interface Series {
  datastream: number;
  name: string;
  device?: string | null;
  quantity: string;
  unit: string;
  from: string;
  to: string;
  resolution: Resolution;
  cut: boolean;
  at: number[];
  mean: (number | null)[];
  min: (number | null)[];
  max: (number | null)[];
  count: number[];
  flagged: number[];
  quality: number[];
}

/** Something that runs on the server for longer than a request. */
export interface Job {
  id: string;
  state: 'RUNNING' | 'DONE' | 'FAILED' | 'CANCELLED';
  done: number;
  total?: number | null;
  message: string;
  startedAt: string;
  endedAt?: string | null;
}

export interface Guess {
  mapping: string;
  mappingLabel: string;
  device?: string | null;
  time?: string | null;
  channels: {
    channel: string;
    path: string;
    sample: string;
    numeric: boolean;
    quantity?: string | null;
    unit?: string | null;
    label?: string | null;
  }[];
  problem?: string | null;
}

export interface CsvPreview {
  upload: string;
  lines: number;
  good: number;
  bad: number;
  layout: 'long' | 'wide';
  columns: { index: number; header: string; role: string; channel?: string | null }[];
  sample: string[][];
  rejected: { line: number; text: string; reason: string }[];
}

export interface DeadLetter {
  id: number;
  at: string;
  way: string;
  source: string;
  device?: string | null;
  reason: string;
  payload: string;
  hex: boolean;
  bytes: number;
  complete: boolean;
  repeats: number;
  settledAt?: string | null;
  settledAs?: 'RETRIED' | 'DISCARDED' | null;
}

export interface DeadLetterListing {
  items: DeadLetter[];
  total: number;
  next?: string | null;
  reasons: { reason: string; count: number }[];
}
