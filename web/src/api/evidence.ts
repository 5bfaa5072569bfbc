/* The shapes of evidence: times ISO 8601 in UTC. */

export interface Case {
  id: string;
  /** For people, "2026-0007". */
  number: string;
  agency: string;
  title: string;
  description: string;
  status: 'OPEN' | 'CLOSED';
  createdAt: string;
  createdBy: string;
  closedAt?: string | null;
  /** How many exhibits it has. */
  exhibits: number;
  /** Other agencies that may read it. */
  agencies: string[];
}

export type ExhibitKind = 'CLIP' | 'SNAPSHOT' | 'SERIES' | 'ALERT' | 'FILE';
export type ExhibitState = 'MAKING' | 'READY' | 'FAILED';

export interface ExhibitFile {
  name: string;
  mediaType: string;
  bytes: number;
  sha256: string;
}

/** What of a recording an exhibit shows. */
export interface ExhibitRecording {
  camera: string;
  cameraName: string;
  askedFrom: string;
  askedTo: string;
  firstPicture: string;
  lastPicture: string;
  clock: string;
  uncertaintyMs: number;
  leadInMs: number;
  leadOutMs: number;
  gaps: { from: string; to: string; cause: string }[];
  segments: number;
}

export interface Exhibit {
  id: string;
  caseId: string;
  number: number;
  kind: ExhibitKind;
  title: string;
  why: string;
  state: ExhibitState;
  /** 0..1 while it is being made. */
  progress: number;
  /** Why it could not be made; empty otherwise. */
  failure: string;
  createdAt: string;
  createdBy: string;
  bytes: number;
  /** The original it was made from; null for an original. */
  derivedFrom?: string | null;
  files: ExhibitFile[];
  recording?: ExhibitRecording | null;
  /** What a reader has to know. */
  notes: string[];
}

export interface CaseDetails {
  about: Case;
  exhibits: Exhibit[];
}

export interface CustodyEntry {
  at: string;
  who: string;
  what: string;
  detail: string;
  sequence: number;
  hash: string;
}

export interface CustodyStory {
  items: CustodyEntry[];
  /** Whether the chain of hashes is whole. */
  holds: boolean;
}

export interface Verification {
  verified: boolean;
  findings: { kind: 'HOLDS' | 'FAILS' | 'NOTE'; text: string }[];
}

export type ShareKind = 'AGENCY' | 'LINK' | 'UPLOAD';
export type ShareMode = 'VIEW' | 'DOWNLOAD';

export interface Share {
  id: string;
  caseId: string;
  kind: ShareKind;
  /** Empty: all of the case. */
  exhibits: string[];
  agency?: string | null;
  mode: ShareMode;
  /** For whom, in the words of who shared. */
  label: string;
  watermark: boolean;
  createdAt: string;
  createdBy: string;
  expires: string;
  state: 'OPEN' | 'EXPIRED' | 'REVOKED' | 'LOCKED';
  opened: number;
  viewed: number;
  downloaded: number;
  uploaded: number;
}

/** The answer that made a share: the only one that carries its secrets. */
export interface NewShare {
  share: Share;
  url?: string | null;
  passcode?: string | null;
}

/** A box of a track: milliseconds from the first picture, then left, top, width and height as fractions. */
export type RedactionStep = [ms: number, left: number, top: number, width: number, height: number];

export interface RedactionTrack {
  id: number;
  kind: 'PERSON' | 'VEHICLE' | 'DRAWN';
  part: 'WHOLE' | 'HEAD' | 'PLATE';
  hide: boolean;
  steps: RedactionStep[];
}

export interface RedactionPlan {
  widthPx: number;
  heightPx: number;
  durationMs: number;
  style: 'PIXELATE' | 'FILL';
  tracks: RedactionTrack[];
}

export interface Redaction {
  id: string;
  exhibit: string;
  /** The derived exhibit, once it is being made. */
  derived?: string | null;
  state: 'PROPOSING' | 'REVIEW' | 'RENDERING' | 'READY' | 'FAILED';
  /** 0..1 of what is under way. */
  progress: number;
  failure?: string | null;
  plan?: RedactionPlan | null;
  why: string;
  createdAt: string;
  createdBy: string;
}
