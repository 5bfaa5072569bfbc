import type { QuantityInfo } from '../../api';
import { bandRank, DeviceStateMark } from '../../app';
import { t } from '../../words';
import { STATES } from './filters';

const paths = [
  'M8 1a7 7 0 1 0 0 14A7 7 0 1 0 8 1z',
  'M8 .5L15.500 8 8 15.500.5 8z',
  'M8 1l7.500 13.500H.5z',
  'M5 1h6l4 4v6l-4 4H5l-4-4V5z',
] as const;

/** What shapes and colours on the map mean, for the quantities that are on it now. */
export function Legend({ quantities }: { quantities: QuantityInfo[] }) {
  const scaled = quantities.filter((info) => info.scales.length > 0);
  return (
    // Scrolls, so keys must reach it.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="v-data-legend-body" role="region" aria-label={t('data.legend.button')} tabIndex={0}>
      <h3>{t('data.legend.states')}</h3>
      <ul>
        {STATES.filter((state) => state !== 'OK').map((state) => (
          <li key={state}>
            <DeviceStateMark state={state} />
          </li>
        ))}
      </ul>
      {scaled.map((info) => {
        const [scale] = info.scales;
        return (
          <div key={info.quantity}>
            <h3>
              {info.label} {info.unit && <span className="v-quiet">{info.unit}</span>}
            </h3>
            <ul>
              {scale?.bands.map((band, i) => {
                const from = i === 0 ? undefined : scale.bands[i - 1]?.upTo;
                return (
                  <li key={band.word}>
                    <svg width="13" height="13" viewBox="0 0 16 16" aria-hidden="true">
                      <path d={paths[bandRank(info, band)]} fill={band.colour} stroke="var(--v-quiet)" />
                    </svg>
                    {band.word}{' '}
                    <span className="v-quiet">
                      {band.upTo === null || band.upTo === undefined
                        ? t('data.legend.from', { n: from ?? '' })
                        : t('data.legend.below', { n: band.upTo })}
                    </span>
                  </li>
                );
              })}
            </ul>
            <p className="v-quiet">{scale?.source}</p>
          </div>
        );
      })}
      <p className="v-quiet">{t('data.legend.plain')}</p>
    </div>
  );
}
