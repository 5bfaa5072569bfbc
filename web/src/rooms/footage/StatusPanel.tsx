import { Progress } from '@mantine/core';
import { useFootageStatus, type CardFetch, type PoolState } from '../../api';
import { Age, At, duration, StateMark, StateView, type Tone } from '../../app';
import { t, tName } from '../../words';
import { bytes } from './bytes';

const tones: Record<string, Tone> = { OK: 'good', LOW: 'warn', FULL: 'bad', AWAY: 'bad' };
const cameraTones: Record<string, Tone> = { RECORDING: 'good', GAP: 'bad', OFF: 'unknown' };

/** How the storage is: pools, what goes first, how far the index is behind, and each camera. */
export function StatusPanel() {
  const asked = useFootageStatus();
  return (
    <section className="v-card v-storage" aria-label={t('footage.status.title')}>
      <h2>{t('footage.status.title')}</h2>
      <StateView of={asked}>
        {(status) => {
          const behind = status.mediaAnsweredAt ? Date.now() - Date.parse(status.mediaAnsweredAt) > 10_000 : true;
          return (
            <div className="v-storage-parts">
              <div>
                <h3>{t('footage.status.media')}</h3>
                <p>
                  <StateMark tone={behind ? 'bad' : 'good'}>
                    {!behind
                      ? t('footage.status.answers')
                      : t(status.mediaAnsweredAt ? 'footage.status.away' : 'footage.status.never')}
                  </StateMark>{' '}
                  {behind && status.mediaAnsweredAt && <Age at={status.mediaAnsweredAt} />}
                </p>
                <p className="v-quiet">
                  {status.lagEntries > 0
                    ? t('footage.status.lag', { n: status.lagEntries })
                    : t('footage.status.inStep')}
                </p>
                <h3>{t('footage.status.disk')}</h3>
                <p>
                  <StateMark tone={tones[status.disk] ?? 'unknown'}>{tName('footage.status', status.disk)}</StateMark>
                </p>
                {status.trouble && <p className="v-quiet">{status.trouble}</p>}
                {status.anonymiseFailed > 0 && (
                  <p>
                    <StateMark tone="bad">
                      {t('footage.status.anonymiseFailed', { n: status.anonymiseFailed })}
                    </StateMark>
                  </p>
                )}
              </div>
              <div>
                {status.pools.map((pool) => (
                  <Pool key={pool.name} pool={pool} />
                ))}
                {status.diskOrder.length > 0 && (
                  <>
                    <h3>{t('footage.status.order')}</h3>
                    <ol className="v-quiet">
                      {status.diskOrder.map((line) => (
                        <li key={line}>{line}</li>
                      ))}
                    </ol>
                  </>
                )}
              </div>
              <ul className="v-storage-cameras">
                {status.cameras.map((camera) => (
                  <li key={camera.camera}>
                    <span>{camera.name}</span>
                    <StateMark tone={cameraTones[camera.state] ?? 'unknown'}>
                      {tName('footage.status.state', camera.state)}
                    </StateMark>
                    {camera.fault && <StateMark tone="bad">{t('footage.status.fault', { n: camera.fault })}</StateMark>}
                    {camera.dropped > 0 && (
                      <span className="v-quiet">{t('footage.status.dropped', { n: camera.dropped })}</span>
                    )}
                    {camera.card && <FromCard of={camera.card} />}
                  </li>
                ))}
              </ul>
            </div>
          );
        }}
      </StateView>
    </section>
  );
}

/** What was asked last of a camera's own card, and how it went. */
function FromCard({ of }: { of: CardFetch }) {
  const text = t(`footage.status.card.${of.state}`, {
    time: duration((Date.parse(of.to) - Date.parse(of.from)) / 1000),
    why: of.detail,
  });
  return (
    <span className="v-quiet v-storage-card">
      {of.state === 'FAILED' ? <StateMark tone="warn">{text}</StateMark> : text} (<At at={of.from} />)
    </span>
  );
}

function Pool({ pool }: { pool: PoolState }) {
  const total = pool.totalBytes ?? 0;
  const taken = total > 0 && pool.freeBytes != null ? ((total - pool.freeBytes) / total) * 100 : undefined;
  return (
    <div className="v-storage-pool">
      <h3>
        {pool.name} <StateMark tone={tones[pool.state] ?? 'unknown'}>{tName('footage.status', pool.state)}</StateMark>
      </h3>
      {taken !== undefined && <Progress value={taken} aria-label={pool.name} color={taken > 90 ? 'red' : 'steel'} />}
      <p className="v-quiet">
        {t('footage.status.used', { used: bytes(pool.usedBytes) })}
        {pool.freeBytes != null &&
          total > 0 &&
          ` · ${t('footage.status.free', { free: bytes(pool.freeBytes), total: bytes(total) })}`}
      </p>
      {pool.trouble && <p className="v-quiet">{pool.trouble}</p>}
    </div>
  );
}
