/* The shapes of footage: times ISO 8601 in UTC. */

/** Why nothing was recorded for a while; new causes may come. */
export type LossCause = string;

export interface TimeSpan {
  from: string;
  to: string;
}

export interface Lost {
  from: string;
  to: string;
  cause: LossCause;
  detail?: string | null;
}

export interface FootageAlert {
  id: string;
  at: string;
  severity: 'INFO' | 'MINOR' | 'MAJOR' | 'CRITICAL';
  title: string;
}

export interface Bookmark {
  id: string;
  camera?: string;
  from: string;
  to: string;
  text: string;
  by?: string | null;
}

/** What one camera has to show between two moments. */
export interface CameraTimeline {
  camera: string;
  recorded: TimeSpan[];
  lost: Lost[];
  deleted: { from: string; to: string; rule: string }[];
  /** Recording was off, or not planned. */
  notWanted?: TimeSpan[];
  /** How much moved from a moment on for one step, 0..1. */
  motion: { from: string; level: number }[];
  objects: { from: string; to: string; objectClass: string; count: number }[];
  alerts: FootageAlert[];
  bookmarks: Bookmark[];
}

export interface Segment {
  /** Its entry in the journal. */
  number: number;
  start: string;
  end: string;
  codecString: string;
  widthPx: number;
  heightPx: number;
  bytes: number;
  /** Coding of its sound; null without. */
  sound?: string | null;
  uncertaintyMs: number;
  anonymised?: boolean;
}

/** What lies where in a segment's file. */
export interface SegmentContents {
  /** The head: from byte, bytes. */
  init: [number, number];
  startMicros: number;
  baseDecodeMicros: number;
  fragments: { offset: number; length: number; startMicros: number; durationMicros: number; key: boolean }[];
}

export type JumpTarget = 'person' | 'vehicle' | 'alert' | 'motion' | 'bookmark';

export interface Found {
  at: string;
  what: string;
  id?: string | null;
}

/** A camera's day (UTC): what was recorded, lost and deleted. */
export interface LedgerDay {
  day: string;
  recordedSeconds: number;
  /** By cause. */
  lostSeconds: Record<string, number>;
  /** By rule. */
  deletedSeconds: Record<string, number>;
  notWantedSeconds: number;
  wantedSeconds: number;
  /** Percent of what was wanted that was recorded. */
  completeness: number;
  /** Null until the day is over. */
  signed?: { key: string; signature: string; at: string; version: number } | null;
}

export interface LedgerMonth {
  camera: string;
  cameraName: string;
  month: string;
  completeness: number;
  days: LedgerDay[];
}

export interface Ledger {
  keyId: string;
  key: string;
  cameras: LedgerMonth[];
}

export interface PoolState {
  name: string;
  usedBytes: number;
  freeBytes?: number | null;
  totalBytes?: number | null;
  state: string;
  trouble: string;
}

/** A span that was asked of a camera's own card. */
export interface CardFetch {
  from: string;
  to: string;
  state: 'ASKED' | 'FETCHED' | 'PARTLY' | 'NOTHING' | 'FAILED';
  pictures: number;
  /** Why not all came. */
  detail: string;
  askedAt: string;
  endedAt?: string | null;
}

/** How recording is. */
export interface FootageStatus {
  mediaAnsweredAt?: string | null;
  lagEntries: number;
  disk: string;
  trouble: string;
  /** What goes first when the disk is full. */
  diskOrder: string[];
  anonymiser: boolean;
  anonymiseFailed: number;
  pools: PoolState[];
  cameras: {
    camera: string;
    name: string;
    state: string;
    since?: string | null;
    bytesToday: number;
    dropped: number;
    lagEntries: number;
    fault?: string | null;
    card?: CardFetch | null;
  }[];
}

export type RecordingMode = 'CONTINUOUS' | 'MOTION' | 'ALERTS' | 'SCHEDULE' | 'OFF';

export interface ScheduleEntry {
  days: number[];
  from: string;
  to: string;
}

export interface FootagePolicy {
  mode: RecordingMode;
  schedule: ScheduleEntry[];
  preRollSeconds: number;
  postRollSeconds: number;
  sound: boolean;
  keepDays: number;
  keepAlertDays: number;
  anonymiseAfterDays: number | null;
  purpose: string;
  /** Where the camera's own card is replayed; null: gaps are not fetched from it. */
  cardUrl: string | null;
}

export interface Hold {
  id: string;
  cameras: string[];
  from: string;
  /** Null until it is ended: also what is recorded later. */
  to: string | null;
  why: string;
  by: string;
  at: string;
  endedAt?: string | null;
  endedBy?: string | null;
  endedReason?: string | null;
}

/** A pass for a player that cannot sign in. */
export interface PlayerPass {
  /** The user name; also its id. */
  user: string;
  camera: string;
  from: string;
  /** Null: it grows. */
  to?: string | null;
  createdAt: string;
  expiresAt: string;
  usedAt?: string | null;
  state: 'LIVE' | 'EXPIRED' | 'REVOKED';
  /** What to open in a player. */
  url: string;
  /** Only in the answer that made it. */
  password?: string | null;
}

/** The end of what is recorded of a camera; null: nothing is. */
export interface NewestFootage {
  camera: string;
  at?: string | null;
}
