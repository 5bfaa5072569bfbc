import {
  IconArrowsMaximize,
  IconArrowsMinimize,
  IconPlayerSkipForward,
  IconVideoOff,
  IconVolume,
  IconVolumeOff,
  IconX,
} from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { Camera, CameraTimeline } from '../../api';
import { duration } from '../../app';
import { t, tName } from '../../words';
import { FASTEST_HEARD, playable, SLOWEST_HEARD, type Playback, type PlayerState } from '../../video';

/** A camera's clock that may be off by more than this is told of. */
const TELL_MS = 100;

/** The recording of one camera in the grid: the picture, or why there is none. */
export function Tile(props: {
  camera: Camera | undefined;
  id: string;
  playback: Playback;
  row: CameraTimeline | undefined;
  chosen: boolean;
  large: boolean;
  alone: boolean;
  speed: number;
  onChoose: () => void;
  onEnlarge: () => void;
  onRemove: () => void;
  onSkip: (() => void) | undefined;
}) {
  const { id, playback, row } = props;
  const name = props.camera?.name ?? id;
  const host = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<PlayerState>();
  const [atS, setAtS] = useState(0);

  useEffect(() => {
    const player = playback.player(id);
    const told = () => setState(player.state);
    player.onChange = told;
    told();
    host.current?.replaceChildren(player.element);
    return () => {
      player.onChange = () => undefined;
    };
  }, [playback, id]);

  // What is said about gaps changes by the second.
  const gap = state?.gap ?? false;
  useEffect(() => {
    if (!gap) return;
    return playback.onTick((at) => setAtS(Math.floor(at / 1000)));
  }, [playback, gap]);

  const words = state && wordsOf(state, row, atS * 1000);
  return (
    // A tile is chosen by clicking anywhere on it; its buttons do the same for keys.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions, jsx-a11y/click-events-have-key-events
    <div
      className="v-play"
      data-camera={id}
      data-chosen={props.chosen || undefined}
      data-gap={gap || undefined}
      data-heard={state?.heard || undefined}
      data-ready={(state && !state.waiting && !state.gap && !state.trouble) || undefined}
      onClick={props.onChoose}
      onDoubleClick={props.onEnlarge}
    >
      <div className="v-play-picture" ref={host} role="img" aria-label={t('footage.tile.label', { camera: name })} />
      {words && (
        <div className="v-play-words" data-waiting={words.waiting || undefined}>
          {!words.waiting && <IconVideoOff size={22} stroke={1.5} aria-hidden />}
          <strong>{words.title}</strong>
          {words.detail && <span>{words.detail}</span>}
          {gap && props.onSkip && (
            <button type="button" className="v-play-skip" onClick={props.onSkip}>
              <IconPlayerSkipForward size={14} aria-hidden />
              {t('footage.tile.skip')}
            </button>
          )}
        </div>
      )}
      <div className="v-play-bar">
        <span className="v-play-name">{name}</span>
        {state && state.uncertaintyMs > TELL_MS && !gap && (
          <span className="v-play-unsure" title={t('footage.tile.unsureWhy')}>
            {t('footage.tile.unsure', { ms: unsure(state.uncertaintyMs) })}
          </span>
        )}
      </div>
      <div className="v-play-tools">
        {state && (state.sound || state.heard) && (
          <Speaker
            state={state}
            camera={name}
            speed={props.speed}
            onPress={() => playback.hear(state.heard ? undefined : id)}
          />
        )}
        {!props.alone && (
          <button
            type="button"
            onClick={props.onEnlarge}
            aria-label={t(props.large ? 'footage.tile.smaller' : 'footage.tile.larger', { camera: name })}
          >
            {props.large ? <IconArrowsMinimize size={15} aria-hidden /> : <IconArrowsMaximize size={15} aria-hidden />}
          </button>
        )}
        <button type="button" onClick={props.onRemove} aria-label={t('footage.tile.remove', { camera: name })}>
          <IconX size={15} aria-hidden />
        </button>
      </div>
    </div>
  );
}

/** Lets the camera be heard. It stays on the picture while it is on. */
function Speaker(props: { state: PlayerState; camera: string; speed: number; onPress: () => void }) {
  const { heard, sound, soundTrouble } = props.state;
  const silent = props.speed < SLOWEST_HEARD || props.speed > FASTEST_HEARD;
  const can = heard || (playable(sound) && soundTrouble !== 'CODEC');
  let why = t(heard ? 'footage.sound.off' : 'footage.sound.on');
  if (!can)
    why = t('footage.sound.codec', {
      codec: sound.startsWith('mp4a') ? 'AAC' : tName('footage.sound.coding', sound, sound),
    });
  else if (!sound) why = t('footage.sound.none', { camera: props.camera });
  else if (silent) why = t('footage.sound.silent');
  else if (soundTrouble === 'BLOCKED') why = t('footage.sound.blocked');
  return (
    <button
      type="button"
      className="v-play-sound"
      aria-label={t('footage.sound.label', { camera: props.camera })}
      aria-pressed={heard}
      title={why}
      disabled={!can}
      onClick={props.onPress}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      {heard && !silent ? <IconVolume size={15} aria-hidden /> : <IconVolumeOff size={15} aria-hidden />}
    </button>
  );
}

function unsure(ms: number): string {
  return ms >= 1000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms)} ms`;
}

function wordsOf(state: PlayerState, row: CameraTimeline | undefined, at: number) {
  if (state.trouble === 'CODEC') {
    const coding = /^h(vc|ev)1/.test(state.codecs) ? 'H.265' : state.codecs;
    return { title: t('footage.tile.codec', { codec: coding }), detail: t('footage.tile.codecWhy'), waiting: false };
  }
  if (state.trouble === 'BROWSER')
    return { title: t('video.browser'), detail: t('video.browserDetail'), waiting: false };
  if (state.trouble === 'FAILED') return { title: t('video.failed'), detail: state.why, waiting: false };
  if (state.trouble === 'LOAD') return { title: t('footage.tile.load'), detail: state.why, waiting: false };
  if (state.gap) {
    const title = t('footage.tile.none');
    const within = (span: { from: string; to: string }) =>
      Date.parse(span.from) <= at + 1000 && at < Date.parse(span.to);
    const lost = row?.lost.find(within);
    if (lost) {
      const left = (Date.parse(lost.to) - Date.parse(lost.from)) / 1000;
      return { title, detail: `${tName('footage.cause', lost.cause)} · ${duration(left)}`, waiting: false };
    }
    const gone = row?.deleted.find(within);
    if (gone) {
      return { title, detail: t('footage.bar.deleted', { rule: tName('footage.rule', gone.rule) }), waiting: false };
    }
    if (row?.notWanted?.some(within)) return { title, detail: t('footage.bar.notWanted'), waiting: false };
    return { title, detail: t('footage.tile.noneWhy'), waiting: false };
  }
  if (state.waiting) return { title: t('footage.tile.waiting'), detail: '', waiting: true };
  return undefined;
}
