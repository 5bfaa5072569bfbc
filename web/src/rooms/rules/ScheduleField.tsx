import { Checkbox, Chip, Group, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Holidays, Schedule, Weekday } from '../../api';
import { t } from '../../words';

const DAYS: readonly Weekday[] = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'];
const HOLIDAYS: readonly Holidays[] = ['SAME', 'NEVER', 'ALSO', 'ONLY'];

const start = (): Schedule => ({
  days: [...DAYS],
  from: '22:00',
  to: '06:00',
  zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  holidays: 'SAME',
});

/** When the rule holds, in the city's own time. */
export function ScheduleField(props: {
  schedule: Schedule | null | undefined;
  onChange: (schedule: Schedule | null) => void;
}) {
  const { schedule, onChange } = props;
  const [dates, setDates] = useState(() => (schedule?.publicHolidays ?? []).join('\n'));
  return (
    <div className="v-bench-fields">
      <Checkbox
        label={t('rules.schedule.title')}
        checked={schedule !== null && schedule !== undefined}
        onChange={(event) => onChange(event.currentTarget.checked ? start() : null)}
      />
      {schedule && (
        <>
          <Chip.Group
            multiple
            value={schedule.days ?? [...DAYS]}
            onChange={(days) => onChange({ ...schedule, days: days as Weekday[] })}
          >
            <Group gap={6} role="group" aria-label={t('rules.schedule.days')}>
              {DAYS.map((day) => (
                <Chip key={day} value={day} size="xs">
                  {t(`rules.schedule.${day}`)}
                </Chip>
              ))}
            </Group>
          </Chip.Group>
          <div className="v-bench-row">
            <TextInput
              type="time"
              label={t('rules.schedule.from')}
              value={(schedule.from ?? '00:00').slice(0, 5)}
              onChange={(event) => onChange({ ...schedule, from: event.currentTarget.value || '00:00' })}
            />
            <TextInput
              type="time"
              label={t('rules.schedule.to')}
              value={(schedule.to ?? '00:00').slice(0, 5)}
              onChange={(event) => onChange({ ...schedule, to: event.currentTarget.value || '00:00' })}
            />
          </div>
          <p className="v-quiet v-bench-fits">
            {t('rules.schedule.toHelp')} {t('rules.schedule.zone', { zone: schedule.zone ?? 'UTC' })}
          </p>
          <Select
            label={t('rules.schedule.holidays')}
            data={HOLIDAYS.map((each) => ({ value: each, label: t(`rules.schedule.${each}`) }))}
            value={schedule.holidays ?? 'SAME'}
            allowDeselect={false}
            onChange={(holidays) => holidays && onChange({ ...schedule, holidays: holidays as Holidays })}
          />
          {schedule.holidays && schedule.holidays !== 'SAME' && (
            <Textarea
              label={t('rules.schedule.dates')}
              description={t('rules.schedule.datesHelp')}
              autosize
              minRows={3}
              value={dates}
              onChange={(event) => {
                const text = event.currentTarget.value;
                setDates(text);
                onChange({ ...schedule, publicHolidays: text.match(/\d{4}-\d{2}-\d{2}/g) ?? [] });
              }}
            />
          )}
        </>
      )}
    </div>
  );
}
