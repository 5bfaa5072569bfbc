/* The shapes of evidence: times ISO 8601 in UTC. */

export interface Case {
  id: string;
  number: number | string;
  title: string;
  description: string;
  status: 'OPEN' | 'CLOSED';
  /** How many exhibits it has. */
  exhibits: number;
  createdBy: string;
  createdAt: string;
  updatedAt?: string | null;
  /** Agencies it is shared with. */
  agencies: { id: string; name: string }[];
}

export type ExhibitKind = 'CLIP' | 'SNAPSHOT' | 'SERIES' | 'ALERT' | 'FILE';
export type ExhibitState = 'MAKING' | 'READY' | 'FAILED';

export interface Exhibit {
  id: string;
  caseId: string;
  kind: ExhibitKind;
  title: string;
  why: string;
  state: ExhibitState;
  /** 0..1 while it is being made. */
  progress: number;
  /** Why it failed. */
  problem?: string | null;
  camera?: { id: string; name: string } | null;
  from?: string | null;
  to?: string | null;
  /** Of what it holds. */
  mediaType?: string | null;
  bytes?: number | null;
  sha256?: string | null;
  /** What it was made from; null when it is an original. */
  derivedFrom?: string | null;
  createdBy: string;
  createdAt: string;
}

export interface CaseDetails extends Case {
  items: Exhibit[];
}

export interface CustodyEntry {
  at: string;
  who: string;
  what: string;
  detail?: string | null;
  sequence: number;
  hash: string;
}

export interface Verification {
  verified: boolean;
  checks: { what: string; holds: boolean; detail: string }[];
}

export type ShareKind = 'AGENCY' | 'LINK' | 'UPLOAD';
export type ShareMode = 'VIEW' | 'DOWNLOAD';

export interface Share {
  id: string;
  kind: ShareKind;
  label: string;
  agency?: { id: string; name: string } | null;
  mode?: ShareMode | null;
  exhibits?: string[] | null;
  watermark?: boolean | null;
  createdBy: string;
  createdAt: string;
  expires?: string | null;
  state: 'ACTIVE' | 'EXPIRED' | 'REVOKED' | 'LOCKED';
  opened: number;
  viewed: number;
  downloaded: number;
  lastUsedAt?: string | null;
}

/** The answer that made a share: the only one that carries its secrets. */
export interface NewShare extends Share {
  url?: string | null;
  passcode?: string | null;
}
