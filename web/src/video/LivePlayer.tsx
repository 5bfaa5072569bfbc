import { IconPlugConnectedX, IconRefresh } from '@tabler/icons-react';
import { useEffect, useRef, useState, useSyncExternalStore, type ReactNode } from 'react';
import { serverNow } from '../api';
import { clockTime, duration } from '../app';
import { t } from '../words';
import type { StreamName } from './connection';
import { LiveView, type LiveState } from './LiveView';
import { SceneLayer } from './SceneLayer';
import { TracksLayer } from './TracksLayer';
import './video.css';

export interface LivePlayerProps {
  cameraId: string;
  cameraName: string;
  /** Which stream; left out: the small one while the tile is small. */
  stream?: StreamName;
  /** Boxes and paths of what the camera sees now. */
  showTracks?: boolean;
  /** Zones, lanes and lines of the camera's scene. */
  showScene?: boolean;
  /** Name and age of the picture on the tile; on by default. */
  showBar?: boolean;
  /** More to draw over the picture; lies above everything else. */
  children?: ReactNode;
}

const SMALL_PX = 620;
const WARN_MS = 2_000;
const GONE_MS = 5_000;
const DEFAULT_ASPECT = { w: 16, h: 9 };

/** Whether an element is in view and its tab is shown; decoding what nobody sees is waste. */
function useVisible(element: React.RefObject<HTMLElement | null>): boolean {
  const [inView, setInView] = useState(true);
  const shown = useSyncExternalStore(
    (changed) => {
      document.addEventListener('visibilitychange', changed);
      return () => document.removeEventListener('visibilitychange', changed);
    },
    () => document.visibilityState !== 'hidden',
  );
  useEffect(() => {
    if (!element.current) return;
    const observer = new IntersectionObserver((entries) => setInView(entries.at(-1)?.isIntersecting ?? true));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return inView && shown;
}

/** Whether an element is small, with some inertia so that a drag does not switch streams to and fro. */
function useSmall(element: React.RefObject<HTMLElement | null>): boolean | undefined {
  const [small, setSmall] = useState<boolean>();
  useEffect(() => {
    if (!element.current) return;
    const measure = (width: number) => {
      const px = width * Math.min(window.devicePixelRatio || 1, 2);
      setSmall((before) => (before === undefined ? px < SMALL_PX : before ? px < SMALL_PX * 1.1 : px < SMALL_PX * 0.9));
    };
    measure(element.current.clientWidth);
    const observer = new ResizeObserver((entries) => measure(entries.at(-1)?.contentRect.width ?? 0));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return small;
}

const noState: LiveState = {
  trouble: undefined,
  refusal: undefined,
  why: '',
  away: false,
  status: undefined,
  info: undefined,
  stream: 'main',
  seen: false,
};

/**
 * The live picture of a camera; fills its parent. Says how old the picture is (by the server's clock), greys a picture
 * that is no longer live, and says why there is none.
 */
export function LivePlayer(props: LivePlayerProps) {
  const { cameraId, cameraName, showTracks, showScene, showBar = true } = props;
  const frame = useRef<HTMLDivElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<LiveView>();
  const visible = useVisible(frame);
  const small = useSmall(frame);
  const wanted: StreamName | undefined = props.stream ?? (small === undefined ? undefined : small ? 'sub' : 'main');
  const firstWanted = useRef<StreamName>('sub');
  useEffect(() => {
    if (wanted) firstWanted.current = wanted;
  }, [wanted]);
  const known = wanted !== undefined;

  useEffect(() => {
    if (!host.current || !known) return;
    const next = new LiveView(cameraId, firstWanted.current, host.current);
    setView(next);
    return () => {
      next.close();
      setView(undefined);
    };
  }, [cameraId, known]);

  useEffect(() => {
    if (view && wanted) view.choose(wanted);
  }, [view, wanted]);

  useEffect(() => {
    if (!view) return;
    if (visible) {
      view.start();
      return;
    }
    const timer = setTimeout(() => view.rest(), 1500);
    return () => clearTimeout(timer);
  }, [view, visible]);

  const state = useSyncExternalStore(
    (changed) => view?.onChange(changed) ?? (() => undefined),
    () => view?.state ?? noState,
  );
  const info = state.info;
  const aspect = info && info.widthPx > 0 ? { w: info.widthPx, h: info.heightPx } : DEFAULT_ASPECT;

  return (
    <div className="v-live" ref={frame} role="group" aria-label={t('video.live', { camera: cameraName })}>
      <div className="v-live-picture" ref={host} />
      {showScene && <SceneLayer camera={cameraId} aspect={aspect} names={!small} />}
      {showTracks && visible && <TracksLayer camera={cameraId} view={view} aspect={aspect} />}
      <LiveWords view={view} state={state} name={cameraName} bar={showBar} frame={frame} />
      {props.children}
    </div>
  );
}

type Freshness = 'fresh' | 'late' | 'gone' | 'waiting';

function ageText(ms: number): string {
  if (ms < 1000) return t('app.age.ms', { n: Math.round(ms / 10) * 10 });
  return ms < 10_000 ? t('app.age.seconds', { n: (ms / 1000).toFixed(1) }) : duration(ms / 1000);
}

function judge(view: LiveView | undefined, state: LiveState): { ageMs: number; freshness: Freshness } {
  if (!view || view.capturedMs === 0) return { ageMs: 0, freshness: 'waiting' };
  const ageMs = Math.max(0, serverNow() - view.capturedMs);
  const bad = state.status !== undefined && state.status.condition !== 'GOOD';
  if (ageMs > GONE_MS || (bad && ageMs > 1000)) return { ageMs, freshness: 'gone' };
  return { ageMs, freshness: ageMs > WARN_MS ? 'late' : 'fresh' };
}

/** Name, age and troubles over the picture. The age is written past React: sixteen tiles, four times a second. */
function LiveWords(props: {
  view: LiveView | undefined;
  state: LiveState;
  name: string;
  bar: boolean;
  frame: React.RefObject<HTMLDivElement | null>;
}) {
  const { view, state, frame } = props;
  const age = useRef<HTMLSpanElement>(null);
  const [freshness, setFreshness] = useState<Freshness>('waiting');

  useEffect(() => {
    const tell = () => {
      const now = judge(view, state);
      setFreshness(now.freshness);
      if (frame.current) frame.current.dataset.freshness = now.freshness;
      if (age.current) age.current.textContent = now.freshness === 'waiting' ? '' : ageText(now.ageMs);
    };
    tell();
    const timer = setInterval(tell, 250);
    return () => clearInterval(timer);
  }, [view, state, frame]);

  const since = view && view.capturedMs > 0 ? view.capturedMs : state.status?.since;
  const status = state.status;
  const bad = status && status.condition !== 'GOOD';
  let title: string | undefined;
  let detail = '';
  if (state.refusal) {
    title = t(`video.refusal.${state.refusal}`);
    detail = t(`video.refusalDetail.${state.refusal}`);
  } else if (state.trouble === 'CODEC') {
    title = t('video.codec', { codec: state.info?.codec === 'H265' ? 'H.265' : (state.info?.codecString ?? '') });
    detail = t('video.codecDetail');
  } else if (state.trouble === 'BROWSER') {
    title = t('video.browser');
    detail = t('video.browserDetail');
  } else if (state.trouble === 'FAILED') {
    title = t('video.failed');
    detail = state.why;
  } else if (freshness === 'gone' || (freshness === 'waiting' && bad)) {
    title = since ? t('video.none', { time: clockTime(since) }) : t('video.noneYet');
    detail = bad ? status.detail : state.away ? t('video.away') : t('video.silent');
  } else if (freshness === 'waiting') {
    title = state.away ? t('video.away') : t('video.waiting');
  }

  return (
    <>
      {title && (
        <div
          className="v-live-trouble"
          data-waiting={(freshness === 'waiting' && !bad && !state.trouble && !state.refusal) || undefined}
        >
          {state.away || freshness === 'waiting' ? (
            <IconRefresh size={20} aria-hidden />
          ) : (
            <IconPlugConnectedX size={22} aria-hidden />
          )}
          <strong>{title}</strong>
          {detail && <span>{detail}</span>}
        </div>
      )}
      {props.bar && (
        <div className="v-live-bar">
          <span className="v-live-name">{props.name}</span>
          <span className="v-live-age" title={t('video.age')}>
            {freshness === 'late' && '▲ '}
            <span ref={age} />
          </span>
        </div>
      )}
    </>
  );
}
