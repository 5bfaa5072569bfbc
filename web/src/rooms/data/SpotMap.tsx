import { Button, NumberInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useCameras, type GeoPoint } from '../../api';
import { CityMap } from '../../map';
import { t } from '../../words';

/** Where something stands: a map to click on, and the same in figures for the keyboard. */
export function SpotMap(props: { name: string; at: GeoPoint | null; onPick: (at: GeoPoint | null) => void }) {
  const { name, at, onPick } = props;
  const cameras = useCameras().data;
  const [opensAt] = useState(at ?? undefined);
  const shapes = useMemo(() => (at ? [{ is: 'mark' as const, at, label: name }] : undefined), [at, name]);
  const field = (part: 'latitude' | 'longitude', limit: number) => (
    <NumberInput
      label={t(`data.field.${part}`)}
      value={at?.[part] ?? ''}
      min={-limit}
      max={limit}
      decimalScale={6}
      hideControls
      onChange={(value) => {
        if (value === '') onPick(null);
        else onPick({ latitude: 0, longitude: 0, ...at, [part]: Number(value) });
      }}
    />
  );
  return (
    <>
      <div className="v-onboard-map">
        <CityMap cameras={cameras ?? []} shapes={shapes} onGround={onPick} goTo={opensAt} picking />
      </div>
      <div className="v-onboard-spot">
        {field('latitude', 90)}
        {field('longitude', 180)}
        {at && (
          <Button variant="subtle" size="xs" onClick={() => onPick(null)}>
            {t('data.field.noPlace')}
          </Button>
        )}
      </div>
    </>
  );
}
