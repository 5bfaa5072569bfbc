import type { QuantityInfo } from '../api';
import { Age, DeviceStateMark, Value } from '../app';
import { tName } from '../words';
import type { Pointed } from './useSensors';

/** What stands beside the pointer over a sensor: name, value, how old it is. */
export function SensorTip(props: { of: Pointed; quantities: ReadonlyMap<string, QuantityInfo> }) {
  const { marker, x, y } = props.of;
  const info = marker.quantity ? props.quantities.get(marker.quantity) : undefined;
  return (
    <div className="v-sensortip" style={{ left: x, top: y }} aria-hidden="true">
      <strong>{marker.name}</strong>
      <span className="v-quiet">{tName('app.sensorKind', marker.kind)}</span>
      {marker.state !== 'OK' && <DeviceStateMark state={marker.state} />}
      {marker.time && (
        <span>
          <Value
            newest={{ value: marker.value ?? null, text: marker.text ?? null, quality: [] }}
            unit={info?.unit ?? ''}
            info={info}
          />{' '}
          <span className="v-quiet">
            <Age at={marker.time} />
          </span>
        </span>
      )}
    </div>
  );
}
