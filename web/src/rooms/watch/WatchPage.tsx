import { SegmentedControl } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import {
  serverNow,
  useAlerts,
  useCameras,
  useKinds,
  useMarkers,
  useMe,
  type Alert,
  type GeoPoint,
  type Marker,
} from '../../api';
import { ErrorState, LoadingState, useKeys, useTitle } from '../../app';
import { CityMap } from '../../map';
import { t } from '../../words';
import { AlertStrip } from './AlertStrip';
import { clampSplit, place, sizes, useArrangement } from './arrangement';
import { CameraPanel } from './CameraPanel';
import { FirstSteps } from './FirstSteps';
import { Wall } from './Wall';
import './watch.css';

type PhoneTab = 'map' | 'wall' | 'alerts';

const OPEN = { state: ['NEW', 'ACKNOWLEDGED', 'IN_INCIDENT'], limit: 60 } as const;

/** The city at a glance: map and latest alerts beside a wall of live pictures. */
export function WatchPage() {
  useTitle(t('watch.title'));
  const me = useMe();
  const navigate = useNavigate();
  const cameras = useCameras();
  const ids = useMemo(() => cameras.data?.map((camera) => camera.id), [cameras.data]);
  const [arrangement, change] = useArrangement(me.person.id, ids);
  const sensors = useSensorsHere();
  const asked = useAlerts(OPEN);
  const alerts = asked.data?.items;
  const current = useMemo(() => (alerts ?? []).filter((alert) => alert.state === 'NEW' || alert.active), [alerts]);
  const [chosen, setChosen] = useState<string>();
  // Only a click on the map opens the panel: elsewhere the picture is on the wall already, and it would cover the place.
  const [panel, setPanel] = useState<string>();
  const [shown, setShown] = useState<{ tile: number; at: number }>();
  const [goTo, setGoTo] = useState<GeoPoint>();
  const [tab, setTab] = useState<PhoneTab>('map');
  const phone = useMediaQuery('(max-width: 700px)', false, { getInitialValueInEffect: false });

  const hang = useCallback(
    (camera: string) => {
      const next = place(arrangement.tiles, arrangement.size, camera);
      change({ tiles: next.tiles });
      setShown({ tile: next.at, at: Date.now() });
    },
    [arrangement.tiles, arrangement.size, change],
  );
  const showAlert = useCallback(
    (alert: Alert) => {
      const camera = alert.camera?.id ?? alert.city?.estimate?.cameras[0];
      if (camera) {
        hang(camera);
        setChosen(camera);
      }
      setPanel(undefined);
      if (alert.location) setGoTo({ ...alert.location });
      setTab('wall');
    },
    [hang],
  );

  // A link may name a camera: the map goes there, and its panel opens. Once; then the screen is the operator's.
  const linked = (useSearch({ strict: false }) as Record<string, unknown>)['camera'];
  const linkedCamera = cameras.data?.find((camera) => camera.id === linked);
  const followed = useRef<unknown>(undefined);
  useEffect(() => {
    if (!linkedCamera || followed.current === linked) return;
    followed.current = linked;
    setChosen(linkedCamera.id);
    setPanel(linkedCamera.id);
    if (linkedCamera.location) setGoTo({ ...linkedCamera.location });
  }, [linked, linkedCamera]);

  useEffect(() => {
    if (!shown) return;
    const timer = setTimeout(() => setShown(undefined), 2500);
    return () => clearTimeout(timer);
  }, [shown]);

  useKeys([
    ...sizes.map((size, i) => ({
      key: String(i + 1),
      does: t('watch.keys.size', { n: size }),
      run: () => change({ size }),
    })),
    { key: 'b', does: t('watch.keys.tracks'), run: () => change((now) => ({ tracks: !now.tracks })) },
    { key: 'z', does: t('watch.keys.scene'), run: () => change((now) => ({ scene: !now.scene })) },
    {
      key: 'n',
      does: t('watch.keys.newest'),
      run: () => {
        const newest = current[0];
        if (newest) showAlert(newest);
      },
    },
    { key: 'Escape', does: t('watch.keys.panel'), run: () => setPanel(undefined) },
  ]);

  if (cameras.error && !cameras.data) return <ErrorState error={cameras.error} retry={() => void cameras.refetch()} />;
  if (!cameras.data) return <LoadingState />;
  if (cameras.data.length === 0) return <FirstSteps />;

  const chosenCamera = cameras.data.find((camera) => camera.id === panel);
  const map = (
    <div className="v-watch-map">
      <CityMap
        cameras={cameras.data}
        alerts={current}
        sensors={sensors}
        chosen={chosen}
        onCamera={(camera) => {
          setChosen(camera);
          setPanel(camera);
        }}
        onAlert={showAlert}
        onGround={() => {
          setChosen(undefined);
          setPanel(undefined);
        }}
        goTo={goTo}
      />
      {chosenCamera && (
        <CameraPanel
          camera={chosenCamera}
          onWall={() => {
            hang(chosenCamera.id);
            setTab('wall');
          }}
          onClose={() => setPanel(undefined)}
        />
      )}
    </div>
  );
  const wall = (
    <Wall
      arrangement={arrangement}
      change={change}
      cameras={cameras.data}
      alerts={current}
      lit={shown?.tile}
      onReplay={
        me.rights.includes('PLAY_FOOTAGE')
          ? (camera) => {
              const at = new Date(serverNow() - 30_000).toISOString();
              void navigate({ to: '/footage', search: { cameras: camera.id, at, span: 300, play: true } as never });
            }
          : undefined
      }
      onLook={(camera) => {
        setChosen(camera.id);
        setPanel(undefined);
        if (camera.location) setGoTo({ ...camera.location });
        setTab('map');
      }}
    />
  );
  const strip = (
    <AlertStrip
      alerts={alerts}
      error={asked.error}
      retry={() => void asked.refetch()}
      onAlert={showAlert}
      tall={phone ?? false}
    />
  );

  if (phone) {
    return (
      <div className="v-watch-phone">
        <h1 className="v-visually-hidden">{t('watch.title')}</h1>
        <SegmentedControl
          fullWidth
          value={tab}
          onChange={(value) => setTab(value as PhoneTab)}
          data={[
            { value: 'map', label: t('watch.tab.map') },
            { value: 'wall', label: t('watch.tab.wall') },
            { value: 'alerts', label: t('watch.tab.alerts', { n: current.length }) },
          ]}
        />
        <div className="v-watch-phone-body">{tab === 'map' ? map : tab === 'wall' ? wall : strip}</div>
      </div>
    );
  }
  return (
    <SplitView split={arrangement.split} onSplit={(split) => change({ split })}>
      <div className="v-watch-side">
        <h1 className="v-visually-hidden">{t('watch.title')}</h1>
        {map}
        {strip}
      </div>
      {wall}
    </SplitView>
  );
}

/** The city's sensors for the map; undefined for those who may not see them, and where there are none. */
function useSensorsHere() {
  const may = useMe().rights.includes('SEE_SENSORS');
  const navigate = useNavigate();
  const markers = useMarkers(may).data?.items;
  const kinds = useKinds(may).data;
  return useMemo(() => {
    if (!markers || markers.length === 0 || !kinds) return undefined;
    return {
      markers,
      quantities: new Map(kinds.quantities.map((info) => [info.quantity, info])),
      onSensor: (sensor: Marker) => void navigate({ to: '/data/sensors/$deviceId', params: { deviceId: sensor.id } }),
    };
  }, [markers, kinds, navigate]);
}

/** Two panes with a bar between them that pointer and arrow keys move. */
function SplitView(props: {
  split: number;
  onSplit: (split: number) => void;
  children: [React.ReactNode, React.ReactNode];
}) {
  const box = useRef<HTMLDivElement>(null);
  const [live, setLive] = useState<number>();
  const split = live ?? props.split;
  const at = (event: React.PointerEvent) => {
    const area = box.current?.getBoundingClientRect();
    return area ? clampSplit((event.clientX - area.left) / area.width) : split;
  };
  return (
    <div className="v-split" ref={box} style={{ gridTemplateColumns: `${split}fr 7px ${1 - split}fr` }}>
      {props.children[0]}
      {/* A window splitter (ARIA 1.2) is a separator that takes the focus and keys. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        className="v-split-bar"
        role="separator"
        aria-orientation="vertical"
        aria-label={t('watch.split')}
        aria-valuenow={Math.round(split * 100)}
        aria-valuemin={18}
        aria-valuemax={75}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setLive(at(event));
        }}
        onPointerMove={(event) => live !== undefined && setLive(at(event))}
        onPointerUp={() => {
          if (live !== undefined) props.onSplit(live);
          setLive(undefined);
        }}
        onPointerCancel={() => setLive(undefined)}
        onKeyDown={(event) => {
          const step = event.key === 'ArrowLeft' ? -0.03 : event.key === 'ArrowRight' ? 0.03 : 0;
          if (step === 0) return;
          event.preventDefault();
          props.onSplit(clampSplit(split + step));
        }}
      />
      {props.children[1]}
    </div>
  );
}
