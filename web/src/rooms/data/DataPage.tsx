import { Button, Menu, MultiSelect, SegmentedControl, TextInput } from '@mantine/core';
import { useDebouncedCallback, useMediaQuery } from '@mantine/hooks';
import { IconChevronDown, IconPlus, IconSearch } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useRef, useState } from 'react';
import {
  useDevices,
  useMarkers,
  useMe,
  type DeviceListing,
  type DeviceRow,
  type DeviceState,
  type GeoPoint,
  type Marker,
  type SensorKind,
} from '../../api';
import { Age, EmptyState, ErrorState, Page, StateView, useKeys } from '../../app';
import { t, tName } from '../../words';
import { addressOf, filtersOf, fits, KINDS, STATES, type Filters } from './filters';
import { useQuantities } from './quantities';
import { SensorList } from './SensorList';
import { SensorsMap } from './SensorsMap';
import './data.css';

const PAGE = 100;

/** Sensors of the city: on the map by kind and state with their newest value, and as a list beside it. */
export function DataPage() {
  const filters = filtersOf(useSearch({ strict: false }) as Record<string, unknown>);
  const navigate = useNavigate();
  const show = (next: Filters): void => void navigate({ to: '/data', search: addressOf(next) as never, replace: true });
  const [limit, setLimit] = useState(PAGE);
  const asked = useDevices({ search: filters.search, kind: filters.kinds, state: filters.states, limit });
  const quantities = useQuantities();
  const markers = useMarkers();
  const { search, kinds, states } = filters;
  const wanted = [search, kinds.join(), states.join()].join('|');
  const shown = useMemo(
    () => (markers.data?.items ?? []).filter((marker) => fits(marker, { search, kinds, states })),
    // The arrays are made anew from the address each time; their words are what counts.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [markers.data?.items, wanted],
  );
  const [chosen, setChosen] = useState<string>();
  const [goTo, setGoTo] = useState<GeoPoint>();
  const [tab, setTab] = useState<'map' | 'list'>('map');
  const phone = useMediaQuery('(max-width: 700px)', false, { getInitialValueInEffect: false });
  const field = useRef<HTMLInputElement>(null);
  const mayEdit = useMe().rights.includes('EDIT_SENSORS');
  const rows = asked.data?.items ?? [];

  const choose = (row: DeviceRow | undefined) => {
    if (!row) return;
    setChosen(row.id);
    if (row.location) setGoTo({ ...row.location });
  };
  const at = rows.findIndex((row) => row.id === chosen);
  useKeys([
    { key: 'j', does: t('data.keys.next'), run: () => choose(rows[Math.min(at + 1, rows.length - 1)]) },
    { key: 'k', does: t('data.keys.previous'), run: () => choose(rows[Math.max(at - 1, 0)]) },
    {
      key: 'o',
      does: t('data.keys.open'),
      run: () => chosen && void navigate({ to: '/data/sensors/$deviceId', params: { deviceId: chosen } }),
    },
    { key: '/', does: t('data.keys.search'), run: () => field.current?.focus() },
    { key: 'Escape', does: t('data.keys.none'), run: () => setChosen(undefined) },
    ...(mayEdit ? [{ key: 'n', does: t('data.add'), run: () => void navigate({ to: '/data/new' }) }] : []),
  ]);

  const nothingAtAll =
    asked.data && asked.data.total === 0 && !search && kinds.length === 0 && states.length === 0 && !asked.error;
  const map = (
    <SensorsMap
      markers={shown}
      quantities={quantities}
      chosen={chosen}
      goTo={goTo}
      onChoose={(marker: Marker | undefined) => setChosen(marker?.id)}
    />
  );
  const list = (
    <div className="v-data-side">
      <StateTabs filters={filters} listing={asked.data} onChange={show} />
      <div className="v-data-rows">
        <StateView
          of={asked}
          isEmpty={(listing) => listing.items.length === 0}
          empty={
            <EmptyState
              title={t('data.empty.filtered')}
              action={
                <Button variant="default" onClick={() => show({ search: '', kinds: [], states: [] })}>
                  {t('data.empty.clear')}
                </Button>
              }
            />
          }
        >
          {(listing) => (
            <SensorList
              rows={listing.items}
              total={listing.total}
              markers={markers.data}
              quantities={quantities}
              chosen={chosen}
              onChoose={(row) => {
                choose(row);
                if (phone && row.location) setTab('map');
              }}
              onMore={listing.items.length < listing.total ? () => setLimit(limit + 5 * PAGE) : undefined}
            />
          )}
        </StateView>
      </div>
    </div>
  );
  return (
    <Page
      title={t('data.title')}
      flush
      beside={<Freshness at={markers.data?.at} failing={markers.error !== null && !markers.data} />}
      actions={
        <>
          <KindFilter filters={filters} onChange={show} />
          <SearchField filters={filters} onChange={show} field={field} />
          <MoreMenu mayEdit={mayEdit} />
          {mayEdit && (
            <Button component={Link} to="/data/new" leftSection={<IconPlus size={16} aria-hidden />}>
              {t('data.add')}
            </Button>
          )}
        </>
      }
    >
      {nothingAtAll ? (
        <EmptyState
          title={t('data.empty.title')}
          action={
            mayEdit && (
              <Button component={Link} to="/data/new" leftSection={<IconPlus size={16} aria-hidden />}>
                {t('data.add')}
              </Button>
            )
          }
        >
          {t(mayEdit ? 'data.empty.why' : 'data.empty.ask')}
        </EmptyState>
      ) : asked.error && !asked.data ? (
        <ErrorState error={asked.error} retry={() => void asked.refetch()} />
      ) : phone ? (
        <div className="v-data-phone">
          <SegmentedControl
            fullWidth
            value={tab}
            onChange={(value) => setTab(value as 'map' | 'list')}
            data={[
              { value: 'map', label: t('data.tab.map') },
              { value: 'list', label: t('data.tab.list') },
            ]}
          />
          {tab === 'map' ? map : list}
        </div>
      ) : (
        <div className="v-data">
          {map}
          {list}
        </div>
      )}
    </Page>
  );
}

function Freshness({ at, failing }: { at: string | undefined; failing: boolean }) {
  if (failing) return <span className="v-quiet">{t('data.noValues')}</span>;
  if (!at) return null;
  return (
    <span className="v-quiet">
      {t('data.valuesFrom')} <Age at={at} />
    </span>
  );
}

function KindFilter({ filters, onChange }: { filters: Filters; onChange: (next: Filters) => void }) {
  return (
    <MultiSelect
      className="v-data-kinds"
      aria-label={t('data.kinds')}
      placeholder={filters.kinds.length === 0 ? t('data.allKinds') : ''}
      data={KINDS.map((kind) => ({ value: kind, label: tName('app.sensorKind', kind) }))}
      value={filters.kinds}
      onChange={(kinds) => onChange({ ...filters, kinds: kinds as SensorKind[] })}
      clearable
      clearButtonProps={{ 'aria-label': t('data.allKinds') }}
      w={220}
    />
  );
}

function SearchField(props: {
  filters: Filters;
  onChange: (next: Filters) => void;
  field: React.RefObject<HTMLInputElement | null>;
}) {
  const { filters, onChange, field } = props;
  const [text, setText] = useState(filters.search);
  const later = useDebouncedCallback((search: string) => onChange({ ...filters, search }), 250);
  return (
    <TextInput
      ref={field}
      type="search"
      w={200}
      aria-label={t('data.search')}
      placeholder={t('data.search')}
      leftSection={<IconSearch size={16} aria-hidden />}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        later(event.currentTarget.value);
      }}
    />
  );
}

function StateTabs(props: { filters: Filters; listing: DeviceListing | undefined; onChange: (next: Filters) => void }) {
  const { filters, listing, onChange } = props;
  const counts = listing?.counts;
  const all = counts ? STATES.reduce((sum, state) => sum + (counts[state] ?? 0), 0) : undefined;
  const tab = (state: DeviceState | undefined, word: string, count: number | undefined) => (
    <button
      type="button"
      key={word}
      className="v-data-tab"
      aria-pressed={state ? filters.states.includes(state) : filters.states.length === 0}
      onClick={() => onChange({ ...filters, states: state ? [state] : [] })}
    >
      {word}
      {count !== undefined && <span className="v-data-count">{count}</span>}
    </button>
  );
  return (
    <div className="v-data-tabs" role="group" aria-label={t('data.states')}>
      {tab(undefined, t('data.all'), all)}
      {STATES.filter((state) => (counts?.[state] ?? 0) > 0 || filters.states.includes(state)).map((state) =>
        tab(state, tName('app.deviceState', state), counts?.[state]),
      )}
    </div>
  );
}

function MoreMenu({ mayEdit }: { mayEdit: boolean }) {
  const navigate = useNavigate();
  if (!mayEdit) return null;
  const item = (to: string, word: string) => <Menu.Item onClick={() => void navigate({ to })}>{word}</Menu.Item>;
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <Button variant="default" rightSection={<IconChevronDown size={15} aria-hidden />}>
          {t('data.more')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {item('/data/many', t('data.many.title'))}
        {item('/data/upload', t('data.upload.title'))}
        {item('/data/refused', t('data.refused.title'))}
      </Menu.Dropdown>
    </Menu>
  );
}
