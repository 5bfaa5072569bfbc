import { t } from '../../words';
import type { CameraForm } from './form';

/** Where the camera stands and what it sees, chosen by a click. */
export function PositionMap(_props: { form: CameraForm; onPlace: (latitude: number, longitude: number) => void }) {
  return <div className="v-camera-map v-quiet">{t('cameras.field.mapHelp')}</div>;
}
