import { t } from '../words';

export interface LivePlayerProps {
  cameraId: string;
  cameraName: string;
  /** Which stream; left out: the small one while the tile is small. */
  stream?: 'main' | 'sub';
  /** Boxes and paths of what the camera sees now. */
  showTracks?: boolean;
  /** Zones, lanes and lines of the camera's scene. */
  showScene?: boolean;
  /** Name and age of the picture on the tile; on by default. */
  showBar?: boolean;
}

/** The live picture of a camera with its age; fills its parent. */
export function LivePlayer(props: LivePlayerProps) {
  return <div className="v-live" role="img" aria-label={t('video.live', { camera: props.cameraName })} />;
}
