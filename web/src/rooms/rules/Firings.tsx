import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { seriesQuery, useKinds, type BackTest, type CityRule, type Firing } from '../../api';
import { At, duration, LoadingState, SeverityMark } from '../../app';
import { SeriesChart, type ChartEvent } from '../../chart';
import { t } from '../../words';

const AROUND_MS = 3_600_000;

/** Each time a rule would have spoken: on a strip of the whole time, as a list, and over the sensor's own values. */
export function Firings({ test, rule }: { test: BackTest; rule: CityRule }) {
  const { firings } = test;
  const whole = { from: Date.parse(test.from), to: Date.parse(test.to) };
  const [chosen, setChosen] = useState(0);
  const [span, setSpan] = useState(whole);
  const firing = firings[chosen];
  const choose = (at: number) => {
    const next = firings[at];
    if (!next) return;
    setChosen(at);
    const start = Date.parse(next.start);
    const end = next.end ? Date.parse(next.end) : start;
    const margin = Math.max(AROUND_MS, (end - start) / 2);
    setSpan({ from: Math.max(whole.from, start - margin), to: Math.min(whole.to, end + margin) });
  };
  const severity = rule.severity ?? 'MAJOR';
  return (
    <>
      <Strip firings={firings} {...whole} chosen={chosen} onChoose={choose} />
      {firing?.datastream && (
        <Around
          datastream={firing.datastream}
          name={firing.name}
          firings={firings}
          rule={rule}
          from={span.from}
          to={span.to}
          onRange={(from, to) => setSpan({ from, to })}
          onChoose={choose}
        />
      )}
      <ul className="v-bench-firings" aria-label={t('rules.test.list')}>
        {firings.map((each, i) => (
          <li key={`${each.start} ${each.datastream ?? i}`}>
            <button type="button" className="v-link" aria-pressed={i === chosen} onClick={() => choose(i)}>
              <SeverityMark severity={severity} short /> <At at={each.start} />
            </button>
            <span>{each.message}</span>
            <span className="v-quiet">
              {each.end ? duration((Date.parse(each.end) - Date.parse(each.start)) / 1000) : t('rules.test.open')}
              {each.judged && ` · ${t(`rules.test.${each.judged}`)}`}
            </span>
          </li>
        ))}
      </ul>
      {test.firingsTotal > firings.length && (
        <p className="v-quiet">{t('rules.test.shown', { shown: firings.length, total: test.firingsTotal })}</p>
      )}
    </>
  );
}

/** The whole time as one strip; the list below says the same for those who cannot point. */
function Strip(props: {
  firings: readonly Firing[];
  from: number;
  to: number;
  chosen: number;
  onChoose: (at: number) => void;
}) {
  const { firings, from, to } = props;
  const part = (at: number) => (100 * (at - from)) / (to - from);
  return (
    <div className="v-bench-strip" aria-hidden="true" title={t('rules.test.strip')}>
      {firings.map((firing, i) => {
        const start = Date.parse(firing.start);
        const end = firing.end ? Date.parse(firing.end) : to;
        return (
          <button
            type="button"
            tabIndex={-1}
            key={`${firing.start} ${firing.datastream ?? i}`}
            data-chosen={i === props.chosen || undefined}
            data-judged={firing.judged ?? undefined}
            style={{ left: `${part(start)}%`, width: `max(3px, ${part(end) - part(start)}%)` }}
            onClick={() => props.onChoose(i)}
          />
        );
      })}
      <span>{new Date(from).toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })}</span>
      <span>{new Date(to).toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })}</span>
    </div>
  );
}

/** The values of one sensor with every time the rule would have spoken of it, and the rule's limit. */
function Around(props: {
  datastream: number;
  name: string;
  firings: readonly Firing[];
  rule: CityRule;
  from: number;
  to: number;
  onRange: (from: number, to: number) => void;
  onChoose: (at: number) => void;
}) {
  const { datastream, firings, rule, from, to } = props;
  const kinds = useKinds().data;
  const ask = { from: new Date(from).toISOString(), to: new Date(to).toISOString(), points: 1_200 };
  const series = useQuery(seriesQuery(datastream, ask, false)).data;
  const severity = rule.severity ?? 'MAJOR';
  const events = useMemo<ChartEvent[]>(
    () =>
      firings.flatMap((firing, i) =>
        firing.datastream === datastream
          ? [
              {
                id: String(i),
                start: Date.parse(firing.start),
                end: firing.end ? Date.parse(firing.end) : undefined,
                severity,
                text: firing.message,
              },
            ]
          : [],
      ),
    [firings, datastream, severity],
  );
  const lines = useMemo(
    () => (series ? [{ series, info: kinds?.quantities.find((each) => each.quantity === series.quantity) }] : []),
    [series, kinds],
  );
  const { when } = rule;
  const limit = when.is === 'threshold' ? when.limit : undefined;
  const limits = useMemo(
    () => (limit === undefined ? [] : [{ value: limit, text: `${t('rules.field.limit')} ${limit}` }]),
    [limit],
  );
  return (
    <div className="v-bench-chart">
      <div className="v-quiet">{t('rules.test.chart', { name: props.name })}</div>
      <div className="v-bench-canvas">
        {series ? (
          <SeriesChart
            lines={lines}
            events={events}
            limits={limits}
            from={from}
            to={to}
            label={t('rules.test.chart', { name: props.name })}
            onRange={props.onRange}
            onEvent={(id) => props.onChoose(Number(id))}
          />
        ) : (
          <LoadingState />
        )}
      </div>
    </div>
  );
}
