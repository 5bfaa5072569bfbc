import { Button, Chip, Group, MultiSelect, Popover, Select, Stack, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconFilter, IconSearch, IconX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useCameras, type RuleKindName, type Severity } from '../../api';
import { CameraPicker } from '../../app';
import { t, tName } from '../../words';
import { filterCount, NO_FILTERS, PERIODS, SEVERITIES, type Filters } from './filters';

const KINDS: readonly RuleKindName[] = [
  'WRONG_WAY',
  'INTRUSION',
  'LOITERING',
  'STOPPED_VEHICLE',
  'CROWD_DENSITY',
  'CROWD_FORMATION',
  'CAMERA_TROUBLE',
  'THRESHOLD',
  'RATE_OF_CHANGE',
  'MISSING_DATA',
  'ANOMALY',
  'COMBINATION',
];

/** Search and filters of the queue; what is set stays visible as chips that remove it. */
export function FilterBar(props: {
  filters: Filters;
  onChange: (filters: Filters) => void;
  searchRef: React.RefObject<HTMLInputElement | null>;
}) {
  const { filters, onChange } = props;
  const count = filterCount({ ...filters, search: '' });
  return (
    <div className="v-alerts-filters">
      <Group gap={8} wrap="nowrap">
        <SearchField {...props} />
        <Popover position="bottom-end" shadow="md" width={320} trapFocus>
          <Popover.Target>
            <Button variant="default" leftSection={<IconFilter size={16} aria-hidden />} px="sm">
              {count > 0 ? t('alerts.filter.some', { n: count }) : t('alerts.filter.button')}
            </Button>
          </Popover.Target>
          <Popover.Dropdown>
            <FilterForm filters={filters} onChange={onChange} />
          </Popover.Dropdown>
        </Popover>
      </Group>
      {count > 0 && <FilterChips filters={filters} onChange={onChange} />}
    </div>
  );
}

function SearchField(props: {
  filters: Filters;
  onChange: (filters: Filters) => void;
  searchRef: React.RefObject<HTMLInputElement | null>;
}) {
  const { filters, onChange, searchRef } = props;
  const [text, setText] = useState(filters.search);
  const later = useDebouncedCallback((search: string) => onChange({ ...filters, search }), 250);
  useEffect(() => setText(filters.search), [filters.search]);
  return (
    <TextInput
      ref={searchRef}
      flex={1}
      type="search"
      aria-label={t('alerts.filter.search')}
      placeholder={t('alerts.filter.searchHint')}
      leftSection={<IconSearch size={16} aria-hidden />}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        later(event.currentTarget.value);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.blur();
      }}
    />
  );
}

function FilterForm({ filters, onChange }: { filters: Filters; onChange: (filters: Filters) => void }) {
  const cameras = useCameras().data ?? [];
  const places = [...new Set(cameras.flatMap((camera) => (camera.place ? [camera.place.name] : [])))].sort();
  return (
    <Stack gap="sm">
      <div role="group" aria-label={t('alerts.filter.severity')}>
        <div className="v-alerts-label">{t('alerts.filter.severity')}</div>
        <Chip.Group
          multiple
          value={filters.severities}
          onChange={(value) => onChange({ ...filters, severities: value as Severity[] })}
        >
          <Group gap={6}>
            {SEVERITIES.map((severity) => (
              <Chip key={severity} value={severity} size="xs">
                {t(`app.severity.${severity}`)}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      </div>
      <MultiSelect
        label={t('alerts.filter.kind')}
        placeholder={filters.kinds.length > 0 ? '' : t('alerts.filter.any')}
        data={KINDS.map((kind) => ({ value: kind, label: tName('app.kind', kind) }))}
        value={filters.kinds}
        onChange={(kinds) => onChange({ ...filters, kinds })}
        comboboxProps={{ withinPortal: false }}
        clearable
      />
      <div>
        <div className="v-alerts-label">{t('alerts.filter.camera')}</div>
        <CameraPicker
          label={t('alerts.filter.camera')}
          placeholder={t('alerts.filter.any')}
          value={filters.cameraId}
          onChange={(cameraId) => onChange({ ...filters, cameraId })}
          clearable
        />
      </div>
      {places.length > 0 && (
        <Select
          label={t('alerts.filter.place')}
          placeholder={t('alerts.filter.any')}
          data={places}
          value={filters.place}
          onChange={(place) => onChange({ ...filters, place })}
          comboboxProps={{ withinPortal: false }}
          clearable
          searchable
        />
      )}
      <Select
        label={t('alerts.filter.period')}
        placeholder={t('alerts.filter.any')}
        data={PERIODS.map((period) => ({ value: period, label: t(`alerts.period.${period}`) }))}
        value={filters.period}
        onChange={(period) => onChange({ ...filters, period: PERIODS.find((known) => known === period) ?? null })}
        comboboxProps={{ withinPortal: false }}
        clearable
      />
      <Button
        variant="default"
        disabled={filterCount(filters) === 0}
        onClick={() => onChange({ ...NO_FILTERS, state: filters.state })}
      >
        {t('alerts.filter.clear')}
      </Button>
    </Stack>
  );
}

function FilterChips({ filters, onChange }: { filters: Filters; onChange: (filters: Filters) => void }) {
  const cameras = useCameras().data ?? [];
  const chips: { key: string; text: string; without: Partial<Filters> }[] = [
    ...filters.severities.map((severity) => ({
      key: severity,
      text: t(`app.severity.${severity}`),
      without: { severities: filters.severities.filter((other) => other !== severity) },
    })),
    ...filters.kinds.map((kind) => ({
      key: kind,
      text: tName('app.kind', kind),
      without: { kinds: filters.kinds.filter((other) => other !== kind) },
    })),
  ];
  if (filters.cameraId) {
    const name = cameras.find((camera) => camera.id === filters.cameraId)?.name ?? filters.cameraId;
    chips.push({ key: 'camera', text: name, without: { cameraId: null } });
  }
  if (filters.place) chips.push({ key: 'place', text: filters.place, without: { place: null } });
  if (filters.period) {
    chips.push({ key: 'period', text: t(`alerts.period.${filters.period}`), without: { period: null } });
  }
  return (
    <Group gap={6} mt={8}>
      {chips.map((chip) => (
        <button
          type="button"
          key={chip.key}
          className="v-alerts-chip"
          aria-label={t('alerts.filter.remove', { filter: chip.text })}
          onClick={() => onChange({ ...filters, ...chip.without })}
        >
          {chip.text}
          <IconX size={13} aria-hidden />
        </button>
      ))}
    </Group>
  );
}
