import type { CityCauses } from '../../api';
import { At } from '../../app';
import { t } from '../../words';

/** What sensors told: the facts that made the alert, where it probably comes from, and what to do. */
export function CityProof({ city }: { city: CityCauses }) {
  return (
    <section className="v-alert-city" aria-label={t('alerts.city.title')}>
      {city.advice && (
        <p className="v-alert-advice">
          <strong>{t('alerts.city.advice')}</strong> {city.advice}
        </p>
      )}
      <h3>{t('alerts.city.causes')}</h3>
      <ul className="v-alert-causes">
        {city.causes.map((cause) => (
          <li key={`${cause.at} ${cause.datastream ?? cause.camera ?? ''} ${cause.text}`}>
            <At at={cause.at} /> {cause.text}
          </li>
        ))}
      </ul>
      {city.estimate && (
        <>
          <h3>{t('alerts.city.source')}</h3>
          <p>{city.estimate.text}</p>
        </>
      )}
    </section>
  );
}
