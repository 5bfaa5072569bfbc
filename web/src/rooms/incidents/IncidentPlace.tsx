import { Link, useNavigate } from '@tanstack/react-router';
import { useCameras, type Incident } from '../../api';
import { CityMap } from '../../map';
import { t } from '../../words';

/** Where it is, on the map and in words. */
export function IncidentPlace({ incident }: { incident: Incident }) {
  const { location, place } = incident;
  const navigate = useNavigate();
  const cameras = useCameras().data ?? [];
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
      {location && (
        <div className="v-incident-map">
          <CityMap
            cameras={cameras}
            alerts={incident.alerts}
            goTo={location}
            onCamera={(cameraId) => void navigate({ to: '/cameras/$cameraId', params: { cameraId } })}
          />
        </div>
      )}
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
