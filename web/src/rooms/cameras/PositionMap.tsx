import { useCameras } from '../../api';
import { PlacePicker } from '../../map';
import { t } from '../../words';
import type { CameraForm } from './form';

/** Where the camera stands and what it sees, chosen by a click; the number fields beside it do the same by keyboard. */
export function PositionMap(props: {
  form: CameraForm;
  cameraId: string | null;
  onPlace: (latitude: number, longitude: number) => void;
}) {
  const { form, cameraId, onPlace } = props;
  const others = (useCameras().data ?? []).filter((camera) => camera.id !== cameraId);
  const { latitude, longitude, headingDegrees, fieldOfViewDegrees, rangeM } = form;
  const location = latitude !== null && longitude !== null ? { latitude, longitude } : null;
  return (
    <section className="v-camera-map" aria-label={t('cameras.field.map')}>
      <PlacePicker
        name={form.name || t('cameras.one')}
        view={{ location, headingDegrees, fieldOfViewDegrees, rangeM }}
        others={others}
        onPick={(at) => onPlace(at.latitude, at.longitude)}
      />
    </section>
  );
}
