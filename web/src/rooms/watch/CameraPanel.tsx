import { Button, CloseButton, Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Camera } from '../../api';
import { Age, ConditionMark } from '../../app';
import { LivePlayer } from '../../video';
import { t } from '../../words';

/** What the map shows about the camera that was clicked: its live picture and how it is. */
export function CameraPanel(props: { camera: Camera; onWall: () => void; onClose: () => void }) {
  const { camera } = props;
  const { connection, picture } = camera.health;
  const trouble =
    connection && connection.condition !== 'GOOD' ? connection : picture?.condition !== 'GOOD' ? picture : null;
  return (
    <section className="v-camera-panel v-card" aria-label={camera.name}>
      <header>
        <strong className="v-ellipsis">{camera.name}</strong>
        <CloseButton size="sm" aria-label={t('watch.panel.close')} onClick={props.onClose} />
      </header>
      <div className="v-camera-panel-picture">
        <LivePlayer cameraId={camera.id} cameraName={camera.name} stream="sub" showTracks />
      </div>
      <div className="v-camera-panel-state">
        <ConditionMark condition={(trouble ?? connection)?.condition} />
        {(trouble ?? connection) && (
          <span className="v-quiet">
            <Age at={(trouble ?? connection)?.since} bare />
          </span>
        )}
      </div>
      <Group gap={8} grow preventGrowOverflow={false}>
        <Button size="xs" onClick={props.onWall}>
          {t('watch.panel.wall')}
        </Button>
        <Button
          size="xs"
          variant="default"
          renderRoot={(root) => <Link to={`/cameras/${camera.id}` as string} {...root} />}
        >
          {t('watch.panel.open')}
        </Button>
      </Group>
    </section>
  );
}
