import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { problemOf } from '../api';
import { clockTime, ErrorState, LoadingState } from '../app';
import { t, tName } from '../words';
import { SeriesChart } from './LazyChart';
import { readingsOf, seriesOf, type Reading } from './csv';

const ROWS = 200;
const none: readonly never[] = [];

async function fetched(url: string, signal: AbortSignal): Promise<Reading[]> {
  const response = await fetch(url, { credentials: 'same-origin', signal });
  if (!response.ok) throw await problemOf(response);
  return readingsOf(await response.text());
}

/**
 * Sealed readings of a sensor, drawn and as a table. They are fetched once for each look, because each fetch stands in
 * the exhibit's custody.
 */
export function Readings(props: { url: string; name: string; onTrouble?: (error: unknown) => void }) {
  const { url, name, onTrouble } = props;
  const asked = useQuery({
    queryKey: ['readings', url],
    queryFn: ({ signal }) => fetched(url, signal),
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  const [shown, setShown] = useState(ROWS);
  const { error, data } = asked;
  useEffect(() => {
    if (error) onTrouble?.(error);
    // Told once for each refusal, whoever listens.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [error]);
  const lines = useMemo(() => (data ? [{ series: seriesOf(data, name) }] : none), [data, name]);
  if (error) return <ErrorState error={error} retry={() => void asked.refetch()} />;
  const [first, last] = [data?.[0], data?.at(-1)];
  if (!data || !first || !last) return <LoadingState />;
  const [from, to] = [Date.parse(first.time), Date.parse(last.time)];
  return (
    <div className="v-readings">
      {lines[0] && lines[0].series.at.length > 0 && (
        <div className="v-readings-chart">
          <SeriesChart
            lines={lines}
            from={from}
            to={to > from ? to : from + 1000}
            label={t('evidence.readings.chart', { name, n: data.length, from: first.time, to: last.time })}
          />
        </div>
      )}
      {/* Long: scrolled by keys, too. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="v-readings-table" tabIndex={0} role="region" aria-label={t('evidence.readings.table')}>
        <table>
          <thead>
            <tr>
              <th>{t('evidence.readings.time')}</th>
              <th>{t('evidence.readings.utc')}</th>
              <th>{t('evidence.readings.value')}</th>
              <th>{t('evidence.readings.quality')}</th>
            </tr>
          </thead>
          <tbody>
            {data.slice(0, shown).map((reading, i) => (
              <Row key={i} reading={reading} />
            ))}
          </tbody>
        </table>
        {shown < data.length && (
          <Button size="xs" variant="default" onClick={() => setShown(shown + ROWS * 5)}>
            {t('evidence.readings.more', { n: Math.min(ROWS * 5, data.length - shown), all: data.length })}
          </Button>
        )}
      </div>
    </div>
  );
}

function Row({ reading }: { reading: Reading }) {
  const flags = reading.quality === '' ? [] : reading.quality.split(' ');
  return (
    <tr data-doubtful={flags.length > 0}>
      <td className="v-number">{clockTime(reading.time)}</td>
      <td className="v-number v-quiet">{reading.time}</td>
      <td className="v-number">
        {reading.value} {reading.unit}
      </td>
      <td>{flags.map((flag) => tName('app.quality', flag)).join(', ') || t('evidence.readings.good')}</td>
    </tr>
  );
}
