import type { QuantityInfo, RuleCondition, RuleSource, SimpleCondition } from '../../api';
import { duration, formatNumber } from '../../app';
import { t, tName } from '../../words';

/** Names that a sentence needs. */
export interface Names {
  quantities: ReadonlyMap<string, QuantityInfo>;
  /** Names and units of datastreams. */
  datastreams: ReadonlyMap<number, { name: string; unit: string }>;
  cameras: ReadonlyMap<string, string>;
}

/** What a condition looks for, as one plain sentence. */
export function inWords(condition: RuleCondition, names: Names): string {
  if (condition.is !== 'combination') return simple(condition, names);
  const parts = condition.steps.map((step) => {
    const text = simple(step.condition, names);
    return step.absent ? t('rules.say.not', { what: text }) : text;
  });
  const joined = parts.join(condition.order === 'SEQUENCE' ? t('rules.say.then') : t('rules.say.and'));
  const within = t('rules.say.within', { time: duration(condition.withinSeconds) });
  return condition.withinMetres
    ? `${joined}, ${within} ${t('rules.say.metres', { n: condition.withinMetres })}`
    : `${joined}, ${within}`;
}

function simple(condition: SimpleCondition, names: Names): string {
  if (condition.is === 'seen') {
    const kinds = condition.kinds.map((kind) => tName('app.kind', kind)).join(t('rules.say.or'));
    const cameras = (condition.cameras ?? []).map((id) => names.cameras.get(id) ?? id).join(', ');
    return cameras ? t('rules.say.seenBy', { kinds, cameras }) : t('rules.say.seen', { kinds });
  }
  const what = sourceInWords(condition.source, names);
  const unit = unitOfSource(condition.source, names);
  const figure = (value: number) => (unit ? `${formatNumber(value)} ${unit}` : formatNumber(value));
  switch (condition.is) {
    case 'threshold': {
      const head = t(condition.side === 'ABOVE' ? 'rules.say.above' : 'rules.say.below', {
        what,
        limit: figure(condition.limit),
      });
      return lasting(head, condition.forSeconds);
    }
    case 'rateOfChange': {
      const head = t(condition.side === 'ABOVE' ? 'rules.say.rises' : 'rules.say.falls', {
        what,
        change: figure(condition.change),
        time: duration(condition.overSeconds),
      });
      return lasting(head, condition.forSeconds);
    }
    case 'missingData':
      return t('rules.say.missing', { what, time: duration(condition.seconds) });
    case 'unusual':
      return lasting(t('rules.say.unusual', { what, score: condition.score ?? 0.9 }), condition.forSeconds);
  }
}

function lasting(head: string, seconds: number | undefined): string {
  return seconds ? `${head} ${t('rules.say.for', { time: duration(seconds) })}` : head;
}

function unitOfSource(source: RuleSource, { quantities, datastreams }: Names): string {
  if (source.quantity) return quantities.get(source.quantity)?.unit ?? '';
  return datastreams.get(source.datastreams?.[0] ?? 0)?.unit ?? '';
}

function sourceInWords(source: RuleSource, { quantities, datastreams }: Names): string {
  const ids = source.datastreams ?? [];
  const quantity = source.quantity ? (quantities.get(source.quantity)?.label ?? source.quantity) : '';
  const [first] = ids;
  const what =
    first === undefined
      ? quantity
      : ids.length === 1
        ? (datastreams.get(first)?.name ?? t('rules.say.datastream', { id: first }))
        : t('rules.say.sensors', { n: ids.length });
  return source.near && source.radiusMetres ? `${what} ${t('rules.say.area', { n: source.radiusMetres })}` : what;
}
