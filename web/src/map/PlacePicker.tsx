import { useMemo, useState } from 'react';
import type { Camera, GeoPoint } from '../api';
import { t } from '../words';
import CityMap from './CityMap';

/** What is needed to draw a camera that is being added or moved. */
export type PickedView = Pick<Camera, 'location' | 'headingDegrees' | 'fieldOfViewDegrees' | 'rangeM'>;

/** A map to click on: where the camera stands; shows what it would look at. */
export default function PlacePicker(props: {
  name: string;
  view: PickedView;
  /** The other cameras, for orientation. */
  others?: readonly Camera[];
  /** What to click on; by default where a camera stands. */
  hint?: string;
  onPick: (at: GeoPoint) => void;
}) {
  const { name, view, others } = props;
  const [opensAt] = useState(() => view.location ?? undefined);
  const cameras = useMemo(() => {
    const picked: Camera = {
      ...view,
      id: ' picked',
      name,
      agency: { id: '', name: '' },
      streams: { mainUrl: '', hasPassword: false },
      analysis: { enabled: false, fps: 0, model: null },
      health: { connection: { condition: 'GOOD', since: '', detail: '' }, picture: null },
    };
    return [...(others ?? []), picked];
  }, [name, view, others]);
  return (
    <div style={{ display: 'flex', flexDirection: 'column', gap: 6, height: '100%' }}>
      <div style={{ flex: 1, minHeight: 0 }}>
        <CityMap cameras={cameras} chosen=" picked" onGround={props.onPick} goTo={opensAt} picking />
      </div>
      <span className="v-quiet">{props.hint ?? t('map.pick')}</span>
    </div>
  );
}
