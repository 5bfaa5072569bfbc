import type { Cause, GeoPoint, Named, RuleKindName, Severity } from './types';

/* Rules over the facts of the whole city, as `contract.rule.city` writes them in JSON. Fields left out have usual values. */

export type Side = 'ABOVE' | 'BELOW';

/** Which datastreams a condition speaks of: all that fit every field that is given. */
export interface RuleSource {
  datastreams?: number[];
  quantity?: string | null;
  near?: GeoPoint | null;
  radiusMetres?: number | null;
}

export type SimpleCondition =
  | {
      is: 'threshold';
      source: RuleSource;
      side: Side;
      limit: number;
      clear?: number | null;
      forSeconds?: number;
    }
  | { is: 'rateOfChange'; source: RuleSource; side: Side; change: number; overSeconds: number; forSeconds?: number }
  | { is: 'missingData'; source: RuleSource; seconds: number }
  | { is: 'unusual'; source: RuleSource; score?: number; forSeconds?: number }
  | { is: 'seen'; kinds: RuleKindName[]; cameras?: string[] };

export interface CombinationStep {
  condition: SimpleCondition;
  absent?: boolean;
}

export interface Combination {
  is: 'combination';
  order?: 'ALL' | 'SEQUENCE';
  steps: CombinationStep[];
  withinSeconds: number;
  withinMetres?: number | null;
}

export type RuleCondition = SimpleCondition | Combination;
export type Holidays = 'SAME' | 'NEVER' | 'ALSO' | 'ONLY';
export type Weekday = 'MONDAY' | 'TUESDAY' | 'WEDNESDAY' | 'THURSDAY' | 'FRIDAY' | 'SATURDAY' | 'SUNDAY';

export interface Schedule {
  days?: Weekday[];
  from?: string;
  to?: string;
  zone?: string;
  holidays?: Holidays;
  publicHolidays?: string[];
}

export interface CityRule {
  id?: string;
  agency?: string;
  name: string;
  severity?: Severity;
  enabled?: boolean;
  when: RuleCondition;
  only?: Schedule | null;
  restSeconds?: number;
  advice?: string | null;
}

/** A rule as people see it: of the city, or of a camera (then `rule` is null and its scene is where it is changed). */
export interface RuleView {
  id: string;
  name: string;
  kind: RuleKindName;
  severity: Severity;
  enabled: boolean;
  camera?: Named | null;
  rule?: CityRule | null;
  text: string;
  problem?: { at: string; text: string } | null;
  sensors: number;
  alerts7Days: number;
  alertsPerOperatorHour: number;
  precision?: number | null;
  judged: number;
  changedAt?: string | null;
  changedBy?: Named | null;
}

export interface Firing {
  start: string;
  end?: string | null;
  message: string;
  datastream?: number | null;
  name: string;
  place?: GeoPoint | null;
  causes: Cause[];
  judged?: 'CONFIRMED' | 'FALSE' | null;
}

export interface BackTest {
  id: string;
  state: 'RUNNING' | 'DONE' | 'FAILED' | 'CANCELLED';
  progress: number;
  from: string;
  to: string;
  facts: number;
  sensors: number;
  cut?: string | null;
  firings: Firing[];
  firingsTotal: number;
  alertsPerDay: number;
  alertsPerOperatorHour: number;
  confirmed: number;
  falseAlarms: number;
  precision?: number | null;
  problem?: string | null;
}

export interface RuleTemplate {
  kind: string;
  name: string;
  why: string;
  rule: CityRule;
}

export interface RuleImport {
  items: {
    id?: string | null;
    name: string;
    change: 'NEW' | 'CHANGED' | 'SAME' | 'REFUSED';
    differences: string[];
    problem?: string | null;
  }[];
  total: number;
  refused: number;
}
