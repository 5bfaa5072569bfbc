import type {
  CityRule,
  Combination,
  QuantityInfo,
  RuleCondition,
  RuleKindName,
  RuleSource,
  SimpleCondition,
} from '../../api';

/** The kinds of condition, in the order they are offered. */
export const SIMPLE = ['threshold', 'rateOfChange', 'missingData', 'unusual', 'seen'] as const;
export type SimpleKind = (typeof SIMPLE)[number];
export type ConditionKind = SimpleKind | 'combination';

/** Kinds of camera rule that a `seen` condition may wait for. */
export const CAMERA_KINDS: readonly RuleKindName[] = [
  'WRONG_WAY',
  'INTRUSION',
  'LOITERING',
  'STOPPED_VEHICLE',
  'CROWD_DENSITY',
  'CROWD_FORMATION',
  'CAMERA_TROUBLE',
];

const START: RuleSource = { quantity: 'PM25' };

export function sourceOf(condition: RuleCondition): RuleSource | undefined {
  if (condition.is === 'combination') return condition.steps.map((step) => sourceOf(step.condition)).find(Boolean);
  return condition.is === 'seen' ? undefined : condition.source;
}

/** A condition of a kind with usual figures; what can be kept of the one before it is kept. */
export function simpleOf(kind: SimpleKind, before?: RuleCondition): SimpleCondition {
  const source = (before && sourceOf(before)) ?? START;
  switch (kind) {
    case 'threshold':
      return { is: kind, source, side: 'ABOVE', limit: 50, forSeconds: 300 };
    case 'rateOfChange':
      return { is: kind, source, side: 'ABOVE', change: 10, overSeconds: 600, forSeconds: 0 };
    case 'missingData':
      return { is: kind, source, seconds: 3600 };
    case 'unusual':
      return { is: kind, source, score: 0.9, forSeconds: 300 };
    case 'seen':
      return { is: kind, kinds: ['INTRUSION'], cameras: [] };
  }
}

export function conditionOf(kind: ConditionKind, before: RuleCondition): RuleCondition {
  if (kind !== 'combination') return simpleOf(kind, before.is === 'combination' ? before.steps[0]?.condition : before);
  const first = before.is === 'combination' ? undefined : before;
  const combination: Combination = {
    is: 'combination',
    order: 'ALL',
    withinSeconds: 1800,
    withinMetres: 200,
    steps: [
      { condition: first ?? simpleOf('threshold') },
      {
        condition: simpleOf('threshold', { ...simpleOf('threshold'), source: { quantity: 'FILL' } } as SimpleCondition),
      },
    ],
  };
  return combination;
}

export const NEW_RULE: CityRule = {
  name: '',
  severity: 'MAJOR',
  enabled: false,
  when: simpleOf('threshold'),
  only: null,
  restSeconds: 0,
  advice: null,
};

/** What is sent: without what is empty. */
export function tidy(rule: CityRule): CityRule {
  const { advice, only, ...rest } = rule;
  return {
    ...rest,
    name: rule.name.trim(),
    when: tidyCondition(rule.when),
    ...(only && { only }),
    ...(advice?.trim() && { advice: advice.trim() }),
  };
}

function tidySource(source: RuleSource): RuleSource {
  const { datastreams, quantity, near, radiusMetres } = source;
  return {
    ...(datastreams && datastreams.length > 0 && { datastreams }),
    ...(quantity && { quantity }),
    ...(near && radiusMetres && { near, radiusMetres }),
  };
}

function tidySimple(condition: SimpleCondition): SimpleCondition {
  if (condition.is === 'seen') return condition;
  if (condition.is === 'threshold') {
    const { is, side, limit, clear, forSeconds } = condition;
    return {
      ...{ is, source: tidySource(condition.source), side, limit },
      ...(clear !== null && clear !== undefined && { clear }),
      ...(forSeconds !== undefined && { forSeconds }),
    };
  }
  return { ...condition, source: tidySource(condition.source) };
}

function tidyCondition(condition: RuleCondition): RuleCondition {
  if (condition.is !== 'combination') return tidySimple(condition);
  const { withinMetres, ...rest } = condition;
  return {
    ...rest,
    steps: condition.steps.map((step) => ({ ...step, condition: tidySimple(step.condition) })),
    ...(withinMetres && { withinMetres }),
  };
}

/** What stands in the way of trying or saving it. */
export type Lack = 'name' | 'source' | 'kinds' | 'steps' | 'clear' | 'absent';

export function lackOf(rule: CityRule): Lack | undefined {
  return lackOfCondition(rule.when) ?? (rule.name.trim() === '' ? 'name' : undefined);
}

export function lackOfCondition(condition: RuleCondition): Lack | undefined {
  if (condition.is === 'combination') {
    if (condition.steps.length < 2) return 'steps';
    if (condition.steps.every((step) => step.absent)) return 'absent';
    for (const step of condition.steps) {
      const lack = lackOfCondition(step.condition);
      if (lack) return lack;
    }
    return undefined;
  }
  if (condition.is === 'seen') return condition.kinds.length === 0 ? 'kinds' : undefined;
  const { datastreams, quantity } = condition.source;
  if (!quantity && (!datastreams || datastreams.length === 0)) return 'source';
  if (condition.is === 'threshold' && condition.clear !== null && condition.clear !== undefined) {
    const wrong = condition.side === 'ABOVE' ? condition.clear > condition.limit : condition.clear < condition.limit;
    if (wrong) return 'clear';
  }
  return undefined;
}

/** The unit of what a condition speaks of, as far as it can be told; empty where there is none. */
export function unitOf(
  source: RuleSource,
  quantities: ReadonlyMap<string, QuantityInfo>,
  units: ReadonlyMap<number, string>,
): string {
  if (source.quantity) return quantities.get(source.quantity)?.unit ?? '';
  return units.get(source.datastreams?.[0] ?? 0) ?? '';
}
