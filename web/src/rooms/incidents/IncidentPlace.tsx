import { Link } from '@tanstack/react-router';
import type { Incident } from '../../api';
import { t } from '../../words';

/** Where it is, in words. */
export function IncidentPlace({ incident }: { incident: Incident }) {
  const { location, place } = incident;
  const camera = incident.alerts[0]?.camera ?? incident.nearestCameras[0];
  return (
    <section aria-label={t('incidents.where')} className="v-incident-place">
      <h2>{t('incidents.where')}</h2>
      <p>
        {place?.name ?? camera?.name ?? t('incidents.noPlace')}
        {location && (
          <span className="v-quiet">
            {' '}
            {location.latitude.toFixed(5)}, {location.longitude.toFixed(5)}
          </span>
        )}
      </p>
      {camera && (
        <p>
          <Link to="/cameras/$cameraId" params={{ cameraId: camera.id }}>
            {camera.name}
          </Link>
        </p>
      )}
    </section>
  );
}
