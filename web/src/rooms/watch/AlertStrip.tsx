import { Link } from '@tanstack/react-router';
import type { Alert } from '../../api';
import { Age, ErrorState, LoadingState, SeverityMark } from '../../app';
import { t, tName } from '../../words';

/** The latest alerts; a click brings the camera to the wall and the map to the place. */
export function AlertStrip(props: {
  alerts: Alert[] | undefined;
  /** Why there are none. */
  error: unknown;
  retry: () => void;
  onAlert: (alert: Alert) => void;
  tall: boolean;
}) {
  const { alerts, onAlert } = props;
  return (
    <section className="v-strip" data-tall={props.tall || undefined} aria-label={t('watch.strip.title')}>
      <header>
        <h2>{t('watch.strip.title')}</h2>
        <Link to="/alerts">{t('watch.strip.all')}</Link>
      </header>
      {!alerts && (props.error ? <ErrorState error={props.error} retry={props.retry} /> : <LoadingState />)}
      {alerts?.length === 0 && <p className="v-quiet">{t('watch.strip.none')}</p>}
      <ul>
        {alerts?.slice(0, 30).map((alert) => (
          <li key={alert.id}>
            <button type="button" data-new={alert.state === 'NEW' || undefined} onClick={() => onAlert(alert)}>
              <SeverityMark severity={alert.severity} short blink={alert.state === 'NEW'} size={16} />
              <span className="v-strip-text">
                <span className="v-strip-message">{alert.message}</span>
                <span className="v-quiet">
                  {alert.sourceName}
                  {alert.state !== 'NEW' && ` · ${tName('watch.state', alert.state)}`}
                </span>
              </span>
              <span className="v-strip-age">
                <Age at={alert.raisedAt} bare />
                {alert.active && <span className="v-quiet">{t('watch.strip.active')}</span>}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
