import { MultiSelect, NumberInput, SegmentedControl, Select } from '@mantine/core';
import { useCameras, type RuleCondition, type RuleKindName, type Side, type SimpleCondition } from '../../api';
import { t, tName } from '../../words';
import { CAMERA_KINDS, conditionOf, SIMPLE, simpleOf, unitOf, type ConditionKind, type SimpleKind } from './conditions';
import { CombinationField } from './CombinationField';
import { DurationInput } from './DurationInput';
import type { Names } from './inWords';
import { SourceField } from './SourceField';

/** The condition of a rule: its kind, and what that kind needs. */
export function ConditionField(props: {
  condition: RuleCondition;
  names: Names;
  onChange: (condition: RuleCondition) => void;
}) {
  const { condition, names, onChange } = props;
  return (
    <div className="v-bench-fields">
      <Select
        label={t('rules.form.condition')}
        data={[...SIMPLE, 'combination' as const].map((kind) => ({ value: kind, label: t(`rules.is.${kind}`) }))}
        value={condition.is}
        allowDeselect={false}
        onChange={(kind) => kind && onChange(conditionOf(kind as ConditionKind, condition))}
      />
      {condition.is === 'combination' ? (
        <CombinationField combination={condition} names={names} onChange={onChange} />
      ) : (
        <SimpleFields condition={condition} names={names} onChange={onChange} />
      )}
    </div>
  );
}

/** One step of a combination: a condition that is not itself a combination. */
export function StepField(props: {
  condition: SimpleCondition;
  label: string;
  names: Names;
  onChange: (condition: SimpleCondition) => void;
}) {
  const { condition, names, onChange } = props;
  return (
    <>
      <Select
        aria-label={`${props.label}: ${t('rules.form.condition')}`}
        data={SIMPLE.map((kind) => ({ value: kind, label: t(`rules.is.${kind}`) }))}
        value={condition.is}
        allowDeselect={false}
        onChange={(kind) => kind && onChange(simpleOf(kind as SimpleKind, condition))}
      />
      <SimpleFields condition={condition} names={names} onChange={onChange} />
    </>
  );
}

function SimpleFields(props: {
  condition: SimpleCondition;
  names: Names;
  onChange: (condition: SimpleCondition) => void;
}) {
  const { condition, names, onChange } = props;
  if (condition.is === 'seen') return <SeenFields condition={condition} onChange={onChange} />;
  const units = new Map([...names.datastreams].map(([id, { unit }]) => [id, unit]));
  const unit = unitOf(condition.source, names.quantities, units);
  const suffix = unit ? { suffix: ` ${unit}` } : {};
  const source = (
    <SourceField
      // A new kind of source starts afresh.
      source={condition.source}
      onChange={(next) => onChange({ ...condition, source: next })}
    />
  );
  switch (condition.is) {
    case 'threshold':
      return (
        <>
          {source}
          <div className="v-bench-row">
            <SidePick side={condition.side} onChange={(side) => onChange({ ...condition, side })} />
            <NumberInput
              label={t('rules.field.limit')}
              value={condition.limit}
              onChange={(value) => onChange({ ...condition, limit: Number(value) })}
              {...suffix}
            />
            <NumberInput
              label={t('rules.field.clear')}
              value={condition.clear ?? ''}
              onChange={(value) => onChange({ ...condition, clear: value === '' ? null : Number(value) })}
              {...suffix}
            />
          </div>
          <p className="v-quiet v-bench-fits">{t('rules.field.clearHelp')}</p>
          <DurationInput
            label={t('rules.field.for')}
            seconds={condition.forSeconds ?? 0}
            onChange={(forSeconds) => onChange({ ...condition, forSeconds })}
          />
        </>
      );
    case 'rateOfChange':
      return (
        <>
          {source}
          <div className="v-bench-row">
            <SidePick rate side={condition.side} onChange={(side) => onChange({ ...condition, side })} />
            <NumberInput
              label={t('rules.field.change')}
              min={0}
              value={condition.change}
              onChange={(value) => onChange({ ...condition, change: Number(value) })}
              {...suffix}
            />
          </div>
          <DurationInput
            label={t('rules.field.over')}
            min={1}
            seconds={condition.overSeconds}
            onChange={(overSeconds) => onChange({ ...condition, overSeconds })}
          />
          <DurationInput
            label={t('rules.field.for')}
            seconds={condition.forSeconds ?? 0}
            onChange={(forSeconds) => onChange({ ...condition, forSeconds })}
          />
        </>
      );
    case 'missingData':
      return (
        <>
          {source}
          <DurationInput
            label={t('rules.field.silence')}
            min={1}
            seconds={condition.seconds}
            onChange={(seconds) => onChange({ ...condition, seconds })}
          />
        </>
      );
    case 'unusual':
      return (
        <>
          {source}
          <NumberInput
            label={t('rules.field.score')}
            description={t('rules.field.scoreHelp')}
            min={0.05}
            max={1}
            step={0.05}
            value={condition.score ?? 0.9}
            onChange={(value) => onChange({ ...condition, score: Number(value) })}
          />
          <DurationInput
            label={t('rules.field.for')}
            seconds={condition.forSeconds ?? 0}
            onChange={(forSeconds) => onChange({ ...condition, forSeconds })}
          />
        </>
      );
  }
}

function SidePick(props: { side: Side; rate?: boolean; onChange: (side: Side) => void }) {
  return (
    <div>
      <div className="v-bench-label">{t('rules.field.side')}</div>
      <SegmentedControl
        aria-label={t('rules.field.side')}
        value={props.side}
        onChange={(side) => props.onChange(side as Side)}
        data={[
          { value: 'ABOVE', label: t(props.rate ? 'rules.field.rises' : 'rules.field.ABOVE') },
          { value: 'BELOW', label: t(props.rate ? 'rules.field.falls' : 'rules.field.BELOW') },
        ]}
      />
    </div>
  );
}

function SeenFields(props: {
  condition: Extract<SimpleCondition, { is: 'seen' }>;
  onChange: (condition: SimpleCondition) => void;
}) {
  const { condition, onChange } = props;
  const cameras = useCameras().data;
  return (
    <>
      <MultiSelect
        label={t('rules.field.kinds')}
        data={CAMERA_KINDS.map((kind) => ({ value: kind, label: tName('app.kind', kind) }))}
        value={condition.kinds}
        onChange={(kinds) => onChange({ ...condition, kinds: kinds as RuleKindName[] })}
      />
      <MultiSelect
        label={t('rules.field.cameras')}
        placeholder={(condition.cameras ?? []).length === 0 ? t('rules.field.allCameras') : ''}
        data={(cameras ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        value={condition.cameras ?? []}
        onChange={(ids) => onChange({ ...condition, cameras: ids })}
        searchable
      />
    </>
  );
}
