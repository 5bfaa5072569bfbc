import { Button, Progress, SegmentedControl } from '@mantine/core';
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, serverNow, type BackTest, type CityRule } from '../../api';
import { EmptyState, problemText, toastProblem } from '../../app';
import { t } from '../../words';
import { lackOfCondition, tidy } from './conditions';
import { Firings } from './Firings';

const DAY_MS = 86_400_000;
const DAYS = [1, 3, 7] as const;
/** What a person can do well for a whole shift (EEMUA 191). */
const TARGET = 6;

/** Runs a rule over what was measured, and shows when it would have spoken and whether that would have been right. */
export function BackTestPanel({ rule }: { rule: CityRule }) {
  const [days, setDays] = useState<string>('7');
  const [id, setId] = useState<string>();
  const [tried, setTried] = useState<string>();
  const [starting, setStarting] = useState(false);
  const asked = useQuery({
    queryKey: ['backtest', id],
    queryFn: ({ signal }) => api.get<BackTest>(`/rules/backtests/${id}`, undefined, signal),
    enabled: id !== undefined,
    refetchInterval: (query) => (query.state.data && query.state.data.state !== 'RUNNING' ? false : 400),
  });
  const test = id === undefined ? undefined : asked.data;
  const now = JSON.stringify(tidy({ ...rule, name: '', severity: 'MAJOR', enabled: true, advice: null }));
  const lack = lackOfCondition(rule.when);
  const run = async (): Promise<void> => {
    setStarting(true);
    try {
      const to = Math.floor(serverNow() / 1000) * 1000;
      const sent = { ...tidy(rule), name: rule.name.trim() || t('rules.one') };
      const started = await api.post<BackTest>('/rules/backtest', {
        rule: sent,
        from: new Date(to - Number(days) * DAY_MS).toISOString(),
        to: new Date(to).toISOString(),
      });
      setId(started.id);
      setTried(now);
    } catch (error) {
      toastProblem(error);
    } finally {
      setStarting(false);
    }
  };
  const stop = (): void => void api.delete(`/rules/backtests/${id}`).catch(toastProblem);
  const running = test?.state === 'RUNNING' || (id !== undefined && !test && !asked.error);
  return (
    <section className="v-card v-bench-test" aria-label={t('rules.test.title')}>
      <h2>{t('rules.test.title')}</h2>
      <div className="v-bench-test-tools">
        <span>{t('rules.test.days')}</span>
        <SegmentedControl
          size="xs"
          aria-label={t('rules.test.days')}
          value={days}
          onChange={setDays}
          data={DAYS.map((each) => ({ value: String(each), label: t(`rules.test.day${each}`) }))}
        />
        {running ? (
          <Button variant="default" leftSection={<IconPlayerStop size={16} aria-hidden />} onClick={stop}>
            {t('rules.test.stop')}
          </Button>
        ) : (
          <Button
            leftSection={<IconPlayerPlay size={16} aria-hidden />}
            loading={starting}
            disabled={lack !== undefined}
            onClick={() => void run()}
          >
            {t('rules.test.run')}
          </Button>
        )}
      </div>
      {lack && <p className="v-quiet">{t(`rules.lack.${lack}`)}</p>}
      {!test && !running && <p className="v-quiet">{t('rules.test.why')}</p>}
      {running && (
        <div role="status">
          <Progress value={100 * (test?.progress ?? 0)} aria-label={t('rules.test.title')} />
          <span className="v-quiet">{t('rules.test.running', { n: (test?.facts ?? 0).toLocaleString('en-GB') })}</span>
        </div>
      )}
      {asked.error && !test ? (
        <p role="alert" className="v-bench-problem">
          {problemText(asked.error).detail || problemText(asked.error).title}
        </p>
      ) : null}
      {test?.state === 'FAILED' && (
        <p role="alert" className="v-bench-problem">
          {t('rules.test.failed', { why: test.problem ?? '' })}
        </p>
      )}
      {test?.state === 'CANCELLED' && <p className="v-quiet">{t('rules.test.cancelled')}</p>}
      {test?.state === 'DONE' && <Result test={test} rule={rule} stale={tried !== now} />}
    </section>
  );
}

function Result({ test, rule, stale }: { test: BackTest; rule: CityRule; stale: boolean }) {
  const facts = test.facts.toLocaleString('en-GB');
  const note = (
    <>
      {stale && (
        <p role="status" className="v-bench-stale">
          {t('rules.test.stale')}
        </p>
      )}
      {test.cut && <p className="v-bench-stale">{t('rules.test.cut', { why: test.cut })}</p>}
    </>
  );
  if (test.firingsTotal === 0) {
    return (
      <>
        {note}
        <EmptyState title={t('rules.test.never')}>
          {t('rules.test.neverWhy', { facts, sensors: test.sensors })}
        </EmptyState>
      </>
    );
  }
  const perHour = test.alertsPerOperatorHour;
  return (
    <>
      {note}
      <div role="status" className="v-bench-figures">
        <h3>{t('rules.test.firings', { n: test.firingsTotal })}</h3>
        <dl>
          <div>
            <dd>{figure(test.alertsPerDay)}</dd>
            <dt>{t('rules.test.perDay')}</dt>
          </div>
          <div data-much={perHour > TARGET || undefined}>
            <dd>{figure(perHour)}</dd>
            <dt>
              {t('rules.test.perHour')} <span className="v-quiet">({t('rules.test.target', { n: TARGET })})</span>
            </dt>
          </div>
          <div>
            <dd>
              {test.precision === null || test.precision === undefined
                ? '–'
                : `${Math.round(100 * test.precision)}\u202f%`}
            </dd>
            <dt>
              {t('rules.test.precision')}{' '}
              <span className="v-quiet">
                (
                {test.confirmed + test.falseAlarms === 0
                  ? t('rules.test.noPrecision')
                  : t('rules.test.judged', { confirmed: test.confirmed, wrong: test.falseAlarms })}
                )
              </span>
            </dt>
          </div>
        </dl>
      </div>
      <Firings test={test} rule={rule} key={test.id} />
    </>
  );
}

/** Small figures keep their digits: 0.04 a day is not none. */
function figure(value: number): string {
  return value === 0 ? '0' : value < 1 ? value.toPrecision(2) : value.toFixed(1);
}
