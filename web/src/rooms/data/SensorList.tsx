import { Button } from '@mantine/core';
import { IconBattery1, IconBattery3 } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { DeviceRow, Markers, QuantityInfo } from '../../api';
import { Age, DeviceStateMark, KindIcon, Value } from '../../app';
import { t } from '../../words';

const LOW_BATTERY = 20;

/** The rows beside the map; their values are as fresh as the map's. */
export function SensorList(props: {
  rows: readonly DeviceRow[];
  total: number;
  markers: Markers | undefined;
  quantities: ReadonlyMap<string, QuantityInfo>;
  chosen: string | undefined;
  onChoose: (row: DeviceRow) => void;
  onMore: (() => void) | undefined;
}) {
  const { rows, markers, quantities, chosen } = props;
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    if (!chosen) return;
    list.current?.querySelector(`[data-sensor="${CSS.escape(chosen)}"]`)?.scrollIntoView?.({ block: 'nearest' });
  }, [chosen]);
  return (
    <>
      <ul ref={list} className="v-data-list" aria-label={t('data.list')}>
        {rows.map((row) => {
          const index = markers?.index.get(row.id);
          const marker = index === undefined ? undefined : markers?.items[index];
          const fresh = marker?.time && (!row.main?.at || marker.time > row.main.at) ? marker : undefined;
          const info = quantities.get(row.main?.quantity ?? fresh?.quantity ?? '');
          const newest = fresh
            ? { value: fresh.value ?? null, text: null, quality: [] }
            : row.main?.at
              ? row.main
              : null;
          return (
            <li key={row.id} data-sensor={row.id} data-chosen={row.id === chosen || undefined}>
              <button
                type="button"
                className="v-data-row"
                aria-pressed={row.id === chosen}
                aria-label={t('data.showOnMap', { name: row.name })}
                onClick={() => props.onChoose(row)}
              >
                <KindIcon kind={row.kind} titled />
              </button>
              <div className="v-data-row-main">
                <Link to="/data/sensors/$deviceId" params={{ deviceId: row.id }}>
                  {row.name}
                </Link>
                <div className="v-data-row-value">
                  <Value newest={newest} unit={row.main?.unit ?? info?.unit ?? ''} info={info} />
                </div>
              </div>
              <div className="v-data-row-side">
                <DeviceStateMark state={marker?.state ?? row.state} />
                <span className="v-quiet">
                  <Battery percent={row.batteryPercent} />
                  {row.lastSeen || fresh ? <Age at={fresh?.time ?? row.lastSeen} bare /> : null}
                </span>
              </div>
            </li>
          );
        })}
      </ul>
      {props.onMore && (
        <div className="v-data-more">
          <Button variant="default" onClick={props.onMore}>
            {t('data.showMore', { shown: rows.length, total: props.total })}
          </Button>
        </div>
      )}
    </>
  );
}

/** Only a battery that is low is worth a sign. */
function Battery({ percent }: { percent: number | null | undefined }) {
  if (percent === null || percent === undefined || percent > LOW_BATTERY) return null;
  const Sign = percent < 5 ? IconBattery1 : IconBattery3;
  return (
    <span className="v-data-battery" title={t('data.battery', { n: Math.round(percent) })}>
      <Sign size={15} aria-hidden /> {Math.round(percent)} %
    </span>
  );
}
