import { Checkbox, MultiSelect, NumberInput, SegmentedControl, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import { useBaseMap, useDatastreams, useKinds, type GeoPoint, type RuleSource } from '../../api';
import { CityMap, type MapShape } from '../../map';
import { t } from '../../words';

const USUAL_RADIUS_M = 300;
const none: readonly never[] = [];

/** Of which sensors: every one that measures something, perhaps only in an area; or some by name. */
export function SourceField(props: { source: RuleSource; onChange: (source: RuleSource) => void }) {
  const { source, onChange } = props;
  const kinds = useKinds().data;
  const [named, setNamed] = useState((source.datastreams ?? []).length > 0);
  const quantities = (kinds?.quantities ?? []).map(({ quantity, label }) => ({ value: quantity, label }));
  return (
    <div className="v-bench-fields">
      <SegmentedControl
        aria-label={t('rules.source.label')}
        value={named ? 'named' : 'quantity'}
        onChange={(value) => {
          const byName = value === 'named';
          setNamed(byName);
          onChange(byName ? { datastreams: [] } : { quantity: 'PM25' });
        }}
        data={[
          { value: 'quantity', label: t('rules.source.quantity') },
          { value: 'named', label: t('rules.source.chosen') },
        ]}
      />
      {named ? (
        <NamedSensors chosen={source.datastreams ?? []} onChange={(datastreams) => onChange({ datastreams })} />
      ) : (
        <>
          <Select
            aria-label={t('rules.source.quantity')}
            data={quantities}
            value={source.quantity ?? null}
            searchable
            allowDeselect={false}
            onChange={(quantity) => quantity && onChange({ ...source, quantity })}
          />
          <Area source={source} onChange={onChange} />
        </>
      )}
      <Fits source={source} />
    </div>
  );
}

function NamedSensors({ chosen, onChange }: { chosen: readonly number[]; onChange: (ids: number[]) => void }) {
  const [text, setText] = useState('');
  const [search] = useDebouncedValue(text, 200);
  const found = useDatastreams({ search, limit: 40 }).data;
  const known = useDatastreams({ ids: chosen.map(String), limit: 200 }, chosen.length > 0).data;
  const data = useMemo(() => {
    const options = new Map(chosen.map((id) => [String(id), String(id)]));
    for (const row of [...(known?.items ?? []), ...(found?.items ?? [])]) options.set(String(row.id), row.name);
    return [...options].map(([value, label]) => ({ value, label }));
  }, [chosen, known, found]);
  return (
    <MultiSelect
      aria-label={t('rules.source.chosen')}
      placeholder={t('rules.source.search')}
      data={data}
      value={chosen.map(String)}
      onChange={(ids) => onChange(ids.map(Number))}
      searchable
      searchValue={text}
      onSearchChange={setText}
      filter={({ options }) => options}
      nothingFoundMessage={t('rules.source.none')}
      limit={40}
    />
  );
}

/** Only sensors around a place of the map. */
function Area({ source, onChange }: { source: RuleSource; onChange: (source: RuleSource) => void }) {
  const centre = useBaseMap().data?.centre;
  const { near, radiusMetres } = source;
  const [opensAt] = useState(near ?? undefined);
  const shapes = useMemo<MapShape[] | undefined>(
    () => (near && radiusMetres ? [{ is: 'circle', centre: near, radiusMetres }] : undefined),
    [near, radiusMetres],
  );
  const middle = (at: GeoPoint) => onChange({ ...source, near: at, radiusMetres: radiusMetres ?? USUAL_RADIUS_M });
  return (
    <>
      <Checkbox
        label={t('rules.source.area')}
        checked={near !== null && near !== undefined}
        onChange={(event) => {
          if (event.currentTarget.checked) middle(centre ?? { latitude: 0, longitude: 0 });
          else onChange({ ...source, near: null, radiusMetres: null });
        }}
      />
      {near && (
        <>
          <div className="v-bench-map">
            <CityMap cameras={none} shapes={shapes} onGround={middle} goTo={opensAt} picking />
          </div>
          <NumberInput
            label={t('rules.source.radius')}
            description={t('rules.source.areaHelp')}
            suffix=" m"
            min={10}
            max={100_000}
            step={50}
            value={radiusMetres ?? USUAL_RADIUS_M}
            onChange={(value) => onChange({ ...source, radiusMetres: Number(value) || USUAL_RADIUS_M })}
          />
        </>
      )}
    </>
  );
}

/** How many sensors it speaks of now, and the first of their names. */
function Fits({ source }: { source: RuleSource }) {
  const { datastreams = [], quantity, near, radiusMetres } = source;
  const wanted = quantity ? true : datastreams.length > 0;
  const asked = useDatastreams(
    {
      ...(quantity && { quantity }),
      ...(datastreams.length > 0 && { ids: datastreams.map(String) }),
      ...(near && radiusMetres && { near: `${near.latitude},${near.longitude}`, radiusMetres }),
      limit: 4,
    },
    wanted,
  ).data;
  if (!asked || !wanted) return null;
  return (
    <p className="v-quiet v-bench-fits" role="status">
      {asked.total === 0 ? (
        t('rules.source.fitsNone')
      ) : (
        <>
          {t('rules.source.fits', { n: asked.total })}: {asked.items.map((row) => row.name).join(', ')}
          {asked.total > asked.items.length && ' …'}
        </>
      )}
    </p>
  );
}
