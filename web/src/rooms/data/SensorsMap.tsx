import { ActionIcon, Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useAlerts, useCameras, type GeoPoint, type Marker, type QuantityInfo } from '../../api';
import { Age, DeviceStateMark, KindIcon, Value } from '../../app';
import { CityMap } from '../../map';
import { t, tName } from '../../words';
import { Legend } from './Legend';

const OPEN = { state: ['NEW', 'ACKNOWLEDGED', 'IN_INCIDENT'], limit: 60 } as const;

/** The map of sensors, with cameras and what goes on now, a legend, and a card of the chosen one. */
export function SensorsMap(props: {
  markers: readonly Marker[];
  quantities: ReadonlyMap<string, QuantityInfo>;
  chosen: string | undefined;
  goTo: GeoPoint | undefined;
  onChoose: (marker: Marker | undefined) => void;
}) {
  const { markers, quantities, chosen, onChoose } = props;
  const cameras = useCameras().data;
  const alerts = useAlerts(OPEN).data?.items;
  const current = useMemo(() => (alerts ?? []).filter((alert) => alert.active), [alerts]);
  const [legend, setLegend] = useState(false);
  const card = markers.find((marker) => marker.id === chosen);
  const sensors = useMemo(
    () => ({ markers, quantities, chosen, onSensor: onChoose }),
    [markers, quantities, chosen, onChoose],
  );
  const measured = useMemo(() => [...new Set(markers.flatMap((marker) => marker.quantity ?? []))], [markers]);
  return (
    <div className="v-data-map">
      <CityMap
        cameras={cameras ?? []}
        sensors={sensors}
        alerts={current}
        goTo={props.goTo}
        onGround={() => onChoose(undefined)}
      />
      <div className="v-data-legend">
        <Button size="compact-sm" variant="default" aria-expanded={legend} onClick={() => setLegend(!legend)}>
          {t('data.legend.button')}
        </Button>
        {legend && <Legend quantities={measured.flatMap((name) => quantities.get(name) ?? [])} />}
      </div>
      {card && (
        <section className="v-data-card" aria-label={card.name}>
          <header>
            <KindIcon kind={card.kind} />
            <strong>{card.name}</strong>
            <ActionIcon variant="subtle" color="gray" aria-label={t('app.close')} onClick={() => onChoose(undefined)}>
              <IconX size={17} />
            </ActionIcon>
          </header>
          <div className="v-quiet">
            {tName('app.sensorKind', card.kind)} · {card.id}
          </div>
          <DeviceStateMark state={card.state} />
          {card.time && (
            <div>
              {quantities.get(card.quantity ?? '')?.label}:{' '}
              <Value
                newest={{ value: card.value ?? null, text: card.text ?? null, quality: [] }}
                unit={quantities.get(card.quantity ?? '')?.unit ?? ''}
                info={quantities.get(card.quantity ?? '')}
              />{' '}
              <span className="v-quiet">
                <Age at={card.time} />
              </span>
            </div>
          )}
          <Link to="/data/sensors/$deviceId" params={{ deviceId: card.id }}>
            {t('data.open')}
          </Link>
        </section>
      )}
    </div>
  );
}
