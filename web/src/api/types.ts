/*
 * The shapes the server speaks, by hand from the API until the generated schema.d.ts replaces them. Names of enums are
 * the contract's. Times are ISO 8601 in UTC; picture coordinates are fractions 0..1 of width and height.
 */
export type Severity = 'INFO' | 'MINOR' | 'MAJOR' | 'CRITICAL';
export type Role = 'OPERATOR' | 'INVESTIGATOR' | 'SUPERVISOR' | 'ADMINISTRATOR';
export type ObjectClass = 'PERSON' | 'BICYCLE' | 'CAR' | 'MOTORCYCLE' | 'BUS' | 'TRUCK';
export type RuleKindName =
  | 'WRONG_WAY'
  | 'INTRUSION'
  | 'LOITERING'
  | 'STOPPED_VEHICLE'
  | 'CROWD_DENSITY'
  | 'CROWD_FORMATION'
  | 'CAMERA_TROUBLE'
  | 'THRESHOLD'
  | 'RATE_OF_CHANGE'
  | 'MISSING_DATA'
  | 'ANOMALY'
  | 'COMBINATION';
export type Condition = 'GOOD' | 'OFFLINE' | 'STALLED' | 'UNAUTHORISED' | 'UNREADABLE' | 'BLACK' | 'FROZEN' | 'MOVED';

export interface Listing<T> {
  items: T[];
  total: number;
  next?: string | null;
}

export interface Named {
  id: string;
  name: string;
}

export interface GeoPoint {
  latitude: number;
  longitude: number;
}

export interface Session {
  person: { id: string; name: string; displayName: string; role: Role; agency: Named };
  mustChangePassword: boolean;
  rights: string[];
}

/** The rights that a machine's token may carry. */
export type MachineRight = 'SEE_CAMERAS' | 'SEE_ALERTS' | 'SEE_SENSORS' | 'EDIT_SENSORS' | 'WRITE_OBSERVATIONS';

export interface MachineToken {
  id: string;
  name: string;
  agency: Named;
  rights: MachineRight[];
  state: 'IN_FORCE' | 'EXPIRED' | 'REVOKED';
  /** Last use is up to five minutes behind; null where it never was or never will be. */
  times: { createdAt: string; expiresAt?: string | null; lastUsedAt?: string | null; revokedAt?: string | null };
  createdBy: string;
  /** The secret; only in the answer that made it. */
  token?: string | null;
}

export interface MachineTokens extends Listing<MachineToken> {
  grantable: MachineRight[];
}

export interface ConditionSince {
  condition: Condition;
  since: string;
  detail: string;
}

/** Null is what nobody has told, such as all of analysis where there is none. */
export interface Rates {
  askedFps: number | null;
  achievedFps: number | null;
  droppedFrames: number | null;
  delayMs: number | null;
  cameraFps?: number | null;
  widthPx: number | null;
  heightPx: number | null;
  codec: string | null;
}

export interface Camera {
  id: string;
  name: string;
  agency: Named;
  place?: Named | null;
  location: GeoPoint | null;
  headingDegrees: number | null;
  fieldOfViewDegrees: number | null;
  rangeM: number | null;
  streams: { mainUrl: string; subUrl?: string | null; userName?: string | null; hasPassword: boolean };
  analysis: { enabled: boolean; fps: number; model: string | null };
  health: { connection: ConditionSince | null; picture: ConditionSince | null };
  rates?: Rates | null;
}

/** `[x, y]`, fractions of the picture. */
export type Point = [number, number];

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface Zone {
  name: string;
  area: Point[];
}

export interface Line {
  name: string;
  from: Point;
  to: Point;
}

export interface Lane {
  name: string;
  area: Point[];
  entry: Point;
  exit: Point;
}

export interface GroundMark {
  picture: Point;
  eastM: number;
  northM: number;
}

export interface Rule {
  id: string;
  kind: RuleKindName;
  name: string;
  part: string | null;
  severity: Severity;
  enabled: boolean;
  classes: ObjectClass[];
  settings: Record<string, number>;
}

export interface Scene {
  camera: string;
  calibration: { points: GroundMark[] } | null;
  zones: Zone[];
  lines: Line[];
  lanes: Lane[];
  rules: Rule[];
}

export interface RuleSetting {
  name: string;
  unit: string;
  usual: number;
  min: number;
  max: number;
  meaning: string;
}

export interface RuleKind {
  kind: RuleKindName;
  appliesTo: 'ZONE' | 'LANE' | 'CAMERA';
  usualSeverity: Severity;
  settings: RuleSetting[];
}

export type AlertState = 'NEW' | 'ACKNOWLEDGED' | 'DISMISSED' | 'IN_INCIDENT';
export type DismissReason = 'FALSE_DETECTION' | 'HARMLESS' | 'KNOWN_WORK' | 'DUPLICATE' | 'TEST';

/** One fact that made an alert of the city. */
export interface Cause {
  text: string;
  datastream?: number | null;
  camera?: string | null;
  alert?: string | null;
  at: string;
  value?: number | null;
  unit?: string | null;
}

/** Where a smell or smoke probably comes from. */
export interface SourceEstimate {
  centre: GeoPoint;
  radiusMetres: number;
  windFrom?: number | null;
  windMetresPerSecond?: number | null;
  datastreams: number[];
  cameras: string[];
  text: string;
}

/** What sensors told. */
export interface CityCauses {
  datastream?: number | null;
  name: string;
  place?: GeoPoint | null;
  causes: Cause[];
  estimate?: SourceEstimate | null;
  advice?: string | null;
}

export interface Alert {
  id: string;
  state: AlertState;
  /** Whether the situation still goes on. */
  active: boolean;
  kind: RuleKindName;
  severity: Severity;
  ruleId: string;
  ruleName: string;
  /** Null when sensors told of it: then `city` says what. */
  camera?: Named | null;
  /** The camera's, the sensor's or the place's name. */
  sourceName: string;
  city?: CityCauses | null;
  place?: Named | null;
  location?: GeoPoint | null;
  part?: string | null;
  message: string;
  startedAt: string;
  raisedAt: string;
  endedAt?: string | null;
  pictureId?: string | null;
  box?: Box | null;
  path: Point[];
  tracks: string[];
  measures: Record<string, number>;
  acknowledgedBy?: Named | null;
  acknowledgedAt?: string | null;
  dismissedReason?: DismissReason | null;
  incidentId?: string | null;
  repeats: number;
}

export interface AlertsSummary {
  new: number;
  bySeverity?: Partial<Record<Severity, number>>;
  ratePerOperatorHour: number;
  targetPerOperatorHour: number;
  flood: boolean;
}

export type Priority = 'P1' | 'P2' | 'P3' | 'P4';
export type Outcome = 'RESOLVED' | 'FALSE_ALARM' | 'HANDED_OVER' | 'NO_ACTION';

export interface TimelineEntry {
  at: string;
  by?: Named | null;
  kind: string;
  text: string;
}

export interface IncidentSummary {
  id: string;
  /** Year and number in the year, for people: "2026-00012". */
  number: string;
  title: string;
  state: 'OPEN' | 'CLOSED';
  priority: Priority;
  assignee?: Named | null;
  place?: Named | null;
  location?: GeoPoint | null;
  openedAt: string;
  openedBy?: Named | null;
  closedAt?: string | null;
  outcome?: Outcome | null;
}

export interface Incident extends IncidentSummary {
  alerts: Alert[];
  nearestCameras: { id: string; name: string; distanceM: number }[];
  timeline: TimelineEntry[];
}

export type Status = 'UP' | 'DEGRADED' | 'DOWN';

export interface ProcessHealth {
  name: string;
  status: Status;
  since?: string | null;
  restarts?: number | null;
  pid?: number | null;
  rssBytes?: number | null;
  cpuPercent?: number | null;
  detail?: string | null;
}

export interface SystemHealth {
  status: Status;
  at: string;
  processes: ProcessHealth[];
  cameras: {
    id: string;
    name: string;
    connection: ConditionSince | null;
    picture: ConditionSince | null;
    rates?: Rates | null;
  }[];
  queues: { name: string; depth: number; limit: number; dropped: number }[];
  disk: { freeBytes: number; totalBytes: number } | null;
  version: string;
}

export interface BaseMap {
  /** Null, as the address, where no map file is set. */
  kind: 'GEOJSON' | 'PMTILES' | null;
  url: string | null;
  attribution: string;
  centre: GeoPoint;
  zoom: number;
}

export interface TrackView {
  track: string;
  objectClass: ObjectClass;
  box: Box;
  path: Point[];
  confidence: number;
  /** When it was where the box says; left out: the time of the whole message. */
  at?: string;
  alert?: boolean;
}

export type News =
  | { type: 'alert'; change: string; alert: Alert; sentAt: string }
  | { type: 'incident'; incident: IncidentSummary }
  | { type: 'camera'; camera: Camera }
  | ({ type: 'health' } & Partial<SystemHealth>)
  | { type: 'tracks'; camera: string; at: string; tracks: TrackView[]; counts?: Partial<Record<ObjectClass, number>> };

export type NewsType = News['type'];
export type NewsOf<T extends NewsType> = Extract<News, { type: T }>;
