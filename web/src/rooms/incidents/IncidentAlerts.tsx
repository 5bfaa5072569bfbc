import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconPlus, IconX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { api, apiUrl, type Alert, type Incident, type IncidentSummary } from '../../api';
import { Age, At, SeverityMark } from '../../app';
import { t, tName } from '../../words';
import type { IncidentWork } from './useIncident';

/** The alerts of an incident with their snapshots, and those close by that may belong to it. */
export function IncidentAlerts(props: { incident: Incident; work: IncidentWork; mayWork: boolean }) {
  const { incident, work, mayWork } = props;
  return (
    <section aria-label={t('incidents.alerts.title')}>
      <h2>{t('incidents.alerts.title')}</h2>
      {incident.alerts.length === 0 && <p className="v-quiet">{t('incidents.alerts.none')}</p>}
      <ul className="v-incident-alerts">
        {incident.alerts.map((alert) => (
          <li key={alert.id} className="v-card">
            <Snapshot alert={alert} />
            <div className="v-incident-alert">
              <div className="v-incident-alert-head">
                <SeverityMark severity={alert.severity} short />
                <Link to="/alerts/$alertId" params={{ alertId: alert.id }}>
                  {tName('app.kind', alert.kind)}
                </Link>
                {mayWork && (
                  <button
                    type="button"
                    className="v-incident-remove"
                    aria-label={t('incidents.alerts.remove', { alert: alert.message })}
                    onClick={() => work.removeAlert(alert.id)}
                  >
                    <IconX size={16} aria-hidden />
                  </button>
                )}
              </div>
              <p>{alert.message}</p>
              <div className="v-quiet">
                {alert.sourceName} · <At at={alert.raisedAt} /> · <Age at={alert.raisedAt} />
              </div>
            </div>
          </li>
        ))}
      </ul>
      {mayWork && <Suggested incident={incident} work={work} />}
    </section>
  );
}

function Snapshot({ alert }: { alert: Alert }) {
  const { box } = alert;
  return (
    <div className="v-incident-snapshot" data-severity={alert.severity}>
      {alert.pictureId ? (
        <img
          src={apiUrl(`/pictures/${alert.pictureId}`)}
          alt={t('incidents.alerts.snapshot', { alert: alert.message })}
        />
      ) : (
        <span>{t('incidents.alerts.noSnapshot')}</span>
      )}
      {alert.pictureId && box && (
        <svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
          <rect x={box.left} y={box.top} width={box.width} height={box.height} />
        </svg>
      )}
    </div>
  );
}

function Suggested({ incident, work }: { incident: Incident; work: IncidentWork }) {
  const last = incident.alerts[0]?.id;
  const suggestions = useQuery({
    queryKey: ['incidents', 'suggestions', last],
    queryFn: ({ signal }) =>
      api.get<{ incidents: IncidentSummary[]; alerts: Alert[] }>('/incidents/suggestions', { alertId: last }, signal),
    enabled: last !== undefined,
  }).data;
  const inside = new Set(incident.alerts.map((alert) => alert.id));
  const near = (suggestions?.alerts ?? []).filter((alert) => !inside.has(alert.id) && !alert.incidentId).slice(0, 5);
  if (near.length === 0) return null;
  return (
    <div className="v-incident-suggested">
      <h3>{t('incidents.alerts.near')}</h3>
      <ul>
        {near.map((alert) => (
          <li key={alert.id}>
            <span>
              <SeverityMark severity={alert.severity} short /> {tName('app.kind', alert.kind)}: {alert.message}{' '}
              <span className="v-quiet">
                {alert.sourceName} · <Age at={alert.raisedAt} />
              </span>
            </span>
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconPlus size={14} aria-hidden />}
              onClick={() => work.addAlerts([alert.id])}
            >
              {t('incidents.alerts.add')}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
