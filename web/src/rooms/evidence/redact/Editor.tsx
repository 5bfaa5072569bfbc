import { ActionIcon, Button, Checkbox, Select } from '@mantine/core';
import { IconPencilPlus, IconPlayerPauseFilled, IconPlayerPlayFilled, IconTrash } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { api, type Exhibit, type Redaction, type RedactionPlan, type RedactionTrack } from '../../../api';
import { toast, toastProblem, useKeys } from '../../../app';
import { contain } from '../../../video';
import { t } from '../../../words';
import { contentUrl } from '../content';
import { boxAt, correct, drawn, fit, hideAll, hideAllBut, replace, without, type Box } from './plan';
import { Style } from './RedactPage';

/** The clip with a box for everybody who was found: choose who is hidden, mend boxes, draw regions, then make it. */
export function Editor(props: { exhibit: Exhibit; redaction: Redaction; plan: RedactionPlan; onRender: () => void }) {
  const { exhibit, redaction, onRender } = props;
  const [plan, setPlan] = useState(props.plan);
  const [saved, setSaved] = useState(props.plan);
  const [chosen, setChosen] = useState<number>();
  const [drawing, setDrawing] = useState(false);
  const [ms, setMs] = useState(0);
  const [playing, setPlaying] = useState(false);
  const [looked, setLooked] = useState(false);
  const [busy, setBusy] = useState(false);
  const video = useRef<HTMLVideoElement>(null);
  const file = exhibit.files.find((each) => each.mediaType.startsWith('video/'));

  useEffect(() => {
    let frame = 0;
    const tell = () => {
      const element = video.current;
      if (element) setMs(element.currentTime * 1000);
      frame = requestAnimationFrame(tell);
    };
    frame = requestAnimationFrame(tell);
    return () => cancelAnimationFrame(frame);
  }, []);

  const seek = (to: number): void => {
    if (video.current) video.current.currentTime = Math.max(0, Math.min(plan.durationMs, to)) / 1000;
  };
  const toggle = (): void => {
    const element = video.current;
    if (!element) return;
    if (element.paused) void element.play().catch(() => undefined);
    else element.pause();
  };
  useKeys([
    { key: ' ', does: t('footage.keys.playPause'), run: toggle },
    { key: ',', does: t('footage.keys.frameBack'), run: () => seek(ms - 67) },
    { key: '.', does: t('footage.keys.frameNext'), run: () => seek(ms + 67) },
    { key: 'Escape', does: t('evidence.cancel'), run: () => setDrawing(false) },
  ]);
  const save = async (): Promise<boolean> => {
    try {
      await api.put(`/evidence/redactions/${redaction.id}/boxes`, plan);
      setSaved(plan);
      return true;
    } catch (error) {
      toastProblem(error);
      return false;
    }
  };
  const render = async (): Promise<void> => {
    setBusy(true);
    try {
      if (plan !== saved && !(await save())) return;
      await api.post(`/evidence/redactions/${redaction.id}/render`);
      onRender();
    } catch (error) {
      toastProblem(error);
    } finally {
      setBusy(false);
    }
  };
  const change = (track: RedactionTrack) => setPlan((now) => replace(now, track));
  const hidden = plan.tracks.filter((track) => track.hide).length;

  return (
    <div className="v-redact">
      <div className="v-redact-main">
        <div className="v-redact-stage">
          {/* Surveillance has no words to caption. */}
          {}
          <video
            ref={video}
            src={contentUrl(exhibit.id, 'view', file?.name)}
            playsInline
            muted
            preload="auto"
            onPlay={() => setPlaying(true)}
            onPause={() => setPlaying(false)}
          />
          <Boxes
            plan={plan}
            ms={ms}
            chosen={chosen}
            drawing={drawing}
            onChoose={setChosen}
            onChange={(track, box) => {
              video.current?.pause();
              change(correct(track, ms, box));
            }}
            onDraw={(box) => {
              const track = drawn(plan, box);
              setPlan({ ...plan, tracks: [...plan.tracks, track] });
              setChosen(track.id);
              setDrawing(false);
            }}
          />
        </div>
        <div className="v-redact-time">
          <ActionIcon
            size={34}
            radius="xl"
            aria-label={t(playing ? 'footage.keys.pause' : 'footage.keys.play')}
            onClick={toggle}
          >
            {playing ? <IconPlayerPauseFilled size={17} /> : <IconPlayerPlayFilled size={17} />}
          </ActionIcon>
          <input
            type="range"
            min={0}
            max={plan.durationMs}
            step={10}
            value={Math.min(ms, plan.durationMs)}
            aria-label={t('evidence.redact.position')}
            aria-valuetext={`${(ms / 1000).toFixed(1)} s`}
            onChange={(event) => seek(Number(event.currentTarget.value))}
          />
          <span className="v-number">
            {(ms / 1000).toFixed(1)} / {(plan.durationMs / 1000).toFixed(1)} s
          </span>
        </div>
        <p className="v-quiet">{t('evidence.redact.help')}</p>
      </div>
      <section className="v-redact-side" aria-label={t('evidence.redact.tracks')}>
        <div className="v-redact-tools">
          <Button size="compact-sm" variant="default" onClick={() => setPlan(hideAll(plan, true))}>
            {t('evidence.redact.all')}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => setPlan(hideAll(plan, false))}>
            {t('evidence.redact.none')}
          </Button>
          <Button
            size="compact-sm"
            variant={drawing ? 'filled' : 'default'}
            aria-pressed={drawing}
            leftSection={<IconPencilPlus size={15} aria-hidden />}
            onClick={() => {
              video.current?.pause();
              setDrawing(!drawing);
            }}
          >
            {t(drawing ? 'evidence.redact.drawing' : 'evidence.redact.draw')}
          </Button>
          <Style value={plan.style} onChange={(style) => setPlan({ ...plan, style })} />
        </div>
        {plan.tracks.length === 0 && <p className="v-quiet">{t('evidence.redact.noTracks')}</p>}
        <ul>
          {plan.tracks.map((track) => (
            <TrackRow
              key={track.id}
              track={track}
              chosen={track.id === chosen}
              onChoose={() => {
                setChosen(track.id);
                const first = track.steps[0];
                if (first && !boxAt(track, ms)) seek(first[0]);
              }}
              onChange={change}
              onAllBut={() => setPlan(hideAllBut(plan, track.id))}
              onRemove={() => setPlan(without(plan, track.id))}
            />
          ))}
        </ul>
        <div className="v-redact-end">
          <Checkbox
            label={t('evidence.redact.checked')}
            checked={looked}
            onChange={(event) => setLooked(event.currentTarget.checked)}
          />
          <div className="v-evidence-buttons">
            <Button
              variant="default"
              disabled={plan === saved}
              onClick={() => void save().then((done) => done && toast(t('evidence.redact.saved')))}
            >
              {t('evidence.redact.save')}
            </Button>
            <Button loading={busy} disabled={!looked || hidden === 0} onClick={() => void render()}>
              {t('evidence.redact.render')}
            </Button>
          </div>
        </div>
      </section>
    </div>
  );
}

function nameOf(track: RedactionTrack): string {
  return t('evidence.redact.track', { kind: t(`evidence.redact.kind.${track.kind}`), n: track.id });
}

function TrackRow(props: {
  track: RedactionTrack;
  chosen: boolean;
  onChoose: () => void;
  onChange: (track: RedactionTrack) => void;
  onAllBut: () => void;
  onRemove: () => void;
}) {
  const { track } = props;
  const from = ((track.steps[0]?.[0] ?? 0) / 1000).toFixed(1);
  const to = ((track.steps.at(-1)?.[0] ?? 0) / 1000).toFixed(1);
  return (
    <li data-chosen={props.chosen || undefined}>
      <Checkbox
        label={`${t('evidence.redact.hide')}: ${nameOf(track)}`}
        checked={track.hide}
        onChange={(event) => props.onChange({ ...track, hide: event.currentTarget.checked })}
      />
      <button type="button" className="v-redact-when" onClick={props.onChoose}>
        {t('evidence.redact.from', { from, to: `${to} s` })}
      </button>
      <div className="v-redact-row">
        {track.kind === 'PERSON' && (
          <Select
            size="xs"
            w={90}
            aria-label={`${t('evidence.redact.part.label')}: ${nameOf(track)}`}
            data={(['WHOLE', 'HEAD'] as const).map((value) => ({ value, label: t(`evidence.redact.part.${value}`) }))}
            value={track.part}
            allowDeselect={false}
            onChange={(part) => props.onChange({ ...track, part: part === 'HEAD' ? 'HEAD' : 'WHOLE' })}
          />
        )}
        {track.kind === 'DRAWN' ? (
          <ActionIcon
            variant="default"
            size={26}
            aria-label={t('evidence.redact.remove', { n: track.id })}
            onClick={props.onRemove}
          >
            <IconTrash size={15} />
          </ActionIcon>
        ) : (
          <Button size="compact-xs" variant="default" onClick={props.onAllBut}>
            {t('evidence.redact.allBut')}
          </Button>
        )}
      </div>
    </li>
  );
}

type Drag = { track: RedactionTrack | undefined; resize: boolean; x: number; y: number; box: Box };

/** The boxes over the picture; they are dragged by pointer and moved by arrow keys. */
function Boxes(props: {
  plan: RedactionPlan;
  ms: number;
  chosen: number | undefined;
  drawing: boolean;
  onChoose: (id: number) => void;
  onChange: (track: RedactionTrack, box: Box) => void;
  onDraw: (box: Box) => void;
}) {
  const { plan, ms, drawing } = props;
  const frame = useRef<SVGSVGElement>(null);
  const [drag, setDrag] = useState<Drag>();
  const [live, setLive] = useState<Box>();
  const place = (event: React.PointerEvent) => {
    const area = frame.current?.getBoundingClientRect();
    if (!area) return { x: 0, y: 0 };
    const picture = contain(area.width, area.height, plan.widthPx, plan.heightPx);
    return {
      x: (event.clientX - area.left - picture.left) / (picture.width || 1),
      y: (event.clientY - area.top - picture.top) / (picture.height || 1),
    };
  };
  const begin = (event: React.PointerEvent, track: RedactionTrack | undefined, resize: boolean, box: Box) => {
    event.stopPropagation();
    frame.current?.setPointerCapture(event.pointerId);
    setDrag({ track, resize, ...place(event), box });
    if (track) props.onChoose(track.id);
  };
  const moved = (event: React.PointerEvent): Box | undefined => {
    if (!drag) return undefined;
    const { x, y } = place(event);
    if (!drag.track) {
      const [left, right] = [Math.min(x, drag.x), Math.max(x, drag.x)];
      const [top, bottom] = [Math.min(y, drag.y), Math.max(y, drag.y)];
      return fit({ left, top, width: right - left, height: bottom - top });
    }
    const { box } = drag;
    const [dx, dy] = [x - drag.x, y - drag.y];
    return fit(
      drag.resize
        ? { ...box, width: box.width + dx, height: box.height + dy }
        : { ...box, left: box.left + dx, top: box.top + dy },
    );
  };
  const { widthPx: w, heightPx: h } = plan;
  return (
    // Drawing is for the pointer; boxes themselves take keys.

    <svg
      ref={frame}
      className="v-redact-boxes"
      viewBox={`0 0 ${w} ${h}`}
      data-drawing={drawing || undefined}
      onPointerDown={(event) => {
        if (drawing) begin(event, undefined, false, { left: 0, top: 0, width: 0, height: 0 });
      }}
      onPointerMove={(event) => drag && setLive(moved(event))}
      onPointerUp={(event) => {
        const box = moved(event);
        if (box && drag?.track && live) props.onChange(drag.track, box);
        else if (box && drag && !drag.track && box.width > 0.012 && box.height > 0.012) props.onDraw(box);
        setDrag(undefined);
        setLive(undefined);
      }}
    >
      {plan.tracks.map((track) => {
        const box = (drag?.track?.id === track.id ? live : undefined) ?? boxAt(track, ms);
        if (!box) return null;
        return (
          <g
            key={track.id}
            data-hide={track.hide || undefined}
            data-chosen={track.id === props.chosen || undefined}
            role="button"
            tabIndex={0}
            aria-label={`${nameOf(track)}${track.hide ? `, ${t('evidence.redact.hide')}` : ''}`}
            onKeyDown={(event) => {
              const by = event.shiftKey ? 0.02 : 0.005;
              const dx = event.key === 'ArrowLeft' ? -by : event.key === 'ArrowRight' ? by : 0;
              const dy = event.key === 'ArrowUp' ? -by : event.key === 'ArrowDown' ? by : 0;
              if (dx === 0 && dy === 0) return;
              event.preventDefault();
              props.onChange(track, { ...box, left: box.left + dx, top: box.top + dy });
            }}
            onFocus={() => props.onChoose(track.id)}
          >
            <rect
              x={box.left * w}
              y={box.top * h}
              width={box.width * w}
              height={box.height * h}
              onPointerDown={(event) => !drawing && begin(event, track, false, box)}
            />
            <text x={box.left * w + 4} y={Math.max(h / 30, box.top * h - 5)} fontSize={h / 30}>
              {track.id}
            </text>
            <rect
              className="v-redact-grip"
              x={(box.left + box.width) * w - h / 50}
              y={(box.top + box.height) * h - h / 50}
              width={h / 28}
              height={h / 28}
              onPointerDown={(event) => !drawing && begin(event, track, true, box)}
            />
          </g>
        );
      })}
      {drag && !drag.track && live && (
        <rect
          className="v-redact-new"
          x={live.left * w}
          y={live.top * h}
          width={live.width * w}
          height={live.height * h}
        />
      )}
    </svg>
  );
}
