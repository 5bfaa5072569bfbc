import { Button, Checkbox, Menu, SegmentedControl } from '@mantine/core';
import { IconDownload, IconGavel } from '@tabler/icons-react';
import { useQueries, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import {
  api,
  apiUrl,
  seriesQuery,
  useMe,
  type Alert,
  type Channel,
  type Device,
  type Listing,
  type QuantityInfo,
} from '../../api';
import { Age, ErrorState, formatValue, LoadingState, SeverityMark, useSeconds } from '../../app';
import { figuresOf, SeriesChart, type ChartEvent } from '../../chart';
import { t, tName } from '../../words';
import { ComparePicker } from './ComparePicker';
import { KeepDialog } from './KeepDialog';
import { addressOfRange, rangeOf, RANGES, spanOf, type Range } from './ranges';

const POINTS = 1_500;
const FORMATS = ['csv', 'geojson', 'parquet'] as const;

/** One channel over time, with its alerts drawn where they happened, beside others if wished. */
export function ChannelChart(props: {
  channel: Channel;
  device: Device;
  quantities: ReadonlyMap<string, QuantityInfo>;
}) {
  const { channel, device, quantities } = props;
  const navigate = useNavigate();
  const address = useSearch({ strict: false }) as Record<string, unknown>;
  const mayKeep = useMe().rights.includes('WORK_EVIDENCE');
  // What was shown when somebody asked: the chart goes on.
  const [keeping, keep] = useState<{ from: number; to: number }>();
  const range = rangeOf(address);
  const { from, to, live } = spanOf(range, useSeconds());
  const bands = address['bands'] === true || address['bands'] === 'true';
  const beside = String(address['with'] ?? '')
    .split(',')
    .map(Number)
    .filter((id) => Number.isInteger(id) && id > 0 && id !== channel.datastream)
    .slice(0, 3);
  const show = (change: Record<string, unknown>, nextRange: Range = range): void => {
    const { channel: name, with: others, bands: banded } = { ...address, ...change } as Record<string, unknown>;
    void navigate({
      to: '/data/sensors/$deviceId',
      params: { deviceId: device.id },
      search: {
        ...(name !== undefined && { channel: name }),
        ...(others ? { with: others } : {}),
        ...(banded ? { bands: true } : {}),
        ...addressOfRange(nextRange),
      } as never,
      replace: true,
    });
  };

  const ask = { from: new Date(from).toISOString(), to: new Date(to).toISOString(), points: POINTS };
  const asked = useQueries({
    queries: [channel.datastream, ...beside].map((id) => seriesQuery(id, ask, live)),
  });
  const [main] = asked;
  const stamp = asked.map((each) => each.dataUpdatedAt).join();
  const lines = useMemo(
    () => asked.flatMap(({ data }) => (data ? [{ series: data, info: quantities.get(data.quantity) }] : [])),
    // The answers of `useQueries` are new objects at every turn; when they came is what counts.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [stamp, quantities],
  );
  const alerts = useAlertsOf(channel.datastream, ask, live);
  const events = useMemo<ChartEvent[]>(
    () =>
      (alerts ?? []).map((alert) => ({
        id: alert.id,
        start: Date.parse(alert.startedAt),
        end: alert.endedAt ? Date.parse(alert.endedAt) : undefined,
        severity: alert.severity,
        text: `${t(`app.severity.${alert.severity}`)}: ${alert.message}`,
      })),
    [alerts],
  );
  const info = quantities.get(channel.quantity);
  const [first] = lines;
  const figures = first && figuresOf(first.series);
  const description =
    first && figures
      ? t('data.chart.described', {
          name: channel.name,
          min: formatValue(figures.min, channel.unit),
          mean: formatValue(figures.mean, channel.unit),
          max: formatValue(figures.max, channel.unit),
          n: figures.count,
          resolution: tName('data.resolution', first.series.resolution),
        })
      : channel.name;
  return (
    <section className="v-card v-sensor-chart" aria-label={t('data.chart.title', { name: channel.name })}>
      <div className="v-sensor-tools">
        <SegmentedControl
          size="xs"
          aria-label={t('data.chart.range')}
          value={'last' in range ? String(range.last) : 'own'}
          onChange={(value) => value !== 'own' && show({}, { last: Number(value) })}
          data={[
            ...RANGES.map((hours) => ({ value: String(hours), label: tName('data.range', String(hours)) })),
            ...('from' in range ? [{ value: 'own', label: t('data.range.own') }] : []),
          ]}
        />
        <ComparePicker
          chosen={beside}
          without={channel.datastream}
          onChange={(ids) => show({ with: ids.length > 0 ? ids.join(',') : undefined })}
        />
        {info && info.scales.length > 0 && (
          <Checkbox
            size="xs"
            label={t('data.chart.bands')}
            checked={bands}
            onChange={(event) => show({ bands: event.currentTarget.checked || undefined })}
          />
        )}
        <Menu position="bottom-end" shadow="md">
          <Menu.Target>
            <Button size="xs" variant="default" leftSection={<IconDownload size={15} aria-hidden />}>
              {t('data.chart.download')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {FORMATS.map((format) => (
              <Menu.Item
                key={format}
                component="a"
                download
                href={apiUrl(`/sensing/datastreams/${channel.datastream}/observations.${format}`, {
                  from: ask.from,
                  to: ask.to,
                })}
              >
                {tName('data.format', format)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        {mayKeep && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconGavel size={15} aria-hidden />}
            onClick={() => keep({ from, to })}
          >
            {t('data.keep.open')}
          </Button>
        )}
      </div>
      {keeping && (
        <KeepDialog
          channel={channel}
          device={device}
          quantity={info?.label}
          {...keeping}
          onClose={() => keep(undefined)}
        />
      )}
      <div className="v-sensor-canvas">
        {first ? (
          first.series.at.length > 0 ? (
            <SeriesChart
              lines={lines}
              events={events}
              from={from}
              to={to}
              bands={bands}
              label={description}
              onRange={(start, end) => show({}, { from: Math.round(start), to: Math.round(end) })}
              onEvent={(id) => void navigate({ to: '/alerts/$alertId', params: { alertId: id } })}
            />
          ) : (
            <div className="v-stateview">
              <h2>{t('data.chart.empty')}</h2>
              <p>{t('data.chart.emptyWhy')}</p>
            </div>
          )
        ) : main?.error ? (
          <ErrorState error={main.error} retry={() => void main.refetch()} />
        ) : (
          <LoadingState />
        )}
      </div>
      {first && figures && (
        <p className="v-quiet v-sensor-figures">
          {description}
          {first.series.cut && ` ${t('data.chart.cut')}`} {t('data.chart.hint')}
        </p>
      )}
      <AlertsBelow alerts={alerts} />
    </section>
  );
}

/** Alerts in which this datastream has a part, in a stretch of time. */
function useAlertsOf(datastream: number, { from, to }: { from: string; to: string }, live: boolean) {
  const query = { datastreamId: datastream, from, to, limit: 200 };
  const key = live ? { datastreamId: datastream, hours: (Date.parse(to) - Date.parse(from)) / 3_600_000 } : query;
  const { data } = useQuery({
    queryKey: ['alerts', 'of-datastream', key],
    queryFn: ({ signal }) => api.get<Listing<Alert>>('/alerts', query, signal),
  });
  return useMemo(() => data?.items.filter((alert) => concerns(alert, datastream)), [data, datastream]);
}

function concerns({ city }: Alert, datastream: number): boolean {
  if (!city) return false;
  return city.datastream === datastream || city.causes.some((cause) => cause.datastream === datastream);
}

function AlertsBelow({ alerts }: { alerts: Alert[] | undefined }) {
  if (!alerts || alerts.length === 0) return null;
  return (
    <ul className="v-sensor-alerts" aria-label={t('app.nav.alerts')}>
      {alerts.slice(0, 8).map((alert) => (
        <li key={alert.id}>
          <SeverityMark severity={alert.severity} short />
          <Link to="/alerts/$alertId" params={{ alertId: alert.id }}>
            {alert.message}
          </Link>
          <span className="v-quiet">
            <Age at={alert.raisedAt} />
          </span>
        </li>
      ))}
    </ul>
  );
}
