import { MultiSelect } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import { useDatastreams } from '../../api';
import { t } from '../../words';

const MOST = 3;

/** Chooses up to three other datastreams to draw beside the first. */
export function ComparePicker(props: {
  chosen: readonly number[];
  without: number;
  onChange: (ids: readonly number[]) => void;
}) {
  const { chosen, without } = props;
  const [text, setText] = useState('');
  const [search] = useDebouncedValue(text, 200);
  const [opened, setOpened] = useState(false);
  const found = useDatastreams({ search, limit: 30 }, opened).data;
  const known = useDatastreams({ ids: chosen.map(String), limit: MOST }, chosen.length > 0).data;
  const data = useMemo(() => {
    const options = new Map<string, string>();
    for (const id of chosen) options.set(String(id), `${id}`);
    for (const row of [...(known?.items ?? []), ...(found?.items ?? [])]) {
      if (row.id !== without) options.set(String(row.id), row.name);
    }
    return [...options].map(([value, label]) => ({ value, label }));
  }, [chosen, known, found, without]);
  return (
    <MultiSelect
      className="v-sensor-compare"
      size="xs"
      aria-label={t('data.chart.compare')}
      placeholder={chosen.length === 0 ? t('data.chart.compare') : ''}
      data={data}
      value={chosen.map(String)}
      onChange={(ids) => props.onChange(ids.map(Number))}
      maxValues={MOST}
      searchable
      searchValue={text}
      onSearchChange={setText}
      onDropdownOpen={() => setOpened(true)}
      filter={({ options }) => options}
      nothingFoundMessage={t('data.chart.compareNone')}
      clearable
      clearButtonProps={{ 'aria-label': t('data.chart.compareClear') }}
    />
  );
}
