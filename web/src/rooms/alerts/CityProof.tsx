import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import {
  seriesQuery,
  useCameras,
  useDatastreams,
  useKinds,
  useMe,
  type Alert,
  type Cause,
  type CityCauses,
  type DatastreamRow,
} from '../../api';
import { At, clockTime, formatValue } from '../../app';
import { SeriesChart, type ChartEvent } from '../../chart';
import { CityMap } from '../../map';
import { t, tName } from '../../words';
import { isNear, shapesOf } from './estimate';
import { SettledLive } from './SettledLive';

const BEFORE_MS = 2 * 3_600_000;
const AFTER_MS = 1_800_000;
const STEP_MS = 60_000;
/** Live pictures of the nearest cameras; more would not be looked at. */
const MOST_LIVE = 2;

/** What sensors told: what to do, the facts that made the alert, their values, where it probably comes from. */
export function CityProof({ alert, city }: { alert: Alert; city: CityCauses }) {
  const ids = useMemo(
    () =>
      [
        ...new Set([
          ...(city.datastream ? [city.datastream] : []),
          ...city.causes.flatMap((cause) => cause.datastream ?? []),
          ...(city.estimate?.datastreams ?? []),
        ]),
      ].map(String),
    [city],
  );
  const maySee = useMe().rights.includes('SEE_SENSORS');
  const found = useDatastreams({ ids, limit: 100 }, maySee && ids.length > 0).data?.items;
  const rows = useMemo(() => new Map((found ?? []).map((row) => [row.id, row])), [found]);
  return (
    <section className="v-alert-city" aria-label={t('alerts.city.title')}>
      <div className="v-alert-city-words">
        {city.advice && (
          <p className="v-alert-advice">
            <strong>{t('alerts.city.advice')}</strong> {city.advice}
          </p>
        )}
        {city.estimate && (
          <>
            <h3>{t('alerts.city.source')}</h3>
            <p>{city.estimate.text}</p>
            <Upwind city={city} rows={rows} />
          </>
        )}
        <h3>{t('alerts.city.causes')}</h3>
        <ul className="v-alert-causes">
          {city.causes.map((cause) => (
            <li key={`${cause.at} ${cause.datastream ?? cause.camera ?? ''} ${cause.text}`}>
              <CauseLine cause={cause} row={rows.get(cause.datastream ?? 0)} />
            </li>
          ))}
        </ul>
      </div>
      <Place alert={alert} city={city} rows={rows} />
      {maySee && city.datastream && <Values alert={alert} datastream={city.datastream} />}
      <Live city={city} />
    </section>
  );
}

function CauseLine({ cause, row }: { cause: Cause; row: DatastreamRow | undefined }) {
  const value = cause.value === null || cause.value === undefined ? '' : formatValue(cause.value, cause.unit ?? '');
  return (
    <>
      <At at={cause.at} /> {row?.device ? <SensorLink row={row}>{cause.text}</SensorLink> : null}
      {!row?.device && cause.alert && (
        <Link to="/alerts/$alertId" params={{ alertId: cause.alert }}>
          {cause.text}
        </Link>
      )}
      {!row?.device && !cause.alert && cause.text}
      {value && !cause.text.includes(value) && <span className="v-quiet"> {value}</span>}
    </>
  );
}

function SensorLink({ row, children }: { row: DatastreamRow; children: React.ReactNode }) {
  return (
    <Link
      to="/data/sensors/$deviceId"
      params={{ deviceId: row.device ?? '' }}
      search={{ datastream: row.id, last: 6 } as never}
    >
      {children}
    </Link>
  );
}

/** Things upwind that could be the source, the most probable first, and the wind that says so. */
function Upwind({ city, rows }: { city: CityCauses; rows: ReadonlyMap<number, DatastreamRow> }) {
  const { estimate } = city;
  if (!estimate) return null;
  const candidates = estimate.datastreams.flatMap((id) => rows.get(id) ?? []);
  const from = estimate.windFrom;
  return (
    <>
      {from !== null && from !== undefined && (
        <p className="v-quiet">
          {t('alerts.city.wind', {
            from: tName('alerts.city.compass', String(Math.round(from / 45) % 8)),
            degrees: Math.round(from),
          })}
          {estimate.windMetresPerSecond !== null && estimate.windMetresPerSecond !== undefined
            ? `, ${formatValue(estimate.windMetresPerSecond, 'm/s')}`
            : ''}
        </p>
      )}
      {candidates.length > 0 && (
        <ul className="v-alert-causes">
          {candidates.map((row) => (
            <li key={row.id}>
              {row.device ? <SensorLink row={row}>{row.deviceName ?? row.name}</SensorLink> : row.name}
              {row.newest && (
                <span className="v-quiet"> {formatValue(row.newest.value, row.unit, row.newest.text)}</span>
              )}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** The map: where it was felt, where it probably comes from, and the cameras that could see it. */
function Place(props: { alert: Alert; city: CityCauses; rows: ReadonlyMap<number, DatastreamRow> }) {
  const { alert, city, rows } = props;
  const navigate = useNavigate();
  const cameras = useCameras().data;
  const place = city.place ?? alert.location;
  const near = useMemo(
    () => (cameras ?? []).filter((camera) => camera.location && place && isNear(camera.location, place)),
    [cameras, place],
  );
  const shapes = useMemo(
    () => (place ? shapesOf(place, alert.sourceName, city.estimate ?? null, rows) : []),
    [place, alert.sourceName, city.estimate, rows],
  );
  if (!place) return null;
  return (
    <div className="v-alert-city-map">
      <CityMap
        cameras={near}
        shapes={shapes}
        chosen={city.estimate?.cameras[0]}
        onCamera={(cameraId) => void navigate({ to: '/cameras/$cameraId', params: { cameraId } })}
      />
    </div>
  );
}

/** The values of the sensor that raised it, from two hours before. */
function Values({ alert, datastream }: { alert: Alert; datastream: number }) {
  const kinds = useKinds().data;
  const start = Date.parse(alert.startedAt);
  const end = alert.endedAt ? Date.parse(alert.endedAt) : Math.ceil(Date.now() / STEP_MS) * STEP_MS;
  const from = start - BEFORE_MS;
  const to = alert.endedAt ? end + AFTER_MS : Math.max(end, start + AFTER_MS);
  const ask = { from: new Date(from).toISOString(), to: new Date(to).toISOString(), points: 800 };
  const series = useQuery(seriesQuery(datastream, ask, alert.active)).data;
  const lines = useMemo(
    () => (series ? [{ series, info: kinds?.quantities.find((each) => each.quantity === series.quantity) }] : []),
    [series, kinds],
  );
  const events = useMemo<ChartEvent[]>(
    () => [
      {
        id: alert.id,
        start,
        end: alert.endedAt ? end : undefined,
        severity: alert.severity,
        text: `${t(`app.severity.${alert.severity}`)}: ${alert.message}`,
      },
    ],
    [alert, start, end],
  );
  if (!series || series.at.length === 0) return null;
  return (
    <div className="v-alert-city-chart">
      <h3>{series.name}</h3>
      <div>
        <SeriesChart
          lines={lines}
          events={events}
          from={from}
          to={to}
          label={t('alerts.city.chart', { name: series.name, time: clockTime(alert.startedAt) })}
        />
      </div>
    </div>
  );
}

/** What the nearest cameras see now. */
function Live({ city }: { city: CityCauses }) {
  const cameras = useCameras().data;
  const near = (city.estimate?.cameras ?? [])
    .flatMap((id) => cameras?.find((camera) => camera.id === id) ?? [])
    .slice(0, MOST_LIVE);
  if (near.length === 0) return null;
  return (
    <div className="v-alert-city-live">
      {near.map((camera) => (
        <section key={camera.id} aria-label={t('alerts.city.live', { camera: camera.name })}>
          <div className="v-alert-caption">
            <Link to="/cameras/$cameraId" params={{ cameraId: camera.id }}>
              {camera.name}
            </Link>
          </div>
          <div className="v-alert-live">
            <SettledLive camera={camera} big={false} />
          </div>
        </section>
      ))}
    </div>
  );
}
