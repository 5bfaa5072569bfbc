import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { serverNow, useTimeline, type CameraTimeline } from '../../api';
import { t } from '../../words';
import type { Playback } from '../../video';
import { HEAD, paint, ROW, type Selection } from './paint';
import { asked, atOf, exactTime, follow, resolutionOf, xOf, zoom, type Stretch } from './scale';
import { useThumbnail } from './thumbnails';
import { wordsAt } from './under';

export interface TimeBarProps {
  cameras: readonly { id: string; name: string }[];
  playback: Playback;
  stretch: Stretch;
  onStretch: (next: Stretch) => void;
  selection: Selection;
  onTimeline: (rows: (CameraTimeline | undefined)[]) => void;
  /** Somebody moved to a moment and lets go there. */
  onSeek: (atMs: number) => void;
}

interface Hover {
  x: number;
  row: number;
}

/** Time from left to right with what was recorded, lost and seen; scrubs, zooms and pans. */
export function TimeBar(props: TimeBarProps) {
  const { cameras, playback, stretch, onStretch, selection, onTimeline, onSeek } = props;
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [width, setWidth] = useState(0);
  const [hover, setHover] = useState<Hover>();
  const drag = useRef<{ mode: 'scrub' | 'pan'; x: number; stretch: Stretch } | undefined>(undefined);

  const ids = cameras.map((camera) => camera.id);
  const ask = asked(stretch);
  const near = stretch.to > serverNow() - 60_000;
  const timeline = useTimeline(ids, ask.from, ask.to, resolutionOf(stretch, width), near);
  const rows = ids.map((id) => timeline.data?.find((row) => row.camera === id));
  const told = useRef<unknown>(undefined);
  useEffect(() => {
    if (told.current === timeline.data) return;
    told.current = timeline.data;
    onTimeline(rows);
  });

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => setWidth(element.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    if (canvas.current) paint(canvas.current, stretch, rows, selection, serverNow());
  });

  // The wheel must not scroll the page, so it is listened to past React.
  const latest = useRef({ stretch, onStretch });
  useEffect(() => {
    latest.current = { stretch, onStretch };
  });
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const wheel = (event: WheelEvent) => {
      event.preventDefault();
      const { stretch: now, onStretch: change } = latest.current;
      const area = element.getBoundingClientRect();
      const sideways = event.shiftKey ? event.deltaY : event.deltaX;
      if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY)) {
        const by = (sideways / area.width) * (now.to - now.from);
        change({ from: now.from + by, to: now.to + by });
      } else {
        change(zoom(now, Math.exp(event.deltaY * 0.0016), atOf(now, event.clientX - area.left, area.width)));
      }
    };
    element.addEventListener('wheel', wheel, { passive: false });
    return () => element.removeEventListener('wheel', wheel);
  }, []);

  const place = (event: React.PointerEvent) => {
    const area = box.current?.getBoundingClientRect();
    const x = area ? event.clientX - area.left : 0;
    const y = area ? event.clientY - area.top : 0;
    return { x, row: Math.floor((y - HEAD) / ROW), at: atOf(stretch, x, width) };
  };
  const hoverAt = hover ? atOf(stretch, hover.x, width) : 0;

  return (
    <div className="v-bar">
      <ul className="v-bar-names" aria-hidden="true">
        {cameras.map((camera) => (
          <li key={camera.id} title={camera.name}>
            {camera.name}
          </li>
        ))}
      </ul>
      <div
        ref={box}
        className="v-bar-box"
        style={{ height: HEAD + cameras.length * ROW }}
        role="slider"
        tabIndex={0}
        aria-label={t('footage.bar.label')}
        aria-valuemin={Math.round(stretch.from / 1000)}
        aria-valuemax={Math.round(stretch.to / 1000)}
        aria-valuenow={Math.round(playback.clock.position / 1000)}
        aria-valuetext={exactTime(playback.clock.position)}
        onPointerDown={(event) => {
          if (event.button > 1) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          const { x, row, at } = place(event);
          const mode = event.button === 1 || event.altKey || row < 0 ? 'pan' : 'scrub';
          drag.current = { mode, x, stretch };
          if (mode === 'scrub') playback.glance(at);
        }}
        onPointerMove={(event) => {
          const { x, row, at } = place(event);
          setHover({ x, row });
          const under = drag.current;
          if (!under) return;
          if (under.mode === 'scrub') {
            playback.glance(at);
          } else {
            const by = ((under.x - x) / width) * (under.stretch.to - under.stretch.from);
            onStretch({ from: under.stretch.from + by, to: under.stretch.to + by });
          }
        }}
        onPointerUp={(event) => {
          const under = drag.current;
          drag.current = undefined;
          const { x, at } = place(event);
          if (under?.mode === 'scrub' || (under && Math.abs(under.x - x) < 3)) onSeek(at);
        }}
        onPointerCancel={() => {
          if (drag.current?.mode === 'scrub') onSeek(playback.clock.position);
          drag.current = undefined;
        }}
        onPointerLeave={() => setHover(undefined)}
      >
        <canvas
          ref={canvas}
          className="v-bar-canvas"
          style={{ height: HEAD + cameras.length * ROW }}
          aria-hidden="true"
        />
        <Playhead playback={playback} stretch={stretch} width={width} onStretch={onStretch} dragging={drag} />
        {hover && <div className="v-bar-hair" style={{ left: hover.x }} />}
      </div>
      {hover && width > 0 && (
        <Tip
          x={hover.x}
          width={width}
          box={box}
          at={hoverAt}
          camera={cameras[Math.max(0, Math.min(hover.row, cameras.length - 1))]}
          row={rows[Math.max(0, Math.min(hover.row, cameras.length - 1))]}
          reach={((stretch.to - stretch.from) / width) * 5}
          length={stretch.to - stretch.from}
        />
      )}
    </div>
  );
}

/** The line of the common time; moved past React, many times a second. */
function Playhead(props: {
  playback: Playback;
  stretch: Stretch;
  width: number;
  onStretch: (next: Stretch) => void;
  dragging: React.RefObject<unknown>;
}) {
  const line = useRef<HTMLDivElement>(null);
  const { playback, stretch, width, onStretch, dragging } = props;
  const move = useCallback(
    (at: number) => {
      const element = line.current;
      if (!element) return;
      const x = xOf(stretch, at, width);
      element.style.transform = `translateX(${x.toFixed(1)}px)`;
      element.style.visibility = x < -1 || x > width + 1 ? 'hidden' : 'visible';
      if (playback.clock.playing && dragging.current === undefined) {
        const next = follow(stretch, at);
        // Only time that runs off the edge turns the page; somebody who looks elsewhere is left alone.
        if (next !== stretch && x > width * 0.97 && x < width * 1.05) onStretch(next);
      }
    },
    [playback, stretch, width, onStretch, dragging],
  );
  useEffect(() => {
    move(playback.clock.position);
    return playback.onTick(move);
  }, [playback, move]);
  return <div ref={line} className="v-bar-head" />;
}

const TIP = 232;

function Tip(props: {
  x: number;
  width: number;
  box: React.RefObject<HTMLDivElement | null>;
  at: number;
  camera: { id: string; name: string } | undefined;
  row: CameraTimeline | undefined;
  reach: number;
  length: number;
}) {
  const { at, camera, row } = props;
  const thumb = useThumbnail(camera?.id, at, props.length);
  const words = row ? wordsAt(row, at, props.reach) : [];
  const tip = useRef<HTMLDivElement>(null);
  const { box, x, width } = props;
  // Above the bar, wherever that is scrolled to; placed past React because it needs the page's layout.
  useLayoutEffect(() => {
    const area = box.current?.getBoundingClientRect();
    if (!area || !tip.current) return;
    tip.current.style.left = `${area.left + Math.max(-area.left + 8, Math.min(x - TIP / 2, width - TIP - 8))}px`;
    const top = box.current?.closest('.v-footage-bar')?.getBoundingClientRect().top ?? area.top;
    tip.current.style.bottom = `${window.innerHeight - top + 6}px`;
  }, [box, x, width]);
  return (
    <div className="v-bar-tip" ref={tip}>
      {thumb && (
        <div
          className="v-bar-thumb"
          style={{
            width: thumb.sheet.width,
            height: thumb.sheet.height,
            backgroundImage: `url(${thumb.sheet.url})`,
            backgroundPosition: `-${thumb.spot.x}px -${thumb.spot.y}px`,
            zoom: (TIP - 16) / thumb.sheet.width,
          }}
        />
      )}
      <strong className="v-number">{exactTime(at)}</strong>
      <span>{camera?.name}</span>
      {words.map((line) => (
        <span key={line} className="v-quiet">
          {line}
        </span>
      ))}
    </div>
  );
}
