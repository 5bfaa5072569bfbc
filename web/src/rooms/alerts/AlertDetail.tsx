import { Button } from '@mantine/core';
import { IconArrowLeft, IconBan, IconCheck, IconFolderOpen, IconMaximize, IconMinimize } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useMe, type Alert, type Named } from '../../api';
import { Age, At, duration, KeyCap, SeverityMark, useSeconds } from '../../app';
import { t, tName } from '../../words';
import { useSuggestions } from './ActionPanels';
import { figureOf } from './measures';
import { CityProof } from './CityProof';
import { ProofPicture } from './ProofPicture';
import { SettledLive } from './SettledLive';

export interface DetailActions {
  acknowledge: () => void;
  dismiss: () => void;
  incident: () => void;
  back: () => void;
  undo: () => void;
}

/** One alert: what, proof, live, when, where, how much, which rule, and what else is close by. */
export function AlertDetail(props: {
  alert: Alert;
  actions: DetailActions;
  big: boolean;
  onBig: (big: boolean) => void;
  onSelect: (id: string) => void;
  panel: ReactNode;
}) {
  const { alert, actions, big, onBig, panel } = props;
  return (
    <article className="v-alert" aria-label={tName('app.kind', alert.kind)} key={alert.id}>
      <header className="v-alert-head">
        <button type="button" className="v-alert-back" onClick={actions.back} aria-label={t('alerts.back')}>
          <IconArrowLeft size={22} aria-hidden />
        </button>
        <div className="v-alert-what">
          <div className="v-alert-kind">
            <SeverityMark severity={alert.severity} blink={alert.state === 'NEW'} />
            <span>{tName('app.kind', alert.kind)}</span>
            <StateLine alert={alert} />
          </div>
          <h2>{alert.message}</h2>
        </div>
        <Actions alert={alert} actions={actions} />
      </header>
      {panel}
      {alert.city && <CityProof alert={alert} city={alert.city} />}
      {alert.camera && <Pictures alert={alert} camera={alert.camera} big={big} onBig={onBig} />}
      <Facts alert={alert} />
      <Nearby alert={alert} onSelect={props.onSelect} />
    </article>
  );
}

function Pictures(props: { alert: Alert; camera: Named; big: boolean; onBig: (big: boolean) => void }) {
  const { alert, camera, big, onBig } = props;
  return (
    <div className="v-alert-pictures" data-big={big || undefined}>
      {!big && (
        <section aria-label={t('alerts.proof.title')}>
          <div className="v-alert-caption">
            <span>{t('alerts.proof.title')}</span>
            <At at={alert.raisedAt} />
          </div>
          <ProofPicture alert={alert} />
        </section>
      )}
      <section aria-label={t('alerts.live.title')}>
        <div className="v-alert-caption">
          <span>{t('alerts.live.title')}</span>
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            leftSection={big ? <IconMinimize size={14} aria-hidden /> : <IconMaximize size={14} aria-hidden />}
            rightSection={<KeyCap keys="v" />}
            onClick={() => onBig(!big)}
          >
            {t(big ? 'alerts.live.smaller' : 'alerts.live.bigger')}
          </Button>
        </div>
        <div className="v-alert-live">
          <SettledLive camera={camera} big={big} />
        </div>
      </section>
    </div>
  );
}

function Actions({ alert, actions }: { alert: Alert; actions: DetailActions }) {
  const mayWork = useMe().rights.includes('WORK_ALERTS');
  if (!mayWork) return null;
  const open = alert.state === 'NEW' || alert.state === 'ACKNOWLEDGED';
  return (
    <div className="v-alert-actions">
      {alert.state === 'NEW' && (
        <Button
          leftSection={<IconCheck size={17} aria-hidden />}
          rightSection={<KeyCap keys="a" />}
          onClick={actions.acknowledge}
        >
          {t('alerts.acknowledge')}
        </Button>
      )}
      {open && (
        <Button
          variant="default"
          leftSection={<IconBan size={17} aria-hidden />}
          rightSection={<KeyCap keys="d" />}
          onClick={actions.dismiss}
        >
          {t('alerts.dismiss.button')}
        </Button>
      )}
      {alert.state === 'DISMISSED' && (
        <Button variant="default" onClick={actions.undo}>
          {t('alerts.takeBack')}
        </Button>
      )}
      {alert.state !== 'DISMISSED' && (
        <Button
          variant="default"
          leftSection={<IconFolderOpen size={17} aria-hidden />}
          rightSection={<KeyCap keys="i" />}
          onClick={actions.incident}
        >
          {t(alert.incidentId ? 'alerts.incident.go' : 'alerts.incident.open')}
        </Button>
      )}
    </div>
  );
}

function StateLine({ alert }: { alert: Alert }) {
  if (alert.state === 'ACKNOWLEDGED' && alert.acknowledgedBy && alert.acknowledgedAt) {
    return (
      <span className="v-quiet">
        {t('alerts.by.acknowledged', { person: alert.acknowledgedBy.name })} <Age at={alert.acknowledgedAt} />
      </span>
    );
  }
  if (alert.state === 'DISMISSED') {
    return (
      <span className="v-quiet">
        {t('alerts.by.dismissed', { reason: tName('alerts.reason', alert.dismissedReason ?? 'HARMLESS') })}
      </span>
    );
  }
  return <span className="v-quiet">{t(`alerts.tabs.${alert.state}`)}</span>;
}

/** Somewhat before it began, so that it is seen coming. */
function recordingAt(alert: Alert): string {
  return new Date(Date.parse(alert.startedAt) - 5_000).toISOString();
}

function Facts({ alert }: { alert: Alert }) {
  const seconds = useSeconds();
  const lasted = ((alert.endedAt ? Date.parse(alert.endedAt) : seconds * 1000) - Date.parse(alert.startedAt)) / 1000;
  const mayPlay = useMe().rights.includes('PLAY_FOOTAGE');
  const maySeeRules = useMe().rights.includes('EDIT_SCENES');
  const camera = alert.camera;
  const figures = Object.entries(alert.measures).map(([name, value]) => figureOf(name, value));
  return (
    <dl className="v-alert-facts">
      <Fact name={t('alerts.fact.when')}>
        <At at={alert.raisedAt} /> (<Age at={alert.raisedAt} />)
        <div className="v-quiet">
          {t(alert.active ? 'alerts.fact.going' : 'alerts.fact.lasted', { time: duration(lasted) })}
          {alert.repeats > 1 ? ` · ${t('alerts.fact.repeats', { n: alert.repeats })}` : ''}
        </div>
      </Fact>
      <Fact name={t('alerts.fact.where')}>
        {camera ? (
          <Link to="/cameras/$cameraId" params={{ cameraId: camera.id }}>
            {alert.sourceName}
          </Link>
        ) : (
          alert.sourceName
        )}
        <div className="v-quiet">
          {[alert.place?.name, alert.part].filter(Boolean).join(' · ')}
          {alert.location && camera && (
            <>
              {alert.place || alert.part ? ' · ' : ''}
              <Link to="/watch" search={{ camera: camera.id } as never}>
                {t('alerts.fact.map')}
              </Link>
            </>
          )}
          {camera && mayPlay && (
            <>
              {' · '}
              <Link
                to="/footage"
                search={{ cameras: camera.id, at: recordingAt(alert), span: 300, play: true } as never}
              >
                {t('alerts.fact.recording')}
              </Link>
            </>
          )}
        </div>
      </Fact>
      <Fact name={t('alerts.fact.rule')}>
        {maySeeRules && camera ? (
          <Link to="/cameras/$cameraId/scene" params={{ cameraId: camera.id }} search={{ rule: alert.ruleId } as never}>
            {alert.ruleName}
          </Link>
        ) : maySeeRules && alert.city ? (
          <Link to="/rules/$ruleId" params={{ ruleId: alert.ruleId }}>
            {alert.ruleName}
          </Link>
        ) : (
          alert.ruleName
        )}
        <div className="v-quiet">{tName('app.kind', alert.kind)}</div>
      </Fact>
      {figures.map((figure) => (
        <Fact name={figure.name} key={figure.name}>
          <span className="v-alert-figure">{figure.value}</span> {figure.unit}
        </Fact>
      ))}
    </dl>
  );
}

function Fact(props: { name: string; children: ReactNode }) {
  return (
    <div className="v-alert-fact">
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

/** Suggestions: alerts and incidents close in place and time, one click away. */
function Nearby({ alert, onSelect }: { alert: Alert; onSelect: (id: string) => void }) {
  const suggestions = useSuggestions(alert.id).data;
  const alerts = (suggestions?.alerts ?? []).filter((other) => other.id !== alert.id).slice(0, 6);
  const incidents = suggestions?.incidents ?? [];
  if (alerts.length === 0 && incidents.length === 0) return null;
  return (
    <section className="v-alert-nearby" aria-label={t('alerts.nearby')}>
      <h3>{t('alerts.nearby')}</h3>
      <ul>
        {incidents.slice(0, 4).map((incident) => (
          <li key={incident.id}>
            <Link to="/incidents/$incidentId" params={{ incidentId: incident.id }}>
              {t('alerts.incident.named', { n: incident.number, title: incident.title })}
            </Link>
            <span className="v-quiet">
              {incident.priority} · <Age at={incident.openedAt} />
            </span>
          </li>
        ))}
        {alerts.map((other) => (
          <li key={other.id}>
            <button type="button" className="v-link" onClick={() => onSelect(other.id)}>
              <SeverityMark severity={other.severity} short /> {tName('app.kind', other.kind)}: {other.message}
            </button>
            <span className="v-quiet">
              {other.sourceName} · <Age at={other.raisedAt} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
