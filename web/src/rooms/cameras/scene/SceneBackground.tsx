import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useState } from 'react';
import { apiUrl, type Camera } from '../../../api';
import { LivePlayer } from '../../../video';
import { t } from '../../../words';

/** The picture to draw on: live, or a still that holds still. */
export function SceneBackground(props: { camera: Camera; live: boolean; onRatio: (ratio: number) => void }) {
  const { camera, live, onRatio } = props;
  const [taken, setTaken] = useState(0);
  const [failed, setFailed] = useState(false);
  if (live) return <LivePlayer cameraId={camera.id} cameraName={camera.name} stream="main" showBar={false} />;
  return (
    <>
      {failed ? (
        <p className="v-editor-nopicture">{t('cameras.scene.loadFailed')}</p>
      ) : (
        <img
          src={apiUrl(`/cameras/${camera.id}/picture`, { at: taken })}
          alt={t('cameras.scene.picture')}
          draggable={false}
          onLoad={(event) => {
            const { naturalWidth, naturalHeight } = event.currentTarget;
            if (naturalWidth > 0 && naturalHeight > 0) onRatio(naturalWidth / naturalHeight);
          }}
          onError={() => setFailed(true)}
        />
      )}
      <Button
        className="v-editor-again"
        variant="default"
        size="compact-sm"
        leftSection={<IconRefresh size={14} aria-hidden />}
        onClick={() => {
          setFailed(false);
          setTaken(taken + 1);
        }}
      >
        {t('cameras.scene.newStill')}
      </Button>
    </>
  );
}
