import { NumberInput, Select } from '@mantine/core';
import { useState } from 'react';
import { t } from '../../words';

const units = { s: 1, min: 60, h: 3600, d: 86_400 } as const;
type Unit = keyof typeof units;

/** The largest unit in which a length of time is a whole number. */
export function unitFor(seconds: number): Unit {
  if (seconds === 0) return 'min';
  return (['d', 'h', 'min'] as const).find((unit) => seconds % units[unit] === 0) ?? 's';
}

/** A length of time: a number and its unit. */
export function DurationInput(props: {
  label: string;
  description?: string;
  seconds: number;
  min?: number;
  onChange: (seconds: number) => void;
}) {
  const { label, seconds, onChange } = props;
  const [unit, setUnit] = useState<Unit>(() => unitFor(seconds));
  // Set from outside in between, for instance by a template: a unit that fits it is taken.
  const shown = Number.isInteger((seconds / units[unit]) * 1000) ? unit : unitFor(seconds);
  return (
    <div className="v-bench-duration">
      <NumberInput
        label={label}
        {...(props.description && { description: props.description })}
        min={props.min ?? 0}
        max={(7 * 86_400) / units[shown]}
        value={seconds / units[shown]}
        onChange={(value) => onChange(Math.max(props.min ?? 0, Math.round(Number(value || 0) * units[shown])))}
      />
      <Select
        aria-label={t('rules.field.unit', { what: label })}
        w={82}
        data={(Object.keys(units) as Unit[]).map((each) => ({ value: each, label: t(`rules.unit.${each}`) }))}
        value={shown}
        allowDeselect={false}
        onChange={(next) => {
          if (!next) return;
          setUnit(next as Unit);
          onChange(Math.round((seconds / units[shown]) * units[next as Unit]));
        }}
      />
    </div>
  );
}
