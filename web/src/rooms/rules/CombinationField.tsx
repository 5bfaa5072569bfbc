import { ActionIcon, Button, Checkbox, NumberInput, SegmentedControl } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { Combination, CombinationStep } from '../../api';
import { t } from '../../words';
import { simpleOf } from './conditions';
import { StepField } from './ConditionField';
import { DurationInput } from './DurationInput';
import type { Names } from './inWords';

const MOST_STEPS = 6;

/** Several conditions together: in which order, how near in time and in space, and what must not happen. */
export function CombinationField(props: {
  combination: Combination;
  names: Names;
  onChange: (combination: Combination) => void;
}) {
  const { combination, names, onChange } = props;
  const { steps } = combination;
  const set = (at: number, change: Partial<CombinationStep>) =>
    onChange({ ...combination, steps: steps.map((step, i) => (i === at ? { ...step, ...change } : step)) });
  return (
    <>
      <SegmentedControl
        aria-label={t('rules.field.order')}
        value={combination.order ?? 'ALL'}
        onChange={(order) => onChange({ ...combination, order: order as 'ALL' | 'SEQUENCE' })}
        data={[
          { value: 'ALL', label: t('rules.field.ALL') },
          { value: 'SEQUENCE', label: t('rules.field.SEQUENCE') },
        ]}
      />
      <ol className="v-bench-steps">
        {steps.map((step, i) => {
          const label = t('rules.field.step', { n: i + 1 });
          return (
            <li key={i} aria-label={label}>
              <div className="v-bench-step-head">
                <strong>{label}</strong>
                <Checkbox
                  size="xs"
                  label={t('rules.field.absent')}
                  checked={step.absent ?? false}
                  onChange={(event) => set(i, { absent: event.currentTarget.checked })}
                />
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  disabled={steps.length <= 2}
                  aria-label={t('rules.field.removeStep', { n: i + 1 })}
                  onClick={() => onChange({ ...combination, steps: steps.filter((_step, at) => at !== i) })}
                >
                  <IconTrash size={17} />
                </ActionIcon>
              </div>
              <div className="v-bench-fields">
                <StepField
                  condition={step.condition}
                  label={label}
                  names={names}
                  onChange={(condition) => set(i, { condition })}
                />
              </div>
            </li>
          );
        })}
      </ol>
      {steps.length < MOST_STEPS && (
        <Button
          size="xs"
          variant="default"
          className="v-bench-add"
          leftSection={<IconPlus size={15} aria-hidden />}
          onClick={() => onChange({ ...combination, steps: [...steps, { condition: simpleOf('threshold') }] })}
        >
          {t('rules.field.addStep')}
        </Button>
      )}
      <div className="v-bench-row">
        <DurationInput
          label={t('rules.field.within')}
          min={1}
          seconds={combination.withinSeconds}
          onChange={(withinSeconds) => onChange({ ...combination, withinSeconds })}
        />
        <NumberInput
          label={t('rules.field.metres')}
          placeholder={t('rules.field.metresHelp')}
          suffix=" m"
          min={1}
          value={combination.withinMetres ?? ''}
          onChange={(value) => onChange({ ...combination, withinMetres: value === '' ? null : Number(value) })}
        />
      </div>
    </>
  );
}
