import { Button, MultiSelect } from '@mantine/core';
import { IconBookmark, IconCalendarStats, IconDeviceTv, IconScissors, IconVideo } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import {
  findFootage,
  newestFootage,
  Problem,
  serverNow,
  useCameras,
  useMe,
  type Camera,
  type CameraTimeline,
  type JumpTarget,
} from '../../api';
import { EmptyState, Page, StateView, toast, toastProblem, useKeys } from '../../app';
import { t } from '../../words';
import { LIVE_DELAY_MS, nextSpeed, Playback } from '../../video';
import { MOST_CAMERAS, openingAt, readAddress, writeAddress } from './address';
import { ExportDialog } from './ExportDialog';
import { MarkDialog } from './MarkDialog';
import type { Selection } from './paint';
import { PlayerDialog } from './PlayerDialog';
import { around, follow, MINUTE, nextLength, pan, zoom, type Stretch } from './scale';
import { Tile } from './Tile';
import { TimeBar } from './TimeBar';
import { SelectionBar, Transport } from './Transport';
import './footage.css';

/** Playing for some seconds is no going elsewhere. */
const MOVED_MS = 10_000;

/** Recordings of up to nine cameras, played in step over one time bar. The address reproduces the view. */
export function FootagePage() {
  const asked = useCameras();
  return (
    <StateView of={asked}>
      {(cameras) =>
        cameras.length > 0 ? (
          <Room cameras={cameras} />
        ) : (
          <Page title={t('footage.title')}>
            <EmptyState icon={<IconVideo size={34} stroke={1.4} aria-hidden />} title={t('footage.empty.noCameras')}>
              {t('footage.empty.noCamerasWhy')}
            </EmptyState>
          </Page>
        )
      }
    </StateView>
  );
}

function Room({ cameras }: { cameras: Camera[] }) {
  const search = useSearch({ strict: false }) as Record<string, unknown>;
  const navigate = useNavigate();
  const { rights } = useMe();
  const [first] = useState(() => readAddress(search));
  const [shown, setShown] = useState(() => first.cameras.filter((id) => cameras.some((camera) => camera.id === id)));
  const [playback] = useState(() => new Playback(first.at ?? serverNow() - MINUTE));
  const state = useSyncExternalStore(
    (changed) => playback.onChange(changed),
    () => playback.state,
  );
  const [stretch, setStretch] = useState<Stretch>(() => begin(playback.clock.position, first.length));
  const [selection, setSelection] = useState<Selection>({ from: undefined, to: undefined });
  const [chosen, setChosen] = useState<string>();
  const [large, setLarge] = useState<string>();
  const [what, setWhat] = useState<JumpTarget>('person');
  const [dialog, setDialog] = useState<'export' | 'mark' | 'player'>();
  const [rows, setRows] = useState<(CameraTimeline | undefined)[]>([]);
  const byId = useMemo(() => new Map(cameras.map((camera) => [camera.id, camera])), [cameras]);
  const main = chosen && shown.includes(chosen) ? chosen : shown[0];
  const mayExport = rights.includes('WORK_EVIDENCE');
  const length = stretch.to - stretch.from;

  useEffect(() => playback.start(), [playback]);
  useEffect(() => playback.show(shown), [playback, shown]);
  useEffect(() => {
    playback.setSpeed(first.speed);
    if (first.play) playback.play();
  }, [playback, first]);

  useOpening(playback, shown, first.at === undefined, (at) => {
    playback.seek(at);
    setStretch((now) => begin(at, now.to - now.from));
  });
  useAddress(
    playback,
    shown,
    state.playing,
    state.speed,
    Math.round(length),
    (next) => void navigate({ to: '/footage', search: next as never, replace: true }),
  );

  const seek = (at: number): void => {
    playback.seek(at);
    setStretch((now) => follow(now, playback.clock.position));
  };
  const skip = (seconds: number): void => seek(playback.clock.position + seconds * 1000);
  const jump = async (target: JumpTarget, direction: 'next' | 'previous'): Promise<void> => {
    const at = playback.clock.position + (direction === 'next' ? 1000 : -1000);
    const answers = await Promise.allSettled(shown.map((id) => findFootage(id, at, direction, target)));
    const times = answers.flatMap((each) => (each.status === 'fulfilled' ? [Date.parse(each.value.at)] : []));
    if (times.length === 0) {
      const refused = answers.find(
        (each) => each.status === 'rejected' && !(each.reason instanceof Problem && each.reason.status === 404),
      );
      if (refused?.status === 'rejected') toastProblem(refused.reason);
      else toast(t(`footage.jump.no.${direction}`, { what: t(`footage.what.${target}`) }));
      return;
    }
    // A second before, so that what is looked for is seen coming.
    seek((direction === 'next' ? Math.min(...times) : Math.max(...times)) - (target === 'bookmark' ? 0 : 1000));
  };
  const zoomBy = (direction: 1 | -1): void =>
    setStretch((now) =>
      zoom(now, nextLength(now.to - now.from, direction) / (now.to - now.from), playback.clock.position),
    );
  const mark = (end: 'from' | 'to'): void => {
    const at = playback.clock.position;
    setSelection((now) => {
      const next = { ...now, [end]: at };
      if (next.from !== undefined && next.to !== undefined && next.to <= next.from) {
        return end === 'from' ? { from: at, to: undefined } : { from: undefined, to: at };
      }
      return next;
    });
  };
  const sound = (): void => {
    const id = large && shown.includes(large) ? large : main;
    if (!id) return;
    if (playback.heard === id) playback.hear(undefined);
    else if (playback.player(id).state.sound) playback.hear(id);
    else toast(t('footage.sound.none', { camera: byId.get(id)?.name ?? id }));
  };
  const exporting = (): void => {
    if (mayExport && selection.from !== undefined && selection.to !== undefined) setDialog('export');
    else toast(t(mayExport ? 'footage.export.first' : 'footage.export.mayNot'));
  };

  useKeys([
    { key: ' ', does: t('footage.keys.playPause'), run: () => playback.toggle() },
    { key: 'k', does: t('footage.keys.playPause'), run: () => playback.toggle() },
    { key: ',', does: t('footage.keys.frameBack'), run: () => playback.step(-1, main) },
    { key: '.', does: t('footage.keys.frameNext'), run: () => playback.step(1, main) },
    { key: 'j', does: t('footage.keys.back10'), run: () => skip(-10) },
    { key: 'l', does: t('footage.keys.next10'), run: () => skip(10) },
    { key: 'ArrowLeft', does: t('footage.keys.back10'), run: () => skip(-10) },
    { key: 'ArrowRight', does: t('footage.keys.next10'), run: () => skip(10) },
    { key: 's', does: t('footage.keys.slower'), run: () => playback.setSpeed(nextSpeed(playback.state.speed, -1)) },
    { key: 'f', does: t('footage.keys.faster'), run: () => playback.setSpeed(nextSpeed(playback.state.speed, 1)) },
    { key: '+', does: t('footage.keys.zoomIn'), run: () => zoomBy(-1) },
    { key: '-', does: t('footage.keys.zoomOut'), run: () => zoomBy(1) },
    { key: 'Alt+ArrowLeft', does: t('footage.keys.panBack'), run: () => setStretch((now) => pan(now, -length / 4)) },
    { key: 'Alt+ArrowRight', does: t('footage.keys.panOn'), run: () => setStretch((now) => pan(now, length / 4)) },
    { key: ']', does: t('footage.keys.next', { what: t(`footage.what.${what}`) }), run: () => void jump(what, 'next') },
    {
      key: '[',
      does: t('footage.keys.previous', { what: t(`footage.what.${what}`) }),
      run: () => void jump(what, 'previous'),
    },
    ...(['person', 'vehicle', 'alert', 'motion'] as const).map((target) => ({
      key: target[0] as string,
      does: t('footage.keys.next', { what: t(`footage.what.${target}`) }),
      run: () => {
        setWhat(target);
        void jump(target, 'next');
      },
    })),
    { key: 'u', does: t('footage.keys.sound'), run: sound },
    { key: 'n', does: t('footage.keys.live'), run: () => playback.goLive() },
    { key: 'i', does: t('footage.keys.from'), run: () => mark('from') },
    { key: 'o', does: t('footage.keys.to'), run: () => mark('to') },
    { key: 'e', does: t('footage.keys.export'), run: exporting },
    { key: 'b', does: t('footage.keys.mark'), run: () => main && setDialog('mark') },
    {
      key: 'Escape',
      does: t('footage.keys.clear'),
      run: () => (large ? setLarge(undefined) : setSelection({ from: undefined, to: undefined })),
    },
  ]);

  const visible = large && shown.includes(large) ? [large] : shown;
  // Who is not on the page any more is not heard either.
  const hidden = playback.heard !== undefined && !visible.includes(playback.heard);
  useEffect(() => {
    if (hidden) playback.hear(undefined);
  }, [playback, hidden]);
  const skipTo = state.skipGaps ? undefined : () => void nextPictures(playback, shown, seek);
  return (
    <Page
      title={t('footage.title')}
      flush
      actions={
        <>
          <MultiSelect
            className="v-footage-cameras"
            aria-label={t('footage.choose.label')}
            placeholder={shown.length === 0 ? t('footage.choose.label') : shown.length < MOST_CAMERAS ? '+' : ''}
            nothingFoundMessage={t('app.picker.none')}
            data={cameras.map((camera) => ({ value: camera.id, label: camera.name }))}
            value={shown}
            maxValues={MOST_CAMERAS}
            searchable
            clearable
            hidePickedOptions
            clearButtonProps={{ 'aria-label': t('footage.choose.clear') }}
            onChange={setShown}
          />
          <Button
            variant="default"
            leftSection={<IconBookmark size={16} aria-hidden />}
            disabled={!main}
            onClick={() => setDialog('mark')}
          >
            {t('footage.mark.open')}
          </Button>
          <Button
            variant="default"
            leftSection={<IconScissors size={16} aria-hidden />}
            disabled={!main}
            onClick={exporting}
          >
            {t('footage.export.open')}
          </Button>
          <Button
            variant="default"
            leftSection={<IconDeviceTv size={16} aria-hidden />}
            disabled={!main}
            onClick={() => setDialog('player')}
          >
            {t('footage.player.open')}
          </Button>
          <Button
            component={Link}
            to="/footage/completeness"
            variant="default"
            leftSection={<IconCalendarStats size={16} aria-hidden />}
          >
            {t('footage.ledger.link')}
          </Button>
        </>
      }
    >
      {shown.length === 0 ? (
        <EmptyState
          icon={<IconVideo size={34} stroke={1.4} aria-hidden />}
          title={t('footage.empty.title')}
          action={
            <Button onClick={() => setShown(cameras.slice(0, 4).map((camera) => camera.id))}>
              {t('footage.empty.first', { n: Math.min(4, cameras.length) })}
            </Button>
          }
        >
          {t('footage.empty.why')}
        </EmptyState>
      ) : (
        <div className="v-footage" data-seek-ms={playback.lastSeekMs?.toFixed(0)}>
          <div className="v-footage-grid" data-count={gridOf(visible.length)}>
            {visible.map((id) => (
              <Tile
                key={id}
                id={id}
                camera={byId.get(id)}
                playback={playback}
                row={rows[shown.indexOf(id)]}
                chosen={shown.length > 1 && id === main}
                large={id === large}
                alone={shown.length === 1}
                speed={state.speed}
                onChoose={() => setChosen(id)}
                onEnlarge={() => setLarge(large === id ? undefined : id)}
                onRemove={() => setShown(shown.filter((other) => other !== id))}
                onSkip={skipTo}
              />
            ))}
          </div>
          <Transport
            playback={playback}
            state={state}
            length={Math.round(length)}
            onLength={(next) => setStretch(around(playback.clock.position, next))}
            what={what}
            onWhat={setWhat}
            onJump={(direction) => void jump(what, direction)}
            onZoom={zoomBy}
            onSkip={skip}
          />
          <SelectionBar
            {...selection}
            mayExport={mayExport}
            onExport={() => setDialog('export')}
            onClear={() => setSelection({ from: undefined, to: undefined })}
          />
          <div className="v-footage-bar">
            <TimeBar
              cameras={shown.map((id) => ({ id, name: byId.get(id)?.name ?? id }))}
              playback={playback}
              stretch={stretch}
              onStretch={setStretch}
              selection={selection}
              onTimeline={setRows}
              onSeek={seek}
            />
          </div>
        </div>
      )}
      {dialog === 'export' && selection.from !== undefined && selection.to !== undefined && (
        <ExportDialog
          cameras={shown.map((id) => ({ id, name: byId.get(id)?.name ?? id }))}
          from={selection.from}
          to={selection.to}
          onClose={() => setDialog(undefined)}
        />
      )}
      {dialog === 'mark' && main && (
        <MarkDialog
          camera={{ id: main, name: byId.get(main)?.name ?? main }}
          from={selection.from ?? playback.clock.position}
          to={selection.to ?? selection.from ?? playback.clock.position}
          onClose={() => setDialog(undefined)}
        />
      )}
      {dialog === 'player' && main && (
        <PlayerDialog
          cameras={shown.map((id) => ({ id, name: byId.get(id)?.name ?? id }))}
          camera={main}
          marked={
            selection.from !== undefined && selection.to !== undefined
              ? { from: selection.from, to: selection.to }
              : undefined
          }
          onClose={() => setDialog(undefined)}
        />
      )}
    </Page>
  );
}

/** The first stretch: the asked moment in the middle, or now near the right end. */
function begin(at: number, length: number): Stretch {
  const now = serverNow();
  if (at < now - length / 2) return around(at, length);
  return { from: Math.round(now - length * 0.95), to: Math.round(now + length * 0.05) };
}

function gridOf(count: number): number {
  return count <= 1 ? 1 : count <= 2 ? 2 : count <= 4 ? 4 : count <= 6 ? 6 : 9;
}

async function nextPictures(playback: Playback, cameras: readonly string[], seek: (at: number) => void): Promise<void> {
  const at = playback.clock.position;
  const starts = cameras.flatMap((id) =>
    playback
      .player(id)
      .catalogue.pieces.filter((piece) => piece.startMs > at)
      .slice(0, 1)
      .map((piece) => piece.startMs),
  );
  seek(starts.length > 0 ? Math.min(...starts) : serverNow() - LIVE_DELAY_MS);
}

/** Goes once to the newest pictures, unless a moment was asked for or somebody has moved meanwhile. */
function useOpening(playback: Playback, cameras: readonly string[], wanted: boolean, go: (at: number) => void): void {
  const [start] = useState(() => playback.clock.position);
  const open = useRef(wanted);
  const latest = useRef(go);
  useEffect(() => {
    latest.current = go;
  });
  useEffect(() => {
    if (!open.current || cameras.length === 0) return;
    const ending = new AbortController();
    newestFootage(cameras, ending.signal)
      .then((newest) => {
        if (ending.signal.aborted) return;
        open.current = false;
        const at = openingAt(
          newest.map((each) => each.at),
          serverNow(),
        );
        const moved = playback.state.live || Math.abs(playback.clock.position - start) > MOVED_MS;
        if (at !== undefined && !moved) latest.current(at);
      })
      // Then it stays where it is: the pictures tell what is wrong.
      .catch(() => undefined);
    return () => ending.abort();
  }, [playback, cameras, start]);
}

/** Keeps the address in step with the view, but not faster than anybody could read it. */
function useAddress(
  playback: Playback,
  cameras: readonly string[],
  playing: boolean,
  speed: number,
  length: number,
  write: (search: Record<string, string | number>) => void,
): void {
  const latest = useRef(write);
  const last = useRef('');
  useEffect(() => {
    latest.current = write;
  });
  useEffect(() => {
    const tell = () => {
      const next = writeAddress({ cameras: [...cameras], at: Math.round(playback.clock.position), speed, length });
      const text = JSON.stringify(next);
      if (text === last.current) return;
      last.current = text;
      latest.current(next);
    };
    const soon = setTimeout(tell, 500);
    const timer = setInterval(tell, playing ? 5_000 : 1_000);
    return () => {
      clearTimeout(soon);
      clearInterval(timer);
    };
  }, [playback, cameras, playing, speed, length]);
}
