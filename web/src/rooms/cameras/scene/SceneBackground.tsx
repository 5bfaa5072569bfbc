import { useEffect, useState } from 'react';
import { apiUrl, type Camera } from '../../../api';
import { LivePlayer } from '../../../video';
import { t } from '../../../words';

/**
 * The picture to draw on: live, or a still that holds still.
 *
 * @param taken number of the still; another number asks the camera for a new one
 */
export function SceneBackground(props: {
  camera: Camera;
  live: boolean;
  taken: number;
  onRatio: (ratio: number) => void;
}) {
  const { camera, live, taken, onRatio } = props;
  const [failed, setFailed] = useState(false);
  useEffect(() => setFailed(false), [taken]);
  if (live) return <LivePlayer cameraId={camera.id} cameraName={camera.name} stream="main" showBar={false} />;
  if (failed) return <p className="v-editor-nopicture">{t('cameras.scene.loadFailed')}</p>;
  return (
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
  );
}
