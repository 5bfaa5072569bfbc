import { ActionIcon, SegmentedControl, Select, Switch } from '@mantine/core';
import { IconArrowsMaximize, IconArrowsMinimize, IconMapPin, IconRewindBackward30, IconX } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { Alert, Camera, Severity } from '../../api';
import { SeverityMark, severityOrder } from '../../app';
import { LivePlayer } from '../../video';
import { t } from '../../words';
import { sizes, swap, type Arrangement, type WallSize } from './arrangement';

interface WallProps {
  arrangement: Arrangement;
  change: (next: Partial<Arrangement>) => void;
  cameras: readonly Camera[];
  alerts: readonly Alert[];
  /** The tile to draw the eye to. */
  lit: number | undefined;
  /** Somebody wants to see where a camera is. */
  onLook: (camera: Camera) => void;
  /** Somebody wants to see what just happened; undefined for those who may not. */
  onReplay: ((camera: Camera) => void) | undefined;
}

/** The wall of live pictures: 1, 4, 9 or 16 tiles, arranged by dragging or with the arrow keys. */
export function Wall(props: WallProps) {
  const { arrangement, change, cameras, alerts } = props;
  const { size, tiles, tracks, scene } = arrangement;
  const [large, setLarge] = useState<number>();
  const [dragged, setDragged] = useState<number>();
  const byId = useMemo(() => new Map(cameras.map((camera) => [camera.id, camera])), [cameras]);
  const worst = useMemo(() => worstByCamera(alerts), [alerts]);
  const enlarged = large !== undefined && large < size && byId.has(tiles[large] ?? '') ? large : undefined;
  const visible = enlarged === undefined ? [...Array(size).keys()] : [enlarged];
  const hung = new Set(tiles.slice(0, size));
  const spare = cameras.filter((camera) => !hung.has(camera.id));
  const move = (from: number, to: number) => {
    if (to >= 0 && to < size && from !== to) change({ tiles: swap(tiles, from, to) });
  };

  return (
    <section className="v-wall" aria-label={t('watch.wall.title')}>
      <header className="v-wall-head">
        <SegmentedControl
          size="xs"
          aria-label={t('watch.wall.size')}
          value={String(size)}
          onChange={(value) => {
            setLarge(undefined);
            change({ size: Number(value) as WallSize });
          }}
          data={sizes.map((each) => ({ value: String(each), label: String(each) }))}
        />
        <Switch
          size="xs"
          label={t('watch.wall.tracks')}
          checked={tracks}
          onChange={() => change({ tracks: !tracks })}
        />
        <Switch size="xs" label={t('watch.wall.scene')} checked={scene} onChange={() => change({ scene: !scene })} />
        <span className="v-wall-hint v-quiet">{t('watch.wall.hint')}</span>
      </header>
      <div className="v-wall-grid" data-size={enlarged === undefined ? size : 1}>
        {visible.map((i) => {
          const camera = byId.get(tiles[i] ?? '');
          if (!camera) {
            return (
              <div
                key={i}
                className="v-tile v-tile-free"
                onDragOver={(event) => event.preventDefault()}
                onDrop={(event) => {
                  event.preventDefault();
                  if (dragged !== undefined) move(dragged, i);
                }}
              >
                <Select
                  size="xs"
                  searchable
                  placeholder={t('watch.wall.choose')}
                  aria-label={t('watch.wall.chooseFor', { n: i + 1 })}
                  nothingFoundMessage={t('app.picker.none')}
                  data={spare.map((each) => ({ value: each.id, label: each.name }))}
                  value={null}
                  onChange={(id) => id && change({ tiles: tiles.map((tile, k) => (k === i ? id : tile)) })}
                />
              </div>
            );
          }
          return (
            <Tile
              key={camera.id}
              camera={camera}
              alert={worst.get(camera.id)}
              lit={props.lit === i}
              large={enlarged !== undefined || size === 1}
              tracks={tracks}
              scene={scene}
              onDrag={(on) => setDragged(on ? i : undefined)}
              onDropHere={() => dragged !== undefined && move(dragged, i)}
              onMove={(by) => move(i, i + by * (Math.abs(by) > 1 ? Math.sqrt(size) : 1))}
              onEnlarge={size === 1 ? undefined : () => setLarge(enlarged === undefined ? i : undefined)}
              onRemove={() => change({ tiles: tiles.map((tile, k) => (k === i ? null : tile)) })}
              onLook={() => props.onLook(camera)}
              onReplay={props.onReplay && (() => props.onReplay?.(camera))}
            />
          );
        })}
      </div>
    </section>
  );
}

function worstByCamera(alerts: readonly Alert[]): Map<string, Alert> {
  const rank = (severity: Severity) => severityOrder.indexOf(severity);
  const worst = new Map<string, Alert>();
  for (const alert of alerts) {
    const camera = alert.camera?.id;
    if (!camera) continue;
    const known = worst.get(camera);
    if (!known || rank(alert.severity) < rank(known.severity)) worst.set(camera, alert);
  }
  return worst;
}

function Tile(props: {
  camera: Camera;
  alert: Alert | undefined;
  lit: boolean;
  large: boolean;
  tracks: boolean;
  scene: boolean;
  onDrag: (on: boolean) => void;
  onDropHere: () => void;
  /** −1 or 1: one tile to the side; −2 or 2: one row. */
  onMove: (by: number) => void;
  onEnlarge: (() => void) | undefined;
  onRemove: () => void;
  onLook: () => void;
  onReplay: (() => void) | undefined;
}) {
  const { camera, alert, large, onEnlarge } = props;
  const [over, setOver] = useState(false);
  const fresh = alert?.state === 'NEW';
  const moves: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -2, ArrowDown: 2 };
  return (
    // A tile takes the focus so that arrow keys can move it: what dragging does for the pointer.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      className="v-tile"
      role="group"
      aria-label={camera.name}
      aria-keyshortcuts="Alt+ArrowLeft Alt+ArrowRight Enter Delete"
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      data-severity={fresh ? alert.severity : undefined}
      data-lit={props.lit || undefined}
      data-over={over || undefined}
      draggable
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', camera.name);
        props.onDrag(true);
      }}
      onDragEnd={() => props.onDrag(false)}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        props.onDropHere();
      }}
      onDoubleClick={onEnlarge}
      onKeyDown={(event) => {
        if (event.target !== event.currentTarget) return;
        const by = event.altKey ? moves[event.key] : undefined;
        if (by !== undefined) props.onMove(by);
        else if (event.key === 'Enter') onEnlarge?.();
        else if (event.key === 'Delete') props.onRemove();
        else return;
        event.preventDefault();
      }}
    >
      <LivePlayer cameraId={camera.id} cameraName={camera.name} showTracks={props.tracks} showScene={props.scene}>
        {alert && (
          <div className="v-tile-alert" data-severity={alert.severity}>
            <SeverityMark severity={alert.severity} blink={fresh ?? false} />
            {large && <span>{alert.message}</span>}
          </div>
        )}
        <div className="v-tile-tools">
          {camera.location && (
            <TileTool label={t('watch.tile.map')} onClick={props.onLook}>
              <IconMapPin size={15} />
            </TileTool>
          )}
          {props.onReplay && (
            <TileTool label={t('watch.tile.replay', { camera: camera.name })} onClick={props.onReplay}>
              <IconRewindBackward30 size={15} />
            </TileTool>
          )}
          {onEnlarge && (
            <TileTool label={large ? t('watch.tile.smaller') : t('watch.tile.larger')} onClick={onEnlarge}>
              {large ? <IconArrowsMinimize size={15} /> : <IconArrowsMaximize size={15} />}
            </TileTool>
          )}
          <TileTool label={t('watch.tile.remove')} onClick={props.onRemove}>
            <IconX size={15} />
          </TileTool>
        </div>
      </LivePlayer>
    </div>
  );
}

function TileTool(props: { label: string; onClick: () => void; children: React.ReactNode }) {
  return (
    <ActionIcon
      size={24}
      variant="filled"
      color="dark.7"
      aria-label={props.label}
      title={props.label}
      onClick={props.onClick}
    >
      {props.children}
    </ActionIcon>
  );
}
