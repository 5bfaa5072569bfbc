import type { components } from './schema';

/* The shapes of evidence, as they are generated from the description of the interface. Times are ISO 8601 in UTC. */
type Theirs = components['schemas'];

export type Case = Theirs['EvidenceCase'];
export type CaseDetails = Theirs['CaseDetails'];
export type Exhibit = Theirs['ExhibitView'];
export type ExhibitKind = Exhibit['kind'];
export type ExhibitState = Exhibit['state'];
export type ExhibitFile = Theirs['ExhibitViewFileView'];
/** What of a recording an exhibit shows. */
export type ExhibitRecording = Theirs['ExhibitViewRecordingView'];
/** What of a sensor's readings an exhibit holds. */
export type ExhibitSeries = Theirs['ExhibitViewSeriesView'];
export type CustodyEntry = Theirs['CustodyEntry'];
export type CustodyStory = Theirs['CustodyStory'];
/** The signed seal of an exhibit. */
export type ExhibitSeal = Theirs['SealView'];
export type Verification = Theirs['ExhibitVerification'];
export type Share = Theirs['Share'];
export type ShareKind = Share['kind'];
export type ShareMode = Share['mode'];
/** The answer that made a share: the only one that carries its secrets. */
export type NewShare = Theirs['ShareMade'];

/** A box of a track: milliseconds from the first picture, then left, top, width and height as fractions. */
export type RedactionStep = [ms: number, left: number, top: number, width: number, height: number];

/** The description of the interface does not know that a step has five numbers. */
export type RedactionTrack = Omit<Theirs['RedactionPlanTrack'], 'steps'> & { steps: RedactionStep[] };
export type RedactionPlan = Omit<Theirs['RedactionPlan'], 'tracks'> & { tracks: RedactionTrack[] };
export type Redaction = Omit<Theirs['Redaction'], 'plan'> & { plan?: RedactionPlan | null };

/** The search for the opening that a copy came from. */
export type Trace = Theirs['Trace'];
export type TraceList = Theirs['TraceList'];
