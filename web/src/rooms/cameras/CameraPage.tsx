import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { IconArrowLeft, IconPencil, IconPolygon, IconTrash } from '@tabler/icons-react';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import {
  api,
  keys,
  useCameras,
  useMe,
  useScene,
  type Alert,
  type Camera,
  type ConditionSince,
  type Listing,
  type Rates,
} from '../../api';
import { Age, ConditionMark, EmptyState, Page, SeverityMark, StateView, toastProblem, toastUndo } from '../../app';
import { LivePlayer } from '../../video';
import { t, tName } from '../../words';
import { Rate } from './Rate';
import { RecordingPart } from './RecordingPart';
import './cameras.css';

/** The one page of a camera: live, how it is, what is looked for in it, what it has found lately. */
export function CameraPage() {
  const { cameraId } = useParams({ strict: false }) as { cameraId: string };
  const asked = useCameras();
  const camera = asked.data?.find((each) => each.id === cameraId);
  if (camera) return <Known camera={camera} />;
  return (
    <Page title={t('cameras.one')} actions={<BackLink />}>
      <StateView of={asked}>
        {() => <EmptyState title={t('cameras.gone')}>{t('cameras.goneWhy')}</EmptyState>}
      </StateView>
    </Page>
  );
}

export function BackLink() {
  return (
    <Button component={Link} to="/cameras" variant="default" leftSection={<IconArrowLeft size={16} aria-hidden />}>
      {t('cameras.title')}
    </Button>
  );
}

function Known({ camera }: { camera: Camera }) {
  const { rights } = useMe();
  const params = { cameraId: camera.id };
  return (
    <Page
      title={camera.name}
      beside={<ConditionMark condition={camera.health.connection?.condition} />}
      actions={
        <>
          {rights.includes('SEE_SCENES') && (
            <Button
              component={Link}
              to="/cameras/$cameraId/scene"
              params={params as never}
              leftSection={<IconPolygon size={17} aria-hidden />}
            >
              {t(rights.includes('EDIT_SCENES') ? 'cameras.toScene' : 'cameras.seeScene')}
            </Button>
          )}
          {rights.includes('EDIT_CAMERAS') && (
            <>
              <Button
                component={Link}
                to="/cameras/$cameraId/edit"
                params={params as never}
                variant="default"
                leftSection={<IconPencil size={16} aria-hidden />}
              >
                {t('cameras.edit')}
              </Button>
              <DeleteButton camera={camera} />
            </>
          )}
          <BackLink />
        </>
      }
    >
      <div className="v-camera">
        <div className="v-camera-live">
          <LivePlayer cameraId={camera.id} cameraName={camera.name} stream="main" showTracks showScene />
        </div>
        <div className="v-camera-side">
          <Health camera={camera} />
          <Looks camera={camera} />
          <RecordingPart camera={camera} />
          <Found camera={camera} />
        </div>
      </div>
    </Page>
  );
}

function DeleteButton({ camera }: { camera: Camera }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const fresh = () => client.invalidateQueries({ queryKey: keys.cameras });
  const remove = async (): Promise<void> => {
    try {
      await api.delete(`/cameras/${camera.id}`);
      await navigate({ to: '/cameras' });
      await fresh();
      toastUndo(t('cameras.deleted', { camera: camera.name }), async () => {
        await api.post(`/cameras/${camera.id}/restore`);
        await fresh();
      });
    } catch (error) {
      toastProblem(error);
    }
  };
  return (
    <Button variant="default" leftSection={<IconTrash size={16} aria-hidden />} onClick={() => void remove()}>
      {t('cameras.delete')}
    </Button>
  );
}

function Health({ camera }: { camera: Camera }) {
  const { connection, picture } = camera.health;
  const { rates } = camera;
  return (
    <section aria-label={t('cameras.health')}>
      <h2>{t('cameras.health')}</h2>
      <dl className="v-camera-facts">
        <Fact name={t('cameras.column.connection')}>
          <ConditionMark condition={connection?.condition} />
          {connection && <Since of={connection} />}
        </Fact>
        <Fact name={t('cameras.column.picture')}>
          <ConditionMark condition={picture?.condition} />
          {picture && <Since of={picture} />}
        </Fact>
        <Fact name={t('cameras.column.analysis')}>
          <Rate camera={camera} />
          {rates && (
            <div className="v-quiet">
              {t('cameras.rate.more', { delay: Math.round(rates.delayMs ?? 0), dropped: rates.droppedFrames ?? 0 })}
            </div>
          )}
        </Fact>
        {rates?.widthPx && <Fact name={t('cameras.stream')}>{streamWords(rates)}</Fact>}
        <Fact name={t('cameras.column.place')}>{camera.place?.name ?? '–'}</Fact>
        <Fact name={t('cameras.column.agency')}>{camera.agency.name}</Fact>
      </dl>
    </section>
  );
}

/** Why it is not good, and since when it is as it is. */
function Since({ of }: { of: ConditionSince }) {
  return (
    <div className="v-quiet">
      {of.condition !== 'GOOD' && of.detail && `${of.detail} · `}
      {t('cameras.since')} <Age at={of.since} bare />
    </div>
  );
}

function streamWords({ codec, widthPx, heightPx, cameraFps }: Rates): string {
  const parts = [`${widthPx}×${heightPx} px`];
  if (codec) parts.unshift(codec.replace(/^H(\d)/, 'H.$1'));
  if (cameraFps) parts.push(t('cameras.test.fps', { n: cameraFps.toFixed(1) }));
  return parts.join(', ');
}

function Fact(props: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

function Looks({ camera }: { camera: Camera }) {
  const scene = useScene(camera.id).data;
  if (!scene) return null;
  return (
    <section aria-label={t('cameras.looksFor')}>
      <h2>{t('cameras.looksFor')}</h2>
      {scene.rules.length === 0 ? (
        <p className="v-quiet">{t('cameras.looksForNothing')}</p>
      ) : (
        <ul className="v-camera-rules">
          {scene.rules.map((rule) => (
            <li key={rule.id}>
              <SeverityMark severity={rule.severity} short />
              <span>
                {rule.name}
                {!rule.enabled && <span className="v-quiet"> ({t('cameras.ruleOff')})</span>}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Found({ camera }: { camera: Camera }) {
  const asked = useQuery({
    queryKey: keys.alerts({ cameraId: camera.id, limit: 6 }),
    queryFn: ({ signal }) => api.get<Listing<Alert>>('/alerts', { cameraId: camera.id, limit: 6 }, signal),
  });
  const alerts = asked.data?.items;
  return (
    <section aria-label={t('cameras.found')}>
      <h2>{t('cameras.found')}</h2>
      {!alerts ? (
        <p className="v-quiet">{t(asked.error ? 'app.state.errorTitle' : 'app.state.loading')}</p>
      ) : alerts.length === 0 ? (
        <p className="v-quiet">{t('cameras.foundNothing')}</p>
      ) : (
        <ul className="v-camera-rules">
          {alerts.map((alert) => (
            <li key={alert.id}>
              <SeverityMark severity={alert.severity} short />
              <span>
                <Link to="/alerts/$alertId" params={{ alertId: alert.id }}>
                  {tName('app.kind', alert.kind)}
                </Link>{' '}
                <span className="v-quiet">
                  <Age at={alert.raisedAt} />
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
      <Link to="/alerts" search={{ state: 'ALL', camera: camera.id } as never}>
        {t('cameras.foundAll')}
      </Link>
    </section>
  );
}
